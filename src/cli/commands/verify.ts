import { type CompareOptions, compareModels, npyTensor } from "../../api/index.ts";
import { fail } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import { fileSource } from "../../node/index.ts";
import type { Outputs } from "../../runtime/index.ts";
import { CLI_E003 } from "../codes.ts";
import type { CommandResult, CommonOptions } from "../command.ts";
import { defined } from "../defined.ts";
import { customOperators, type LoadOptions, loadModel } from "../load.ts";
import { type PictureOptions, pictureInputs } from "../pictures.ts";
import { startProgress } from "../progress.ts";
import { comparisonLines } from "../render/comparison.ts";
import type { Terminal } from "../terminal.ts";

export interface VerifyOptions extends CommonOptions, LoadOptions, PictureOptions {
  readonly atol: number;
  readonly rtol: number;
  readonly signature?: string;
  /** `.npy` file by input name. */
  readonly input?: Readonly<Record<string, string>>;
  readonly image?: readonly string[];
  readonly samples: number;
  readonly seed: number;
  readonly perLayer?: boolean;
}

/** Runs two models on the same inputs; exit code 1 when they differ by more than the tolerance. */
export async function verify(
  terminal: Terminal,
  paths: readonly [string, string],
  options: VerifyOptions,
): Promise<CommandResult> {
  const [a, b] = [await loadModel(paths[0], options), await loadModel(paths[1], options)];
  const inputs = await givenInputs(a.model, options);
  const progress = startProgress(terminal, "comparing", inputs?.length ?? options.samples);
  const compare: CompareOptions = {
    atol: options.atol,
    rtol: options.rtol,
    samples: options.samples,
    seed: options.seed,
    perLayer: options.perLayer === true,
    customOperators: await customOperators(options),
    onSample: (done) => progress.step(done),
    ...defined({ signature: options.signature, inputs }),
  };
  const comparison = compareModels(a.model, b.model, compare);
  progress.stop();
  return {
    exitCode: comparison.equal ? 0 : 1,
    data: { a: paths[0], b: paths[1], ...comparison },
    lines: comparisonLines(terminal, comparison),
    diagnostics: [...a.diagnostics, ...b.diagnostics, ...comparison.notes],
  };
}

/** Inputs from `.npy` files or pictures; undefined when random ones are to be drawn. */
async function givenInputs(model: Model, options: VerifyOptions): Promise<readonly Outputs[] | undefined> {
  const files = Object.entries(options.input ?? {});
  if (files.length > 0 && options.image !== undefined) {
    return fail(CLI_E003, {}, { problem: "Inputs come from --input or from --image, not from both." });
  }
  if (files.length > 0) {
    return [Object.fromEntries(files.map(([name, path]) => [name, npyTensor(wholeFile(path), path)]))];
  }
  return options.image === undefined ? undefined : pictureInputs(model, options.image, options);
}

function wholeFile(path: string): Uint8Array {
  const source = fileSource(path);
  return source.read(0, source.size);
}
