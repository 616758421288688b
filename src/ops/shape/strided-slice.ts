import { isStaticShape } from "../../numerics/index.ts";
import { bool, int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { intsOf, movedDims, operandDims, operandLength, requireLength } from "./operands.ts";
import type { StridedSliceAttrs } from "./slice-items.ts";
import { isConcrete, plannedShape, planOffsets, planSlice, type SlicePart } from "./slice-plan.ts";

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

/** Undefined while the number of axes of the result does not show. */
function planOf(context: InferContext<StridedSliceAttrs>): readonly SlicePart[] | undefined {
  const { shape } = inputType(context, 0);
  const lengths = [1, 2, 3].map((input) => operandLength(context, input));
  const elements = lengths.find((length) => length !== undefined);
  const [begin, end, strides] = [1, 2, 3].map((input) => operandDims(context, input, 1));
  if (shape === undefined || elements === undefined) return undefined;
  for (const input of [1, 2, 3]) requireLength(context, input, elements);
  return planSlice(context, shape, elements, { begin, end, strides });
}

export const stridedSliceReference: Reference<StridedSliceAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const [begin, end, strides] = [1, 2, 3].map((input) => intsOf(tensorAt(inputs, input)));
  const parts = planSlice({ op: "stridedSlice", attrs }, x.shape, begin?.length ?? 0, { begin, end, strides });
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
