import { type Dim, rowMajorStrides, unknownDim } from "../../numerics/index.ts";
import { invalid } from "../infer.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { slicePositions } from "./slice-axis.ts";
import { hasBit, type SliceItem, type StridedSliceAttrs, sliceItems } from "./slice-items.ts";

/** What is taken along one axis of the input, or an axis that is put in. */
export type SlicePart =
  | { readonly kind: "newAxis" }
  | {
      readonly kind: "axis";
      readonly axis: number;
      readonly first: Dim | undefined;
      readonly count: Dim;
      readonly stride: number;
      readonly shrink: boolean;
    };
/** A part of which the positions are numbers. */
export type ConcreteSlicePart =
  | Extract<SlicePart, { kind: "newAxis" }>
  | (Extract<SlicePart, { kind: "axis" }> & { readonly first: number; readonly count: number });

export const isConcrete = (part: SlicePart): part is ConcreteSlicePart =>
  part.kind === "newAxis" || (typeof part.first === "number" && typeof part.count === "number");

/** Elements of the operands, as far as they are known. */
export interface SliceOperands {
  readonly begin: readonly Dim[] | undefined;
  readonly end: readonly Dim[] | undefined;
  readonly strides: readonly Dim[] | undefined;
}

/** What a slice given by `elements` elements of begin, end and strides takes of a tensor. */
export function planSlice(
  context: { readonly op: string; readonly attrs: StridedSliceAttrs },
  shape: readonly Dim[],
  elements: number,
  operands: SliceOperands,
): readonly SlicePart[] {
  return sliceItems(context, context.attrs, elements, shape.length).map((item) => {
    return item.kind === "newAxis" ? item : axisPart(context, item, shape[item.axis] as Dim, operands);
  });
}

function axisPart(
  context: { readonly op: string; readonly attrs: StridedSliceAttrs },
  { axis, element, shrink }: Extract<SliceItem, { kind: "axis" }>,
  dim: Dim,
  operands: SliceOperands,
): SlicePart {
  const part = { kind: "axis", axis, shrink } as const;
  if (element === undefined) return { ...part, first: 0, count: dim, stride: 1 };
  const { attrs } = context;
  const stride = operands.strides?.[element] ?? unknownDim;
  if (stride === 0) invalid(context, `the stride along axis ${axis} is 0`);
  if (typeof stride !== "number") return { ...part, first: undefined, count: shrink ? 1 : unknownDim, stride: 1 };
  const begin = hasBit(attrs.beginMask, element) ? undefined : (operands.begin?.[element] ?? unknownDim);
  if (shrink) return { ...part, ...singleIndex(context, axis, dim, begin ?? 0, stride), stride: 1 };
  const masked = hasBit(attrs.endMask, element) && !attrs.offset;
  const end = masked ? undefined : (operands.end?.[element] ?? unknownDim);
  const ends = { ...(begin === undefined ? {} : { begin }), ...(end === undefined ? {} : { end }) };
  return { ...part, ...slicePositions(dim, { ...ends, stride, endFromBegin: attrs.offset }), stride };
}

/** Index `at`; TensorFlow refuses one outside the axis and a stride backwards, where TensorFlow Lite reads stray memory. */
function singleIndex(
  context: { readonly op: string },
  axis: number,
  dim: Dim,
  at: Dim,
  stride: number,
): { readonly first: Dim | undefined; readonly count: 1 } {
  if (stride < 0) invalid(context, `axis ${axis} is taken at one index with the stride ${stride}`);
  if (typeof dim !== "number" || typeof at !== "number") return { first: at === 0 ? 0 : undefined, count: 1 };
  const index = at < 0 ? at + dim : at;
  if (index < 0 || index >= dim) invalid(context, `index ${at} is outside axis ${axis} of extent ${dim}`);
  return { first: index, count: 1 };
}

/** The shape of what is taken. */
export function plannedShape(parts: readonly SlicePart[] | undefined): readonly Dim[] | undefined {
  return parts?.flatMap((part) => (part.kind === "newAxis" ? [1] : part.shrink ? [] : [part.count]));
}

/** Offsets into a tensor of `shape` for each element of what is taken. */
export function planOffsets(parts: readonly ConcreteSlicePart[], shape: readonly number[]): Int32Array {
  const strides = rowMajorStrides(shape);
  const tables = parts.flatMap((part) => {
    if (part.kind === "newAxis") return [];
    const step = strides[part.axis] as number;
    return [axisTable(part.count, (i) => (part.first + i * part.stride) * step)];
  });
  return combineTables(tables);
}
