import { type Dim, tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { movedAxes } from "./moved-axes.ts";
import { operandInt, unknownDims } from "./operands.ts";

/** x of any shape; axis: an integer in `[-rank - 1, rank]`. */
export const expandDims: OpDef<"expandDims", NoAttrs> = defineOp({
  name: "expandDims",
  summary: "The same elements with an axis of extent 1 put in",
  attrs: {},
  inputs: [{ name: "x" }, { name: "axis" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape } = inputType(context, 0);
    const given = operandInt(context, 1);
    if (shape === undefined) return [movedAxes(context, 0, undefined, () => undefined)];
    if (given === undefined) return [movedAxes(context, 0, unknownDims(shape.length + 1), () => undefined)];
    const at = checkAxis(context, given, shape.length + 1);
    const result: readonly Dim[] = [...shape.slice(0, at), 1, ...shape.slice(at)];
    return [movedAxes(context, 0, result, (axis) => (axis < at ? axis : axis + 1))];
  },
  evaluateDims: (context) => context.known(0),
  effects: "pure",
  tolerance: "exact",
  movesData: true,
  changesShapeOnly: true,
});

export const expandDimsReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  return [tensor(x.dtype, staticShape(outputs), x.data, x.quantization)];
};

export const expandDimsExamples: readonly Example<NoAttrs>[] = [
  { name: "in front", attrs: {}, inputs: [f32([2], [1, 2]), i32([], [0])], outputs: [f32([1, 2], [1, 2])] },
  {
    name: "counted from the end",
    attrs: {},
    inputs: [f32([2, 1], [1, 2]), i32([1], [-2])],
    outputs: [f32([2, 1, 1], [1, 2])],
  },
];
