import { type Dim, elementCount, rowMajorStrides } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { requireIndex } from "../index/index-range.ts";
import { checkAxis, inputType, invalid, moved, requireEqual } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { intsOf, requireIntegers } from "./operands.ts";

/** `seqAxis`: the axis that is reversed; `batchAxis`: another one, along which the lengths run. */
export interface ReverseSequenceAttrs {
  readonly seqAxis: number;
  readonly batchAxis: number;
}

/** x of rank 2 at least; lengths: an integer vector, one for each index of the batch axis. */
export const reverseSequence: OpDef<"reverseSequence", ReverseSequenceAttrs> = defineOp({
  name: "reverseSequence",
  summary: "The first elements along an axis, their number given for each batch index, in reverse order",
  attrs: { seqAxis: int(), batchAxis: int({ default: 0 }) },
  inputs: [{ name: "x" }, { name: "lengths" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape } = inputType(context, 0);
    const lengths = inputType(context, 1).shape;
    requireIntegers(context, 1);
    if (lengths !== undefined && lengths.length !== 1)
      invalid(context, `the lengths have rank ${lengths.length}, expected 1`);
    if (shape === undefined) return [moved(context, 0, shape)];
    const seqAxis = checkAxis(context, context.attrs.seqAxis, shape.length);
    const batchAxis = checkAxis(context, context.attrs.batchAxis, shape.length);
    if (seqAxis === batchAxis) invalid(context, `axis ${seqAxis} is both reversed and the batch`);
    if (lengths) requireEqual(context, lengths[0] as Dim, shape[batchAxis] as Dim, "lengths and batch");
    return [moved(context, 0, shape)];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const reverseSequenceReference: Reference<ReverseSequenceAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const lengths = intsOf(tensorAt(inputs, 1));
  const rank = x.shape.length;
  const along = (axis: number) => {
    const at = axis < 0 ? axis + rank : axis;
    const [stride, extent] = [rowMajorStrides(x.shape)[at] as number, x.shape[at] as number];
    return { stride, extent, indexOf: (offset: number) => Math.floor(offset / stride) % extent };
  };
  const [sequence, batch] = [along(attrs.seqAxis), along(attrs.batchAxis)];
  for (const length of lengths) requireIndex(length, sequence.extent + 1);
  const offsets = new Int32Array(elementCount(x.shape)).map((_, offset) => {
    const at = sequence.indexOf(offset);
    const length = lengths[batch.indexOf(offset)] as number;
    return at < length ? offset + (length - 1 - 2 * at) * sequence.stride : offset;
  });
  return [gatherElements(x, x.shape, offsets)];
};

export const reverseSequenceExamples: readonly Example<ReverseSequenceAttrs>[] = [
  {
    name: "rows",
    attrs: { seqAxis: 1, batchAxis: 0 },
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([2], [2, 3])],
    outputs: [f32([2, 3], [1, 0, 2, 5, 4, 3])],
  },
  {
    name: "columns; lengths 1 and 0 change nothing",
    attrs: { seqAxis: 0, batchAxis: -1 },
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([3], [2, 1, 0])],
    outputs: [f32([2, 3], [3, 1, 2, 0, 4, 5])],
  },
];
