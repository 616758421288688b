import {
  boundedDim,
  type Dim,
  elementCount,
  formatShape,
  fromNumbers,
  isWideInteger,
  type Tensor,
  toBigInts,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { operandScalar } from "../shape/operands.ts";

const unknownUpTo = (width: Dim): Dim => (typeof width === "number" ? boundedDim(width) : unknownDim);

/** x of rank 1 or more, k: one integer, at most the last extent of x. */
export const topKV2: OpDef<"topKV2", NoAttrs> = defineOp({
  name: "topKV2",
  summary: "The k largest elements of each row along the last axis, largest first, with their indices",
  attrs: {},
  inputs: [{ name: "x" }, { name: "k" }],
  outputs: [{ name: "values" }, { name: "indices" }],
  infer: (context) => {
    requireDtype(context, 0, numberTypes);
    const { dtype, shape } = inputType(context, 0);
    if (shape === undefined) return [outputType(context, dtype, undefined), outputType(context, "int32", undefined)];
    const width = shape.at(-1) ?? invalid(context, "a scalar has no last axis");
    const k = operandScalar(context, 1) ?? unknownUpTo(width);
    if (typeof k === "number" && (k < 0 || (typeof width === "number" && k > width))) {
      invalid(context, `k is ${k}, the last axis has ${formatShape([width])} elements`);
    }
    const result = [...shape.slice(0, -1), k];
    return [outputType(context, dtype, result), outputType(context, "int32", result)];
  },
  effects: "pure",
  tolerance: "exact",
});

export const topKV2Reference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const k = shape.at(-1) as number;
  const width = x.shape.at(-1) as number;
  const rank = rankOf(x);
  const offsets: number[] = [];
  const indices: number[] = [];
  for (let row = 0; row < elementCount(x.shape.slice(0, -1)); row++) {
    const order = Array.from({ length: width }, (_, at) => at).sort(
      (a, b) => rank(row * width + b, row * width + a) || a - b,
    );
    for (const at of order.slice(0, k)) {
      offsets.push(row * width + at);
      indices.push(at);
    }
  }
  return [gatherElements(x, shape, offsets), fromNumbers("int32", shape, indices)];
};

/** Order of two elements by value; NaN is below everything. */
function rankOf(x: Tensor): (a: number, b: number) => number {
  const values: ArrayLike<number | bigint> = isWideInteger(x.dtype) ? toBigInts(x) : toNumbers(x);
  return (a, b) => {
    const [left, right] = [values[a] as number, values[b] as number];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
    return left > right ? 1 : left < right ? -1 : 0;
  };
}

export const topKV2QuantizedReference: Reference<NoAttrs> = topKV2Reference;

export const topKV2Examples: readonly Example<NoAttrs>[] = [
  {
    name: "the lower index first among equals",
    attrs: {},
    inputs: [f32([2, 4], [1, 3, 2, 3, -1, -4, -2, -3]), i32([], [2])],
    outputs: [f32([2, 2], [3, 3, -1, -2]), i32([2, 2], [1, 3, 0, 2])],
  },
  { name: "k 0", attrs: {}, inputs: [i32([3], [1, 2, 3]), i32([], [0])], outputs: [i32([0], []), i32([0], [])] },
  {
    name: "int8",
    attrs: {},
    inputs: [stored("int8", [4], [3, -128, 7, 7], perTensor(0.5, 2)), i32([], [3])],
    outputs: [stored("int8", [3], [7, 7, 3], perTensor(0.5, 2)), i32([3], [2, 3, 0])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
