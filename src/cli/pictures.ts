import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { findPixelScaling, findQuantizedRange, type ModelBundle, type PixelRange, readBundle } from "../api/index.ts";
import { suggestPreprocessing } from "../bundle/index.ts";
import { type Diagnostic, fail } from "../diagnostics/index.ts";
import { decodeImage, type Fit, type PictureTarget, type PrepareOptions, preparePicture } from "../image/index.ts";
import { getGraph, getValue, type Model } from "../ir/index.ts";
import { fileSource } from "../node/index.ts";
import { formatShape, type Tensor } from "../numerics/index.ts";
import { createSession, type Outputs, type TensorInfo } from "../runtime/index.ts";
import { CLI_E003, CLI_E004 } from "./codes.ts";
import { defined } from "./defined.ts";

/** How pictures are fitted to a model's input; what is left out follows the model's metadata, then the defaults. */
export interface PictureOptions {
  readonly resize?: "nearest" | "bilinear" | "bicubic" | "area";
  readonly definition?: "tensorflow" | "pil";
  readonly fit?: "stretch" | "crop" | "pad";
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly bgr?: boolean;
}

/** Turns picture files into inputs of one model. */
export interface PictureReader {
  readonly input: TensorInfo;
  /** How pictures are prepared, in words. */
  readonly steps: string;
  readonly diagnostics: readonly Diagnostic[];
  read(path: string): Promise<{ readonly tensor: Tensor; readonly notes: readonly Diagnostic[] }>;
}

const pictureEndings: ReadonlySet<string> = new Set([".png", ".jpg", ".jpeg", ".bmp", ".webp"]);

/** Picture files named one by one, and those in named folders, in order of their names. */
export function pictureFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [path];
    const names = readdirSync(path).filter((name) => pictureEndings.has(extname(name).toLowerCase()));
    if (names.length === 0) fail(CLI_E003, { file: path }, { problem: `There is no picture in '${path}'.` });
    return names.sort((a, b) => (a < b ? -1 : 1)).map((name) => join(path, name));
  });
}

/** A reader for a signature's picture input. Throws `CLI-E004` when it has none. */
export function pictureReader(
  model: Model,
  signature: { readonly inputs: readonly TensorInfo[] },
  bundle: ModelBundle,
  options: PictureOptions,
): PictureReader {
  const input = signature.inputs[0] ?? fail(CLI_E003, {}, { problem: "The model has no input." });
  const target = pictureTarget(input);
  const { normalize, source, diagnostics } = normalization(model, input, target, bundle, options);
  const resize = { method: options.resize ?? "bilinear", definition: options.definition ?? "tensorflow" } as const;
  const prepare: PrepareOptions = {
    ...(options.fit === undefined ? {} : { fit: fits[options.fit] }),
    resize,
    channelOrder: options.bgr === true ? "BGR" : "RGB",
    ...(normalize === undefined ? {} : { normalize }),
  };
  const color = target.channels === 1 ? "gray" : prepare.channelOrder;
  const method = `${resize.method} as ${resize.definition === "pil" ? "PIL" : "TensorFlow"} defines it`;
  return {
    input,
    steps: `${target.width}x${target.height} ${color}, ${method}; ${formatNormalization(normalize)} (${source})`,
    diagnostics,
    async read(path) {
      const file = fileSource(path);
      const picture = await decodeImage(file.read(0, file.size), path);
      return { tensor: preparePicture(picture, target, prepare), notes: picture.notes };
    },
  };
}

const fits: Readonly<Record<NonNullable<PictureOptions["fit"]>, Fit>> = {
  stretch: { mode: "stretch" },
  crop: { mode: "cover" },
  pad: { mode: "pad" },
};

function pictureTarget({ name, type }: TensorInfo): PictureTarget {
  const [, height, width, channels] = type.shape ?? [];
  const { dtype, quantization } = type;
  const known =
    dtype === "float32" || dtype === "float16" || dtype === "uint8" || dtype === "int8" || dtype === "int16";
  const sized = type.shape?.length === 4 && typeof height === "number" && typeof width === "number";
  if (!known || !sized || (channels !== 1 && channels !== 3 && channels !== 4)) {
    return fail(CLI_E004, { tensor: name }, { input: name, shape: `${dtype}${formatShape(type.shape)}` });
  }
  const perTensor = quantization?.kind === "perTensor" ? { quantization } : {};
  return { width, height, channels, dtype, layout: "NHWC", ...perTensor };
}

interface ChosenNormalization {
  readonly normalize: PrepareOptions["normalize"] | undefined;
  /** What the choice rests on. */
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The command's own numbers, else the metadata's, else what the graph itself does to its input, else an assumption with a warning. */
function normalization(
  model: Model,
  { name, type }: TensorInfo,
  { channels }: PictureTarget,
  bundle: ModelBundle,
  options: PictureOptions,
): ChosenNormalization {
  if (options.mean !== undefined || options.std !== undefined) {
    const normalize = { mean: perChannel(options.mean ?? [0]), std: perChannel(options.std ?? [1]) };
    return { normalize, source: "as asked", diagnostics: [] };
  }
  const quantization = type.quantization?.kind === "perTensor" ? { quantization: type.quantization } : {};
  const input = { dtype: type.dtype, channels, ...quantization, ...defined({ classes: countClasses(model) }) };
  const { normalize, from, diagnostics } = suggestPreprocessing(input, bundle.metadata?.inputs[0], { tensor: name });
  if (from !== "nothing") return { normalize, source: `by the model's ${from}`, diagnostics };
  const scaling = findPixelScaling(model);
  if (scaling !== undefined) {
    const source = `the model's ${scaling.nodes.join(", ")} makes ${formatRange(scaling)} of them`;
    return { normalize: undefined, source, diagnostics: [] };
  }
  const range = findQuantizedRange(model);
  if (range !== undefined) {
    const std = 255 / (range.high - range.low);
    const source = `the model's ${range.nodes.join(", ")} holds ${formatRange(range)}`;
    return { normalize: { mean: [-range.low * std + 0], std: [std] }, source, diagnostics: [] };
  }
  return { normalize, source: "assumed", diagnostics };
}

/** Length of the first output's last axis. */
function countClasses(model: Model): number | undefined {
  const signature = model.signatures[0];
  const output = signature?.outputs[0]?.value;
  if (signature === undefined || output === undefined) return undefined;
  const classes = getValue(getGraph(model, signature.graph), output).type.shape?.at(-1);
  return typeof classes === "number" ? classes : undefined;
}

const formatRange = ({ low, high }: PixelRange): string =>
  `${Number(low.toPrecision(3))}..${Number(high.toPrecision(3))}`;

const perChannel = (numbers: readonly number[]): number | readonly number[] =>
  numbers.length === 1 ? (numbers[0] as number) : numbers;

function formatNormalization(normalize: PrepareOptions["normalize"] | undefined): string {
  if (normalize === undefined) return "pixels 0..255";
  const [a, b] = "mean" in normalize ? [normalize.mean, normalize.std] : [normalize.scale, normalize.offset];
  return "mean" in normalize ? `(pixel - ${a}) / ${b}` : `pixel * ${a} + ${b}`;
}

/** Inputs for a model's first signature, one per picture. */
export async function pictureInputs(
  model: Model,
  paths: readonly string[],
  options: PictureOptions,
): Promise<readonly Outputs[]> {
  const reader = pictureReader(model, createSession(model), readBundle(model), options);
  const inputs: Outputs[] = [];
  for (const path of pictureFiles(paths)) inputs.push({ [reader.input.name]: (await reader.read(path)).tensor });
  return inputs;
}
