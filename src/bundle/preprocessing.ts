import { type Diagnostic, diagnose, type Where } from "../diagnostics/index.ts";
import { type DType, integerRange, isInteger, type PerTensorQuantization } from "../numerics/index.ts";
import { BND_W006, BND_W007, BND_W008, BND_W009 } from "./codes.ts";
import type { TensorMetadata } from "./metadata/model-metadata.ts";

/** The input tensor that a picture is prepared for. */
export interface PictureInput {
  readonly dtype: DType;
  readonly channels: number;
  readonly quantization?: PerTensorQuantization;
  /** Number of classes that the model tells apart, where it is a classifier. */
  readonly classes?: number;
}

/** How pixels become the model's numbers, and how we know. Fits the options of `preparePicture`. */
export interface InputPreprocessing {
  /** `(sample - mean) / std` on samples of 0 to 255, one value or one per channel. */
  readonly normalize: { readonly mean: readonly number[]; readonly std: readonly number[] };
  readonly channelOrder: "RGB";
  /**
   * What the normalisation rests on: the metadata's normalisation or its value range; the input's quantization, so that a
   * pixel is stored as it is; or nothing, and then it is an assumption (`BND-W008`).
   */
  readonly from: "metadata normalization" | "metadata range" | "quantization" | "nothing";
  /** The facts used, for showing. */
  readonly evidence: Readonly<Record<string, readonly number[] | number | string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Share of a range by which two statements of it may differ. */
const tolerance = 0.02;
const darkest = 0;
const brightest = 255;

/**
 * The normalisation of a picture input, from the model's metadata where it has one, else from its quantization. Reports
 * metadata that contradicts itself or the quantization (`BND-W006`, `BND-W007`, `BND-W009`), and a model that says nothing
 * (`BND-W008`).
 */
export function suggestPreprocessing(
  input: PictureInput,
  metadata: TensorMetadata | undefined,
  where: Where,
): InputPreprocessing {
  const diagnostics: Diagnostic[] = [];
  const said = metadata === undefined ? undefined : statedNormalization(metadata, input, where, diagnostics);
  if (said !== undefined && metadata !== undefined) {
    checkRange(metadata, said, input, where, diagnostics);
    checkQuantization(said, input, where, diagnostics);
    const evidence = { mean: said.mean, std: said.std, ...rangeEvidence(metadata) };
    return { normalize: said, channelOrder: "RGB", from: "metadata normalization", evidence, diagnostics };
  }
  const range = metadata === undefined || isInteger(input.dtype) ? undefined : rangeNormalization(metadata);
  if (range !== undefined && metadata !== undefined) {
    const evidence = rangeEvidence(metadata);
    return { normalize: range, channelOrder: "RGB", from: "metadata range", evidence, diagnostics };
  }
  const { quantization, dtype } = input;
  if (quantization !== undefined && (dtype === "int8" || dtype === "uint8")) {
    const { scale, zeroPoint } = quantization;
    // Pixel p is stored as p + min: the real number (p + min - zeroPoint) * scale is (p - mean) / std with these two.
    const normalize = { mean: [zeroPoint - integerRange(dtype).min], std: [1 / scale] };
    const evidence = { dtype, scale, zeroPoint };
    return { normalize, channelOrder: "RGB", from: "quantization", evidence, diagnostics };
  }
  const evidence = { dtype };
  if (isInteger(dtype) && quantization === undefined) {
    const normalize = { mean: [-integerRange(dtype).min + 0], std: [1] };
    return { normalize, channelOrder: "RGB", from: "nothing", evidence, diagnostics };
  }
  const { normalize, reason } = assumption(input);
  diagnostics.push(diagnose(BND_W008, where, { dtype, range: normalizedRange(normalize), reason }));
  return { normalize, channelOrder: "RGB", from: "nothing", evidence, diagnostics };
}

/** Classes of ImageNet with a background class before them. */
const slimClasses = 1001;

/**
 * What a model that says nothing is assumed to take: -1 to 1 where it tells 1001 classes apart, as TF-slim's networks
 * (`inception_preprocessing.py`) do; else 0 to 1, which lies in the range of those of -1 to 1 too; pixels as they are where the
 * quantization has room for them.
 */
function assumption({ quantization, dtype, classes }: PictureInput): { normalize: MeanStd; reason: string } {
  if (isInteger(dtype) && quantization !== undefined && quantization.scale * integerRange(dtype).max > brightest / 2) {
    return { normalize: { mean: [0], std: [1] }, reason: "for which its quantization has room" };
  }
  if (classes === slimClasses) {
    return { normalize: { mean: [127.5], std: [127.5] }, reason: "as ImageNet networks with 1001 classes take it" };
  }
  return { normalize: { mean: [0], std: [255] }, reason: "the commonest range with -1 to 1" };
}

interface MeanStd {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Mean and std of the metadata, where they can be used. */
function statedNormalization(
  { mean, std }: TensorMetadata,
  { channels }: PictureInput,
  where: Where,
  diagnostics: Diagnostic[],
): MeanStd | undefined {
  if (mean.length === 0 && std.length === 0) return undefined;
  const fits = (values: readonly number[]): boolean => values.length === 1 || values.length === channels;
  const problem = !(fits(mean) && fits(std))
    ? `the input has ${channels} channels`
    : ![...mean, ...std].every(Number.isFinite)
      ? "not all are numbers"
      : std.some((value) => value === 0)
        ? "nothing can be divided by 0"
        : undefined;
  if (problem === undefined) return { mean, std };
  diagnostics.push(diagnose(BND_W006, where, { problem, mean, std }));
  return undefined;
}

/** Real numbers that the darkest and the brightest pixel become, over all channels. */
function normalizedRange({ mean, std }: MeanStd): readonly [number, number] {
  const ends = Array.from({ length: Math.max(mean.length, std.length) }, (_, c) => {
    const m = mean[mean.length === 1 ? 0 : c] ?? 0;
    const s = std[std.length === 1 ? 0 : c] ?? 1;
    return [(darkest - m) / s, (brightest - m) / s];
  }).flat();
  return [Math.min(...ends), Math.max(...ends)];
}

function statedRange({ min, max }: TensorMetadata): readonly [number, number] | undefined {
  const range = [Math.min(...min), Math.max(...max)] as const;
  return range.every(Number.isFinite) && range[0] < range[1] ? range : undefined;
}

function rangeEvidence(metadata: TensorMetadata): { range?: readonly [number, number] } {
  const range = statedRange(metadata);
  return range === undefined ? {} : { range };
}

/** Pixels spread over the stated range. */
function rangeNormalization(metadata: TensorMetadata): MeanStd | undefined {
  const range = statedRange(metadata);
  if (metadata.content !== "image" || range === undefined) return undefined;
  const std = (brightest - darkest) / (range[1] - range[0]);
  return { mean: [darkest - range[0] * std + 0], std: [std] };
}

/** The range is about real numbers; for integer inputs writers also give that of the stored ones, which says nothing here. */
function checkRange(
  metadata: TensorMetadata,
  said: MeanStd,
  input: PictureInput,
  where: Where,
  diagnostics: Diagnostic[],
): void {
  const stated = statedRange(metadata);
  if (stated === undefined || isInteger(input.dtype)) return;
  const normalized = normalizedRange(said);
  if (!close(normalized, stated)) diagnostics.push(diagnose(BND_W007, where, { normalized, stated }));
}

function checkQuantization(said: MeanStd, input: PictureInput, where: Where, diagnostics: Diagnostic[]): void {
  const { quantization, dtype } = input;
  if (quantization === undefined || !isInteger(dtype)) return;
  const { min, max } = integerRange(dtype);
  const toStored = (real: number): number => real / quantization.scale + quantization.zeroPoint;
  const [low, high] = normalizedRange(said);
  const stored = [toStored(low), toStored(high)] as const;
  if (close(stored, [min, max])) return;
  diagnostics.push(diagnose(BND_W009, where, { pixels: [darkest, brightest], stored, range: [min, max] }));
}

function close(a: readonly [number, number], b: readonly [number, number]): boolean {
  const slack = tolerance * (b[1] - b[0]);
  return Math.abs(a[0] - b[0]) <= slack && Math.abs(a[1] - b[1]) <= slack;
}
