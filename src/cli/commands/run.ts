import { basename } from "node:path";
import { convertTensor, npyTensor, readBundle, tensorNpy } from "../../api/index.ts";
import { type Labels, parseLabels } from "../../bundle/index.ts";
import { type Diagnostic, fail, HoldfastError } from "../../diagnostics/index.ts";
import { fileSource, fileStore, writeFiles } from "../../node/index.ts";
import { type Tensor, tensor } from "../../numerics/index.ts";
import {
  createSession,
  findSignature,
  type Outputs,
  type Session,
  type SignatureInfo,
  type TensorInfo,
} from "../../runtime/index.ts";
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
  /** `.npy` file by input name; the text itself for an input of strings. */
  readonly input?: Readonly<Record<string, string>>;
  /** Folder for the outputs. */
  readonly output?: string;
  /** Run in this order in one session; pictures are for the last. */
  readonly signature?: readonly string[];
  /** Folder in which models save and restore tensors. */
  readonly store?: string;
  readonly labels?: string;
  readonly top: number;
  readonly threshold?: number;
  readonly force?: boolean;
}

/** One model, ready to answer. */
interface Runner {
  readonly session: Session;
  /** In the order in which they run. */
  readonly signatures: readonly SignatureInfo[];
  readonly options: RunCommandOptions;
  readonly answers: AnswerOptions;
  readonly found: Diagnostic[];
}

export async function run(terminal: Terminal, path: string, options: RunCommandOptions): Promise<CommandResult> {
  const several = (options.signature ?? []).length > 1;
  if (options.image !== undefined && options.input !== undefined && !several) {
    fail(CLI_E003, {}, { problem: "Inputs come from --input or from --image, not from both." });
  }
  const { model, diagnostics } = await loadModel(path, options);
  const bundle = readBundle(model);
  const labels = options.labels === undefined ? bundle.labels : labelsFile(options.labels);
  const session = createSession(model, {
    customOperators: await customOperators(options),
    ...(options.store === undefined ? {} : { store: fileStore(options.store) }),
  });
  const signatures = (options.signature ?? [undefined]).map((wanted) => {
    const { name } = findSignature(model, wanted);
    return session.signatures.find((s) => s.name === name) as SignatureInfo;
  });
  const last = signatures.at(-1) as SignatureInfo;
  const found: Diagnostic[] = [...diagnostics, ...bundle.diagnostics, ...(labels?.diagnostics ?? [])];
  const answers = { top: options.top, ...defined({ threshold: options.threshold, labels }) };
  const runner: Runner = { session, signatures, options, answers, found };
  const lines: string[] = [];
  let given: readonly Answer[];
  if (options.image === undefined) given = signatures.map((signature) => runArrays(runner, signature));
  else {
    const reader = pictureReader(model, last, bundle, options);
    found.push(...reader.diagnostics);
    lines.push(`pictures as ${reader.steps}`);
    const before = signatures.slice(0, -1).map((signature) => runArrays(runner, signature));
    given = [...before, ...(await runPictures(terminal, runner, last, reader, options.image))];
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

function runArrays({ session, signatures, options, answers, found }: Runner, signature: SignatureInfo): Answer {
  if (options.input === undefined && signature.inputs.length > 0) {
    fail(CLI_E003, {}, { problem: "Nothing to run on: give --image or --input." });
  }
  const given = Object.entries(options.input ?? {}).filter(
    ([name]) => inputOf(signature, name) !== undefined || !signatures.some((other) => inputOf(other, name)),
  );
  const inputs = Object.fromEntries(given.map(([name, value]) => [name, arrayFor(inputOf(signature, name), value)]));
  const outputs = session.runSync(inputs, { signature: signature.name });
  const isOne = signatures.length === 1;
  if (options.output !== undefined) {
    saveOutputs(options.output, isOne ? "" : `${signature.name}.`, outputs, options.force);
  }
  const files = given.map(([, value]) => value).join(", ");
  return describeAnswer(isOne ? files : `${signature.name} ${files}`.trimEnd(), outputs, answers, found);
}

const inputOf = ({ inputs }: SignatureInfo, name: string): TensorInfo | undefined =>
  inputs.find((input) => input.name === name || input.tensorName === name);

/** What `--input` gives: the file's array in the dtype of the input, or a text that is meant itself. */
function arrayFor(info: TensorInfo | undefined, value: string): Tensor {
  if (info?.type.dtype === "string" && !value.endsWith(".npy")) {
    return tensor(
      "string",
      (info.type.shape ?? []).map(() => 1),
      [new TextEncoder().encode(value)],
    );
  }
  const source = fileSource(value);
  const given = npyTensor(source.read(0, source.size), value);
  return info === undefined ? given : convertTensor(given, info.type);
}

/** A picture that cannot be used does not keep the others from being run. */
async function runPictures(
  terminal: Terminal,
  { session, options, answers, found }: Runner,
  signature: SignatureInfo,
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
