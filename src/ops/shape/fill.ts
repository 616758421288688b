import { elementCount, isStaticShape } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { bools, f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { movedDims, operandDims, operandLength, unknownDims } from "./operands.ts";

/** dims: an integer vector, the result's shape; value: a scalar of any dtype. */
export const fill: OpDef<"fill", NoAttrs> = defineOp({
  name: "fill",
  summary: "A tensor of one value",
  attrs: {},
  inputs: [{ name: "dims" }, { name: "value" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const value = inputType(context, 1).shape;
    if (value !== undefined && value.length > 0) invalid(context, `the value has rank ${value.length}, expected 0`);
    const length = operandLength(context, 0);
    const dims = operandDims(context, 0, 1);
    return [moved(context, 1, dims ?? (length === undefined ? undefined : unknownDims(length)))];
  },
  evaluateDims(context) {
    const dims = context.known(0);
    return movedDims(context.known(1), () => (isStaticShape(dims) ? new Int32Array(elementCount(dims)) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const fillReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const shape = staticShape(outputs);
  return [gatherElements(tensorAt(inputs, 1), shape, new Int32Array(elementCount(shape)))];
};

export const fillExamples: readonly Example<NoAttrs>[] = [
  { name: "matrix", attrs: {}, inputs: [i32([2], [2, 3]), f32([], [7])], outputs: [f32([2, 3], [7, 7, 7, 7, 7, 7])] },
  { name: "no dims make a scalar", attrs: {}, inputs: [i32([0], []), bools([], [1])], outputs: [bools([], [1])] },
  { name: "nothing", attrs: {}, inputs: [i32([2], [0, 4]), f32([], [7])], outputs: [f32([0, 4], [])] },
];
