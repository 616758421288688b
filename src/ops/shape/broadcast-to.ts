import { broadcastShapes, compatibleShapes, formatShape, isStaticShape } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { broadcastOffsets, gatherElements, staticShape, tensorAt } from "../reference.ts";
import { movedDims, operandDims, operandLength, unknownDims } from "./operands.ts";

/** x of any shape; shape: an integer vector that x's shape broadcasts to by NumPy's rule. */
export const broadcastTo: OpDef<"broadcastTo", NoAttrs> = defineOp({
  name: "broadcastTo",
  summary: "Axes of extent 1 and missing ones in front repeated to a shape",
  attrs: {},
  inputs: [{ name: "x" }, { name: "shape" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const x = inputType(context, 0).shape;
    const wanted = operandDims(context, 1, 1);
    const rank = operandLength(context, 1);
    if (wanted === undefined) return [moved(context, 0, rank === undefined ? undefined : unknownDims(rank))];
    if (x !== undefined) {
      const joined = broadcastShapes(x, wanted);
      if (joined === undefined || !compatibleShapes(joined, wanted)) {
        invalid(context, `${formatShape(x)} does not broadcast to ${formatShape(wanted)}`);
      }
    }
    return [moved(context, 0, wanted)];
  },
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const wanted = context.known(1);
    const ready = isStaticShape(shape) && isStaticShape(wanted);
    return movedDims(context.known(0), () => (ready ? broadcastOffsets(shape, wanted) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const broadcastToReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  return [gatherElements(x, shape, broadcastOffsets(x.shape, shape))];
};

export const broadcastToExamples: readonly Example<NoAttrs>[] = [
  {
    name: "a column, and an axis in front",
    attrs: {},
    inputs: [f32([2, 1], [1, 2]), i32([3], [2, 2, 2])],
    outputs: [f32([2, 2, 2], [1, 1, 2, 2, 1, 1, 2, 2])],
  },
  { name: "to nothing", attrs: {}, inputs: [f32([1], [1]), i32([1], [0])], outputs: [f32([0], [])] },
];
