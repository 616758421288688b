import {
  addDims,
  type Dim,
  type DType,
  floorDivideDim,
  fromNumbers,
  isFloat,
  isInteger,
  roundTo,
  scaleDim,
  type Tensor,
  toBigInts,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, outputType, unsupportedTypes } from "../infer.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";
import { certainlyAtLeast } from "./dim-order.ts";

/**
 * Three scalars of one dtype. The result starts at `start` and stops before `limit`; a delta that leads away from the
 * limit is refused, as TensorFlow does.
 */
export const range: OpDef<"range", NoAttrs> = defineOp({
  name: "range",
  summary: "Numbers from start, delta apart, up to but not with limit",
  attrs: {},
  inputs: [{ name: "start" }, { name: "limit" }, { name: "delta" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const dtype = commonDtype(context, 0, 1, 2);
    if (!isFloat(dtype) && !isInteger(dtype)) unsupportedTypes(context, [dtype], "its numbers must be ordered");
    for (const input of [0, 1, 2]) {
      const { shape } = inputType(context, input);
      if (shape !== undefined && shape.length > 0)
        invalid(context, `input ${input} has rank ${shape.length}, expected 0`);
    }
    return [outputType(context, dtype, [isFloat(dtype) ? floatCount(context, dtype) : integerCount(context)])];
  },
  evaluateDims(context) {
    const [start, delta] = [context.known(0)?.[0], context.known(2)?.[0]];
    const count = integerCount(context);
    if (start === undefined || delta === undefined || typeof count !== "number") return undefined;
    return Array.from({ length: count }, (_, i) => addDims(start, scaleDim(delta, i)));
  },
  effects: "pure",
  tolerance: "exact",
});

function integerCount(context: InferContext<NoAttrs>): Dim {
  const [start, limit, delta] = [0, 1, 2].map((input) => context.known(input)?.[0]);
  if (delta === 0) return invalid(context, "its delta is zero");
  if (start === undefined || limit === undefined || typeof delta !== "number") return unknownDim;
  const [from, to] = delta > 0 ? [start, limit] : [limit, start];
  const distance = addDims(to, scaleDim(from, -1));
  if (typeof distance === "number" && distance < 0) awayFromLimit(context, String(start), String(limit), delta);
  const step = Math.abs(delta);
  return certainlyAtLeast(distance, 0) ? floorDivideDim(addDims(distance, step - 1), step) : unknownDim;
}

/** TensorFlow Lite works in the dtype itself: `ceil(|(limit - start) / delta|)`, rounded at each step. */
function floatCount(context: InferContext<NoAttrs>, dtype: DType): Dim {
  const [start, limit, delta] = [0, 1, 2].map((input) => {
    const value = context.constant(input);
    return value && toNumbers(value)[0];
  });
  if (delta === 0) return invalid(context, "its delta is zero");
  if (start === undefined || limit === undefined || delta === undefined) return unknownDim;
  const towards = delta > 0 ? start <= limit : start >= limit;
  if (!towards) awayFromLimit(context, String(start), String(limit), delta);
  const count = Math.ceil(Math.abs(roundTo(dtype, roundTo(dtype, limit - start) / delta)));
  return Number.isFinite(count) ? count : invalid(context, `it does not end between ${start} and ${limit}`);
}

function awayFromLimit(context: InferContext<NoAttrs>, start: string, limit: string, delta: number): never {
  return invalid(context, `a delta of ${delta} does not lead from ${start} to ${limit}`);
}

export const rangeReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const [start, delta] = [tensorAt(inputs, 0), tensorAt(inputs, 2)];
  const [count] = staticShape(outputs) as [number];
  return [isFloat(start.dtype) ? floatRange(start, delta, count) : integerRange(start, delta, count)];
};

function integerRange(start: Tensor, delta: Tensor, count: number): Tensor {
  const [first, step] = [toBigInts(start)[0] as bigint, toBigInts(delta)[0] as bigint];
  return fromBigInts(
    start.dtype,
    [count],
    BigInt64Array.from({ length: count }, (_, i) => first + BigInt(i) * step),
  );
}

/** Each number is the one before plus delta, rounded (TensorFlow Lite, kernels/range.cc). */
function floatRange(start: Tensor, delta: Tensor, count: number): Tensor {
  const step = toNumbers(delta)[0] as number;
  const numbers = new Float64Array(count);
  let value = toNumbers(start)[0] as number;
  for (let i = 0; i < count; i++) {
    numbers[i] = value;
    value = roundTo(start.dtype, value + step);
  }
  return fromNumbers(start.dtype, [count], numbers);
}

export const rangeExamples: readonly Example<NoAttrs>[] = [
  {
    name: "the limit is not reached",
    attrs: {},
    inputs: [i32([], [0]), i32([], [5]), i32([], [2])],
    outputs: [i32([3], [0, 2, 4])],
  },
  { name: "downwards", attrs: {}, inputs: [f32([], [5]), f32([], [0]), f32([], [-2])], outputs: [f32([3], [5, 3, 1])] },
  { name: "nothing", attrs: {}, inputs: [i32([], [3]), i32([], [3]), i32([], [-1])], outputs: [i32([0], [])] },
  {
    name: "float steps add up their rounding",
    attrs: {},
    inputs: [f32([], [0]), f32([], [1]), f32([], [0.1])],
    outputs: [f32([10], [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.70000005, 0.8000001, 0.9000001])],
    oracle: "LiteRT 2.3.0",
  },
];
