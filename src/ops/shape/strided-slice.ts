import { type Dim, isStaticShape, rowMajorStrides, unknownDim } from "../../numerics/index.ts";
import { bool, int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, movedDims, operandDims, operandLength, requireLength } from "./operands.ts";
import { slicePositions } from "./slice-axis.ts";
import { hasBit, type SliceItem, sliceItems } from "./slice-items.ts";

/**
 * Bit i of a mask speaks of element i of begin, end and strides. `beginMask`, `endMask`: that end is all the way;
 * `ellipsisMask`: the element stands for as many whole axes as are left; `newAxisMask`: an axis of extent 1 is put in;
 * `shrinkAxisMask`: only index `begin` is taken and the axis goes. `offset`: ends count from the begins.
 */
export interface StridedSliceAttrs {
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
  readonly offset: boolean;
}

/** x of any shape; begin, end, strides: integer vectors of one length; axes they do not reach are taken whole. */
export const stridedSlice: OpDef<"stridedSlice", StridedSliceAttrs> = defineOp({
  name: "stridedSlice",
  summary: "Every n-th index along each axis between two ends, forwards or backwards",
  attrs: {
    beginMask: int({ default: 0, min: 0 }),
    endMask: int({ default: 0, min: 0 }),
    ellipsisMask: int({ default: 0, min: 0 }),
    newAxisMask: int({ default: 0, min: 0 }),
    shrinkAxisMask: int({ default: 0, min: 0 }),
    offset: bool({ default: false }),
  },
  inputs: [{ name: "x" }, { name: "begin" }, { name: "end" }, { name: "strides" }],
  outputs: [{ name: "y" }],
  infer: (context) => [moved(context, 0, plannedShape(planOf(context)))],
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const plan = planOf(context);
    if (!isStaticShape(shape) || plan === undefined || !plan.every(isConcrete)) return undefined;
    return movedDims(context.known(0), () => planOffsets(plan, shape));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

/** What is taken along one axis of the input, or an axis that is put in. */
type Part =
  | { readonly kind: "newAxis" }
  | {
      readonly kind: "axis";
      readonly axis: number;
      readonly first: Dim | undefined;
      readonly count: Dim;
      readonly stride: number;
      readonly shrink: boolean;
    };
type ConcretePart =
  | Extract<Part, { kind: "newAxis" }>
  | (Extract<Part, { kind: "axis" }> & { readonly first: number; readonly count: number });

const isConcrete = (part: Part): part is ConcretePart =>
  part.kind === "newAxis" || (typeof part.first === "number" && typeof part.count === "number");

interface Operands {
  readonly begin: readonly Dim[] | undefined;
  readonly end: readonly Dim[] | undefined;
  readonly strides: readonly Dim[] | undefined;
}

/** Undefined while the number of axes of the result does not show. */
function planOf(context: InferContext<StridedSliceAttrs>): readonly Part[] | undefined {
  const { shape } = inputType(context, 0);
  const lengths = [1, 2, 3].map((input) => operandLength(context, input));
  const elements = lengths.find((length) => length !== undefined);
  const [begin, end, strides] = [1, 2, 3].map((input) => operandDims(context, input, 1));
  if (shape === undefined || elements === undefined) return undefined;
  for (const input of [1, 2, 3]) requireLength(context, input, elements);
  return plan(context, shape, elements, { begin, end, strides });
}

function plan(
  context: { readonly op: string; readonly attrs: StridedSliceAttrs },
  shape: readonly Dim[],
  elements: number,
  operands: Operands,
): readonly Part[] {
  return sliceItems(context, context.attrs, elements, shape.length).map((item) => {
    return item.kind === "newAxis" ? item : axisPart(context, item, shape[item.axis] as Dim, operands);
  });
}

function axisPart(
  context: { readonly op: string; readonly attrs: StridedSliceAttrs },
  { axis, element, shrink }: Extract<SliceItem, { kind: "axis" }>,
  dim: Dim,
  operands: Operands,
): Part {
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

function plannedShape(parts: readonly Part[] | undefined): readonly Dim[] | undefined {
  return parts?.flatMap((part) => (part.kind === "newAxis" ? [1] : part.shrink ? [] : [part.count]));
}

function planOffsets(parts: readonly ConcretePart[], shape: readonly number[]): Int32Array {
  const strides = rowMajorStrides(shape);
  const tables = parts.flatMap((part) => {
    if (part.kind === "newAxis") return [];
    const step = strides[part.axis] as number;
    return [axisTable(part.count, (i) => (part.first + i * part.stride) * step)];
  });
  return combineTables(tables);
}

export const stridedSliceReference: Reference<StridedSliceAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const [begin, end, strides] = [1, 2, 3].map((input) => intsOf(tensorAt(inputs, input)));
  const parts = plan({ op: "stridedSlice", attrs }, x.shape, begin?.length ?? 0, { begin, end, strides });
  return [gatherElements(x, staticShape(outputs), planOffsets(parts.filter(isConcrete), x.shape))];
};

const none = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };
const ramp = f32([5], [0, 1, 2, 3, 4]);
const block = f32(
  [2, 3, 4],
  Array.from({ length: 24 }, (_, i) => i),
);

export const stridedSliceExamples: readonly Example<StridedSliceAttrs>[] = [
  {
    name: "ends are clamped",
    attrs: none,
    inputs: [ramp, i32([1], [1]), i32([1], [99]), i32([1], [2])],
    outputs: [f32([2], [1, 3])],
  },
  {
    name: "backwards from beyond the end",
    attrs: none,
    inputs: [ramp, i32([1], [9]), i32([1], [-9]), i32([1], [-3])],
    outputs: [f32([2], [4, 1])],
  },
  {
    name: "all of it backwards, by masks",
    attrs: { ...none, beginMask: 1, endMask: 1 },
    inputs: [ramp, i32([1], [0]), i32([1], [0]), i32([1], [-2])],
    outputs: [f32([3], [4, 2, 0])],
  },
  {
    name: "one index from the end",
    attrs: { ...none, shrinkAxisMask: 1 },
    inputs: [ramp, i32([1], [-2]), i32([1], [0]), i32([1], [1])],
    outputs: [f32([], [3])],
  },
  {
    name: "an ellipsis in the middle, a new axis after it",
    attrs: { ...none, ellipsisMask: 2, newAxisMask: 4 },
    inputs: [block, i32([4], [1, 0, 0, 1]), i32([4], [2, 0, 0, 3]), i32([4], [1, 1, 1, 1])],
    outputs: [f32([1, 3, 1, 2], [13, 14, 17, 18, 21, 22])],
  },
  {
    name: "ends count from the begins",
    attrs: { ...none, offset: true },
    inputs: [ramp, i32([1], [-3]), i32([1], [2]), i32([1], [1])],
    outputs: [f32([2], [2, 3])],
    oracle: "LiteRT 2.3.0",
  },
];
