import { compatibleShapes, formatShape, isStaticShape, type Shape, tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { bools, f32, i32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { inferBranches, selectElements, selectInputs } from "./branches.ts";

/** x and y have one shape; the condition has it too, or is a scalar, or a vector along the first axis. */
export const select: OpDef<"select", NoAttrs> = defineOp({
  name: "select",
  summary: "x where the condition holds, y elsewhere",
  attrs: {},
  inputs: selectInputs,
  outputs: [{ name: "y" }],
  infer: (context) => {
    const [condition, x, y] = [0, 1, 2].map((input) => inputType(context, input).shape) as [Shape, Shape, Shape];
    if (!compatibleShapes(x, y)) invalid(context, `x has shape ${formatShape(x)}, y ${formatShape(y)}`);
    const shape = isStaticShape(x) || y === undefined ? x : y;
    if (condition !== undefined && condition.length > 0 && shape !== undefined) {
      const expected = condition.length === 1 ? shape.slice(0, 1) : shape;
      if (!compatibleShapes(condition, expected)) {
        invalid(context, `the condition has shape ${formatShape(condition)}, x ${formatShape(shape)}`);
      }
    }
    return inferBranches(context, shape);
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const selectReference: Reference<NoAttrs> = (context) => {
  const condition = tensorAt(context.inputs, 0);
  const rank = tensorAt(context.inputs, 1).shape.length;
  const wholeRows = condition.shape.length === 1 && rank > 1;
  const shape = wholeRows ? [condition.shape[0] as number, ...new Array<number>(rank - 1).fill(1)] : condition.shape;
  return selectElements(context, tensor("bool", shape, condition.data));
};

export const selectExamples: readonly Example<NoAttrs>[] = [
  {
    name: "element by element",
    attrs: {},
    inputs: [bools([2, 2], [1, 0, 0, 1]), f32([2, 2], [1, 2, 3, 4]), f32([2, 2], [-1, -2, -3, -4])],
    outputs: [f32([2, 2], [1, -2, -3, 4])],
  },
  {
    name: "a condition of rank 1 takes rows",
    attrs: {},
    inputs: [bools([2], [0, 1]), i32([2, 2], [1, 2, 3, 4]), i32([2, 2], [5, 6, 7, 8])],
    outputs: [i32([2, 2], [5, 6, 3, 4])],
  },
  {
    name: "a scalar takes all",
    attrs: {},
    inputs: [bools([], [1]), i32([2], [1, 2]), i32([2], [5, 6])],
    outputs: [i32([2], [1, 2])],
  },
];
