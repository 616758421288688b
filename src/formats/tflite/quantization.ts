import { withoutDefaults } from "../../bytes/index.ts";
import { type AttrValue, type Value, type ValueId, valueId } from "../../ir/index.ts";
import type { Quantization, Shape } from "../../numerics/index.ts";
import { type Table, type TableDraft, tfliteSchema } from "./schema/schema.ts";

/** What a tensor's quantization table says, as far as a value can hold it. */
export interface QuantizationFacts {
  readonly quantization?: Quantization<ValueId>;
  readonly range?: NonNullable<Value["range"]>;
  /** Why the table means more than the value can hold. */
  readonly problem?: string;
}

/**
 * The quantization of a tensor: `real = (stored - zero_point) * scale`, with one scale, or one for each index of
 * `quantized_dimension`. Details, where present, replace it (schema, `QuantizationParameters`). `shapeOf` gives the shape of
 * another tensor of the graph: blockwise scales are tensors.
 */
export function readQuantization(
  table: Table<"QuantizationParameters">,
  shape: Shape,
  shapeOf: (tensor: number) => Shape,
): QuantizationFacts {
  const { min, max, details } = table;
  const ranged = (min?.length ?? 0) > 0 || (max?.length ?? 0) > 0;
  const range = ranged ? { range: { min: min ?? [], max: max ?? [] } } : {};
  if (details !== undefined) return { ...range, ...readDetails(details, shape, shapeOf) };
  const scales = table.scale ?? [];
  if (scales.length === 0) return range;
  const zeroPoints = (table.zero_point ?? []).map(Number);
  if (scales.length === 1) {
    return { ...range, quantization: { kind: "perTensor", scale: scales[0] as number, zeroPoint: zeroPoints[0] ?? 0 } };
  }
  // Old converters gave the bias of a depthwise convolution the axis of its filter.
  const axis = shape?.length === 1 ? 0 : table.quantized_dimension;
  const extent = shape?.[axis];
  if (shape !== undefined && extent !== scales.length && typeof extent !== "object") {
    return { ...range, problem: `has ${scales.length} scales for axis ${axis} of extent ${extent ?? "none"}` };
  }
  const spread = zeroPoints.length === scales.length ? zeroPoints : scales.map(() => zeroPoints[0] ?? 0);
  return { ...range, quantization: { kind: "perAxis", axis, scales, zeroPoints: spread } };
}

function readDetails(
  details: NonNullable<Table<"QuantizationParameters">["details"]>,
  shape: Shape,
  shapeOf: (tensor: number) => Shape,
): QuantizationFacts {
  if (details.type !== "BlockwiseQuantization") {
    return { problem: typeof details.type === "number" ? `has kind ${details.type}` : `is a ${details.type}` };
  }
  const { scales, zero_points, block_size: blockSize, block_shape } = details.value;
  if (block_shape !== undefined && block_shape.length > 0) return { problem: "has blocks along several axes" };
  const scaleShape = shapeOf(scales);
  const axis = shape?.findIndex(
    (extent, at) =>
      scaleShape?.length === shape.length &&
      shape.every((dim, other) => (other === at ? true : dim === scaleShape[other])) &&
      typeof extent === "number" &&
      scaleShape[at] === Math.ceil(extent / blockSize),
  );
  if (axis === undefined || axis < 0 || blockSize < 1) {
    return { problem: `has blocks of ${blockSize} that its scales do not fit` };
  }
  const zeroPoints = zero_points < 0 ? {} : { zeroPoints: valueId(zero_points) };
  return { quantization: { kind: "blockwise", axis, blockSize, scales: valueId(scales), ...zeroPoints } };
}

/** The table of a value's quantization and range; undefined without either. `tensorOf` gives the index of a value. */
export function writeQuantization(
  { quantization, range }: QuantizationFacts,
  tensorOf: (value: ValueId) => number,
): TableDraft<"QuantizationParameters"> | undefined {
  if (quantization === undefined && range === undefined) return undefined;
  const ends = range === undefined ? {} : { min: range.min, max: range.max };
  switch (quantization?.kind) {
    case undefined:
      return ends;
    case "perTensor":
      return { ...ends, scale: [quantization.scale], zero_point: [quantization.zeroPoint] };
    case "perAxis":
      return {
        ...ends,
        scale: quantization.scales,
        zero_point: quantization.zeroPoints,
        quantized_dimension: quantization.axis,
      };
    case "blockwise": {
      const { scales, zeroPoints, blockSize } = quantization;
      const value = {
        scales: tensorOf(scales),
        zero_points: zeroPoints === undefined ? -1 : tensorOf(zeroPoints),
        block_size: blockSize,
      };
      return { ...ends, details: { type: "BlockwiseQuantization", value } };
    }
  }
}

/** The quantization table in plain data, when a value cannot say all of it; to be kept as raw. */
export function rawQuantization(
  table: Table<"QuantizationParameters">,
  facts: QuantizationFacts,
): AttrValue | undefined {
  if (!saysMore(table, facts)) return undefined;
  const plain = withoutDefaults(tfliteSchema, "QuantizationParameters", table);
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

/** Whether writing the facts would give another table. */
function saysMore(table: Table<"QuantizationParameters">, { quantization, problem }: QuantizationFacts): boolean {
  const { scale = [], zero_point = [], details, quantized_dimension: axis } = table;
  if (problem !== undefined) return true;
  if (details !== undefined) return axis !== 0 || scale.length > 0 || zero_point.length > 0;
  if (zero_point.length !== scale.length || zero_point.some((point) => typeof point === "string")) return true;
  return axis !== (quantization?.kind === "perAxis" ? quantization.axis : 0);
}

/** Raw quantization as the table it was made from. */
function tableOfRaw(raw: AttrValue): Table<"QuantizationParameters"> {
  const empty = { min: undefined, max: undefined, scale: undefined, zero_point: undefined, details: undefined };
  return { ...empty, quantized_dimension: 0, ...(raw as object) };
}

/**
 * The table of a value that keeps raw quantization, as long as the value still has the quantization that the raw form stands
 * for; undefined when a rewrite gave it another.
 */
export function restoreQuantization(
  raw: AttrValue,
  value: QuantizationFacts,
  shape: Shape,
  shapeOf: (tensor: number) => Shape,
  tensorOf: (value: ValueId) => number,
): TableDraft<"QuantizationParameters"> | undefined {
  const table = tableOfRaw(raw);
  const { quantization, range } = readQuantization(table, shape, shapeOf);
  const stands = JSON.stringify([quantization, range]) === JSON.stringify([value.quantization, value.range]);
  if (!stands) return undefined;
  const { details, ...rest } = table;
  if (details === undefined) return rest;
  if (details.type !== "BlockwiseQuantization" && details.type !== "MultiAxisQuantization") {
    return details.type === "CustomQuantization" ? { ...rest, details } : rest;
  }
  const { scales, zero_points, ...blocks } = details.value;
  const moved = {
    scales: tensorOf(valueId(scales ?? 0)),
    zero_points: zero_points === undefined || zero_points < 0 ? -1 : tensorOf(valueId(zero_points)),
  };
  return { ...rest, details: { type: details.type, value: { ...blocks, ...moved } } as typeof details };
}

/** Tensors that a value's quantization refers to, as it is understood or as it is kept raw. */
export function quantizationTensors(
  quantization: Quantization<ValueId> | undefined,
  raw: AttrValue | undefined,
): readonly ValueId[] {
  const understood =
    quantization?.kind === "blockwise"
      ? [quantization.scales, ...(quantization.zeroPoints === undefined ? [] : [quantization.zeroPoints])]
      : [];
  const details = raw === undefined ? undefined : tableOfRaw(raw).details;
  if (details?.type !== "BlockwiseQuantization" && details?.type !== "MultiAxisQuantization") return understood;
  const { scales, zero_points } = details.value;
  return [...understood, ...[scales ?? 0, zero_points ?? 0].filter((tensor) => tensor >= 0).map(valueId)];
}
