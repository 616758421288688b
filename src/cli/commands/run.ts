import { basename } from "node:path";
import { convertTensor, npyTensor, type Prediction, topK } from "../../api/index.ts";
import { writeNpy } from "../../bytes/index.ts";
import { type Diagnostic, fail, HoldfastError } from "../../diagnostics/index.ts";
import { fileSource, writeFiles } from "../../node/index.ts";
import { formatShape, type Tensor, tensorToBytes, toNumbers } from "../../numerics/index.ts";
import { createSession, type Outputs, type Session } from "../../runtime/index.ts";
import { type ModelBundle, readBundle, readLabels } from "../bundle.ts";
import { CLI_E003 } from "../codes.ts";
import { type CommandResult, type CommonOptions, exitCodeOf } from "../command.ts";
import { defined } from "../defined.ts";
import { type LoadOptions, loadModel } from "../load.ts";
import { type PictureOptions, pictureFiles, pictureReader } from "../pictures.ts";
import { startProgress } from "../progress.ts";
import { table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

export interface RunCommandOptions extends CommonOptions, LoadOptions, PictureOptions {
  readonly image?: readonly string[];
  readonly input?: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly signature?: string;
  readonly labels?: string;
  readonly top: number;
  readonly threshold?: number;
  readonly force?: boolean;
}

/** What the model said of one picture, or of the arrays that were fed. */
interface Answer {
  readonly input: string;
  readonly top?: readonly Prediction[];
  readonly outputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly min: number;
    readonly max: number;
  }[];
  /** Why a picture got no answer. */
  readonly problem?: string;
}

export async function run(terminal: Terminal, path: string, options: RunCommandOptions): Promise<CommandResult> {
  const { model, diagnostics } = await loadModel(path, options);
  const bundle = readBundle(model, options.labels);
  const session = createSession(model);
  const found: Diagnostic[] = [...diagnostics, ...bundle.diagnostics];
  if (options.image !== undefined && options.input !== undefined) {
    fail(CLI_E003, {}, { problem: "Inputs come from --input or from --image, not from both." });
  }
  if (options.image === undefined && options.input === undefined && session.inputs.length > 0) {
    fail(CLI_E003, {}, { problem: "Nothing to run on: give --image or --input." });
  }
  const answers =
    options.image === undefined
      ? [runArrays(session, options, bundle)]
      : await runPictures(terminal, session, options.image, options, bundle, found);
  const failed = answers.some((answer) => answer.problem !== undefined);
  return {
    exitCode: failed ? 1 : exitCodeOf(found),
    data: { model: path, answers },
    lines: answers.flatMap((answer) => answerLines(terminal, answer)),
    diagnostics: found,
  };
}

function runArrays(session: Session, options: RunCommandOptions, bundle: ModelBundle): Answer {
  const signature = session.signatures.find(({ name }) => name === options.signature) ?? session;
  const inputs: Record<string, Tensor> = {};
  for (const [name, path] of Object.entries(options.input ?? {})) {
    const source = fileSource(path);
    const tensor = npyTensor(source.read(0, source.size), path);
    const info = signature.inputs.find((input) => input.name === name || input.tensorName === name);
    inputs[name] = info === undefined ? tensor : convertTensor(tensor, info.type);
  }
  const outputs = session.runSync(inputs, defined({ signature: options.signature }));
  if (options.output !== undefined) saveOutputs(options.output, "", outputs, options.force);
  return describeAnswer(Object.values(options.input ?? {}).join(", "), outputs, options, bundle);
}

async function runPictures(
  terminal: Terminal,
  session: Session,
  paths: readonly string[],
  options: RunCommandOptions,
  bundle: ModelBundle,
  found: Diagnostic[],
): Promise<readonly Answer[]> {
  const signature = session.signatures.find(({ name }) => name === options.signature) ?? session;
  const reader = pictureReader(signature, bundle, options);
  found.push(...reader.diagnostics);
  const files = pictureFiles(paths);
  const progress = startProgress(terminal, "pictures", files.length);
  const answers: Answer[] = [];
  for (const file of files) {
    try {
      const { tensor, notes } = await reader.read(file);
      found.push(...notes);
      const outputs = session.runSync({ [reader.input.name]: tensor }, defined({ signature: options.signature }));
      if (options.output !== undefined) saveOutputs(options.output, `${basename(file)}.`, outputs, options.force);
      answers.push(describeAnswer(file, outputs, options, bundle));
    } catch (error) {
      if (!(error instanceof HoldfastError) || files.length === 1) throw error;
      found.push(error.diagnostic);
      answers.push({ input: file, outputs: [], problem: error.diagnostic.explain });
    }
    progress.step(answers.length);
  }
  progress.stop();
  return answers;
}

function saveOutputs(folder: string, prefix: string, outputs: Outputs, force: boolean | undefined): void {
  const files = Object.entries(outputs).map(([name, { dtype, shape, ...t }]) => ({
    name: `${prefix}${name.replaceAll(/[^\w.-]+/g, "_")}.npy`,
    bytes: writeNpy({ dtype, shape, bytes: tensorToBytes({ dtype, shape, ...t }) }),
  }));
  writeFiles(folder, files, defined({ force }));
}

function describeAnswer(input: string, outputs: Outputs, options: RunCommandOptions, bundle: ModelBundle): Answer {
  const described = Object.entries(outputs).map(([name, t]) => {
    const numbers = toNumbers(t);
    const [min, max] = numbers.reduce(([low, high], x) => [Math.min(low, x), Math.max(high, x)], [Infinity, -Infinity]);
    return { name, type: `${t.dtype}${formatShape(t.shape)}`, min: min as number, max: max as number };
  });
  const scores = Object.values(outputs).find(isScores);
  if (scores === undefined) return { input, outputs: described };
  const { labels } = bundle;
  const top = topK(scores, { count: options.top, ...defined({ threshold: options.threshold, labels }) })[0] ?? [];
  return { input, top, outputs: described };
}

/** One row of at least two numbers: a classifier's answer. */
function isScores({ shape, dtype }: Tensor): boolean {
  const classes = shape.at(-1) ?? 0;
  return dtype !== "string" && classes > 1 && shape.slice(0, -1).every((dim) => dim === 1);
}

function answerLines(terminal: Terminal, answer: Answer): string[] {
  const head = paint(terminal, "bold", answer.input);
  if (answer.problem !== undefined) return [head, `  ${paint(terminal, "red", answer.problem)}`];
  if (answer.top !== undefined) {
    const rows = answer.top.map(({ index, label, score }) => [score.toFixed(4), label ?? `class ${index}`]);
    return [head, ...table(rows, ["right"]).map((line) => `  ${line}`)];
  }
  const rows = answer.outputs.map(({ name, type, min, max }) => [name, type, `${min} .. ${max}`]);
  return [head, ...table(rows).map((line) => `  ${line}`)];
}
