import { isStaticShape } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { bools, f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { requireOneQuantization } from "./elements.ts";
import { intsOf, movedDims } from "./operands.ts";
import { inferPadded, paddedOffsets, padElements, pairs } from "./padding.ts";

/** x of any shape; paddings `[rank, 2]`: cells before and after along each axis; value: one element of x's dtype. */
export const padV2: OpDef<"padV2", NoAttrs> = defineOp({
  name: "padV2",
  summary: "Cells of one value put around a tensor",
  attrs: {},
  inputs: [{ name: "x" }, { name: "paddings" }, { name: "value" }],
  outputs: [{ name: "y" }],
  infer(context) {
    commonDtype(context, 0, 2);
    const value = inputType(context, 2).shape;
    if (value?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its value is not one element");
    return inferPadded(context);
  },
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const [pads, value] = [context.known(1), context.known(2)?.[0]];
    const ready = isStaticShape(shape) && isStaticShape(pads) && value !== undefined;
    return movedDims(context.known(0), () => (ready ? paddedOffsets(shape, pairs(pads)) : undefined), value);
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const padV2Reference: Reference<NoAttrs> = ({ inputs, quantization }) => {
  const [x, value] = [tensorAt(inputs, 0), tensorAt(inputs, 2)];
  requireOneQuantization("padV2", [x, value], quantization[0]);
  return [padElements(x, pairs(intsOf(tensorAt(inputs, 1))), value)];
};

export const padV2Examples: readonly Example<NoAttrs>[] = [
  {
    name: "minus infinity before a maximum",
    attrs: {},
    inputs: [f32([2], [1, 2]), i32([1, 2], [2, 1]), f32([], [Number.NEGATIVE_INFINITY])],
    outputs: [f32([5], [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 2, Number.NEGATIVE_INFINITY])],
  },
  {
    name: "a scalar has no sides",
    attrs: {},
    inputs: [bools([], [0]), i32([0, 2], []), bools([], [1])],
    outputs: [bools([], [0])],
  },
];
