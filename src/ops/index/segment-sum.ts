import { elementCount, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { intsOf, operandInts } from "../shape/operands.ts";
import { accumulate, sumFolds } from "./accumulate.ts";
import { rowShape, segmentTargets } from "./segments.ts";

/**
 * x `[rows, ...]`; ids: a vector of integers that never falls, the segment of each row. Result: as many rows as the last
 * id says; a segment without rows is zero (TensorFlow; TensorFlow Lite refuses to skip one).
 */
export const segmentSum: OpDef<"segmentSum", NoAttrs> = defineOp({
  name: "segmentSum",
  summary: "Sums of the rows that have one id, ids ascending",
  attrs: {},
  inputs: [{ name: "x" }, { name: "ids" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 0, numberTypes);
    const ids = operandInts(context, 1, 1);
    const rest = rowShape(context);
    const segments = ids === undefined ? unknownDim : segmentCount(context, ids);
    return [outputType(context, inputType(context, 0).dtype, rest && [segments, ...rest])];
  },
  effects: "pure",
  tolerance: "accumulation",
});

function segmentCount(context: InferContext<NoAttrs>, ids: readonly number[]): number {
  ids.forEach((id, row) => {
    if (id < (ids[row - 1] ?? 0)) invalid(context, `id ${id} of row ${row} is less than the one before`);
  });
  return (ids.at(-1) ?? -1) + 1;
}

export const segmentSumReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const targets = segmentTargets(intsOf(tensorAt(inputs, 1)), elementCount(shape.slice(1)));
  return [accumulate(x, targets, shape, sumFolds)];
};

export const segmentSumExamples: readonly Example<NoAttrs>[] = [
  {
    name: "rows",
    attrs: {},
    inputs: [f32([3, 2], [1, 2, 3, 4, 5, 6]), i32([3], [0, 0, 1])],
    outputs: [f32([2, 2], [4, 6, 5, 6])],
  },
  {
    name: "a segment without rows",
    attrs: {},
    inputs: [i32([2], [7, 8]), i32([2], [0, 2])],
    outputs: [i32([3], [7, 0, 8])],
    oracle: "TensorFlow 2.21.0",
  },
];
