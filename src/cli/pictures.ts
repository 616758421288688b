import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { type Diagnostic, diagnose, fail } from "../diagnostics/index.ts";
import { decodeImage, type Fit, type PictureTarget, type PrepareOptions, preparePicture } from "../image/index.ts";
import type { Model } from "../ir/index.ts";
import { fileSource } from "../node/index.ts";
import { formatShape, type Tensor } from "../numerics/index.ts";
import { createSession, type Outputs, type TensorInfo } from "../runtime/index.ts";
import { type ModelBundle, readBundle } from "./bundle.ts";
import { CLI_E003, CLI_E005, CLI_W004 } from "./codes.ts";

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

/** A reader for the model's picture input. Throws `CLI-E005` when it has none. */
export function pictureReader(
  signature: { readonly inputs: readonly TensorInfo[] },
  bundle: ModelBundle,
  options: PictureOptions,
): PictureReader {
  const input = signature.inputs[0] ?? fail(CLI_E003, {}, { problem: "The model has no input." });
  const target = pictureTarget(input);
  const normalize = normalization(options, bundle);
  const undecided = normalize === undefined && target.dtype.startsWith("float") && !bundle.rescales;
  const prepare: PrepareOptions = {
    ...(options.fit === undefined ? {} : { fit: fits[options.fit] }),
    resize: { method: options.resize ?? "bilinear", definition: options.definition ?? "tensorflow" },
    channelOrder: (options.bgr ?? bundle.bgr) ? "BGR" : "RGB",
    ...(normalize === undefined ? {} : { normalize }),
  };
  return {
    input,
    steps: describeSteps(target, prepare),
    diagnostics: undecided ? [diagnose(CLI_W004, { tensor: input.name }, { input: input.name })] : [],
    async read(path) {
      const source = fileSource(path);
      const picture = await decodeImage(source.read(0, source.size), path);
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
    return fail(CLI_E005, { tensor: name }, { input: name, shape: `${dtype}${formatShape(type.shape)}` });
  }
  const perTensor = quantization?.kind === "perTensor" ? { quantization } : {};
  return { width, height, channels, dtype, layout: "NHWC", ...perTensor };
}

function normalization(options: PictureOptions, bundle: ModelBundle): PrepareOptions["normalize"] {
  if (options.mean === undefined && options.std === undefined) return bundle.normalize;
  return { mean: perChannel(options.mean ?? [0]), std: perChannel(options.std ?? [1]) };
}

const perChannel = (numbers: readonly number[]): number | readonly number[] =>
  numbers.length === 1 ? (numbers[0] as number) : numbers;

function describeSteps(
  { width, height, channels }: PictureTarget,
  { resize, channelOrder, normalize }: PrepareOptions,
): string {
  const size = `${width}x${height}${channels === 1 ? " gray" : channelOrder === "BGR" ? " BGR" : ""}`;
  const how = `${resize?.method} (${resize?.definition === "pil" ? "PIL" : "TensorFlow"})`;
  if (normalize === undefined) return `${size}, ${how}, pixels 0..255`;
  if ("mean" in normalize) return `${size}, ${how}, (pixel - ${normalize.mean}) / ${normalize.std}`;
  return `${size}, ${how}, pixel * ${normalize.scale} + ${normalize.offset}`;
}

/** Inputs for a model's first signature, one per picture. */
export async function pictureInputs(
  model: Model,
  paths: readonly string[],
  options: PictureOptions,
): Promise<readonly Outputs[]> {
  const reader = pictureReader(createSession(model), readBundle(model), options);
  const inputs: Outputs[] = [];
  for (const path of pictureFiles(paths)) inputs.push({ [reader.input.name]: (await reader.read(path)).tensor });
  return inputs;
}
