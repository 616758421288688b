import { broadcastShapes, fromNumbers, isStaticShape, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { i32 } from "../example.ts";
import { commonDtype, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { intsOf, operandDims, operandLength } from "./operands.ts";

/** Two integer vectors that are shapes. */
export const broadcastArgs: OpDef<"broadcastArgs", NoAttrs> = defineOp({
  name: "broadcastArgs",
  summary: "The shape that two shapes broadcast to",
  attrs: {},
  inputs: [{ name: "a" }, { name: "b" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const [a, b] = [operandDims(context, 0, 1), operandDims(context, 1, 1)];
    if (a !== undefined && b !== undefined && broadcastShapes(a, b) === undefined) {
      invalid(context, `shapes [${a}] and [${b}] do not broadcast`);
    }
    const [m, n] = [operandLength(context, 0), operandLength(context, 1)];
    const length = m === undefined || n === undefined ? unknownDim : Math.max(m, n);
    return [outputType(context, commonDtype(context, 0, 1), [length])];
  },
  evaluateDims(context) {
    const [a, b] = [context.known(0), context.known(1)];
    return a && b && broadcastShapes(a, b);
  },
  effects: "pure",
  tolerance: "exact",
});

export const broadcastArgsReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const a = tensorAt(inputs, 0);
  const shape = broadcastShapes(intsOf(a), intsOf(tensorAt(inputs, 1)));
  return [fromNumbers(a.dtype, staticShape(outputs), isStaticShape(shape) ? shape : [])];
};

export const broadcastArgsExamples: readonly Example<NoAttrs>[] = [
  { name: "both stretch", attrs: {}, inputs: [i32([2], [3, 1]), i32([3], [2, 1, 5])], outputs: [i32([3], [2, 3, 5])] },
  { name: "with a scalar's shape", attrs: {}, inputs: [i32([0], []), i32([2], [4, 0])], outputs: [i32([2], [4, 0])] },
];
