import { basename } from "node:path";
import { convertTensor, npyTensor, readBundle, tensorNpy } from "../../api/index.ts";
import { type Labels, parseLabels } from "../../bundle/index.ts";
import { type Diagnostic, fail, HoldfastError } from "../../diagnostics/index.ts";
import { fileSource, writeFiles } from "../../node/index.ts";
import type { Tensor } from "../../numerics/index.ts";
import { createSession, findSignature, type Outputs, type Session, type SignatureInfo } from "../../runtime/index.ts";
import { type Answer, type AnswerOptions, answerLines, describeAnswer } from "../answer.ts";
import { CLI_E003 } from "../codes.ts";
import { type CommandResult, type CommonOptions, exitCodeOf } from "../command.ts";
import { defined } from "../defined.ts";
import { customOperators, type LoadOptions, loadModel } from "../load.ts";
import { type PictureOptions, type PictureReader, pictureFiles, pictureReader } from "../pictures.ts";
import { startProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";

export interface RunCommandOptions extends CommonOptions, LoadOptions, PictureOptions {
  readonly image?: readonly string[];
  /** `.npy` file by input name. */
  readonly input?: Readonly<Record<string, string>>;
  /** Folder for the outputs. */
  readonly output?: string;
  readonly signature?: string;
  readonly labels?: string;
  readonly top: number;
  readonly threshold?: number;
  readonly force?: boolean;
}

/** One model, ready to answer. */
interface Runner {
  readonly session: Session;
  readonly signature: SignatureInfo;
  readonly options: RunCommandOptions;
  readonly answers: AnswerOptions;
  readonly found: Diagnostic[];
}

export async function run(terminal: Terminal, path: string, options: RunCommandOptions): Promise<CommandResult> {
  if (options.image !== undefined && options.input !== undefined) {
    fail(CLI_E003, {}, { problem: "Inputs come from --input or from --image, not from both." });
  }
  const { model, diagnostics } = await loadModel(path, options);
  const bundle = readBundle(model);
  const labels = options.labels === undefined ? bundle.labels : labelsFile(options.labels);
  const session = createSession(model, { customOperators: await customOperators(options) });
  const { name } = findSignature(model, options.signature);
  const signature = session.signatures.find((s) => s.name === name) as SignatureInfo;
  const found: Diagnostic[] = [...diagnostics, ...bundle.diagnostics, ...(labels?.diagnostics ?? [])];
  const answers = { top: options.top, ...defined({ threshold: options.threshold, labels }) };
  const runner: Runner = { session, signature, options, answers, found };
  const lines: string[] = [];
  let given: readonly Answer[];
  if (options.image === undefined) given = [runArrays(runner)];
  else {
    const reader = pictureReader(model, signature, bundle, options);
    found.push(...reader.diagnostics);
    lines.push(`pictures as ${reader.steps}`);
    given = await runPictures(terminal, runner, reader, options.image);
  }
  return {
    exitCode: given.some((answer) => answer.problem !== undefined) ? 1 : exitCodeOf(found),
    data: { model: path, answers: given },
    lines: [...lines, ...given.flatMap((answer) => answerLines(terminal, answer))],
    diagnostics: found,
  };
}

function labelsFile(path: string): Labels {
  const source = fileSource(path);
  return parseLabels(source.read(0, source.size), path);
}

function runArrays({ session, signature, options, answers, found }: Runner): Answer {
  if (options.input === undefined && signature.inputs.length > 0) {
    fail(CLI_E003, {}, { problem: "Nothing to run on: give --image or --input." });
  }
  const inputs: Record<string, Tensor> = {};
  for (const [name, path] of Object.entries(options.input ?? {})) {
    const source = fileSource(path);
    const tensor = npyTensor(source.read(0, source.size), path);
    const info = signature.inputs.find((input) => input.name === name || input.tensorName === name);
    inputs[name] = info === undefined ? tensor : convertTensor(tensor, info.type);
  }
  const outputs = session.runSync(inputs, { signature: signature.name });
  if (options.output !== undefined) saveOutputs(options.output, "", outputs, options.force);
  return describeAnswer(Object.values(options.input ?? {}).join(", "), outputs, answers, found);
}

/** A picture that cannot be used does not keep the others from being run. */
async function runPictures(
  terminal: Terminal,
  { session, signature, options, answers, found }: Runner,
  reader: PictureReader,
  paths: readonly string[],
): Promise<readonly Answer[]> {
  const files = pictureFiles(paths);
  const progress = startProgress(terminal, "pictures", files.length);
  const given: Answer[] = [];
  for (const file of files) {
    try {
      const { tensor, notes } = await reader.read(file);
      found.push(...notes);
      const outputs = session.runSync({ [reader.input.name]: tensor }, { signature: signature.name });
      if (options.output !== undefined) saveOutputs(options.output, `${basename(file)}.`, outputs, options.force);
      given.push(describeAnswer(file, outputs, answers, found));
    } catch (error) {
      if (!(error instanceof HoldfastError) || files.length === 1) throw error;
      found.push(error.diagnostic);
      given.push({ input: file, outputs: [], problem: error.diagnostic.explain });
    }
    progress.step(given.length);
  }
  progress.stop();
  return given;
}

function saveOutputs(folder: string, prefix: string, outputs: Outputs, force: boolean | undefined): void {
  const files = Object.entries(outputs).map(([name, t]) => ({
    name: `${prefix}${name.replaceAll(/[^\w.-]+/g, "_")}.npy`,
    bytes: tensorNpy(t),
  }));
  writeFiles(folder, files, defined({ force }));
}
