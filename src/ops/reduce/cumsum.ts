import { fromNumbers, isInteger, toBigInts, toNumbers } from "../../numerics/index.ts";
import { bool } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { inferNumber } from "../elementwise/unary.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType } from "../infer.ts";
import { fromBigInts, tensorAt } from "../reference.ts";
import { operandInt } from "../shape/operands.ts";
import { axisLanes } from "./lanes.ts";

/** `exclusive`: an element is not in its own sum. `reverse`: the sum runs from the end. */
export interface CumsumAttrs {
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** x of rank 1 or more, axis: one integer. */
export const cumsum: OpDef<"cumsum", CumsumAttrs> = defineOp({
  name: "cumsum",
  summary: "Running sum along an axis",
  attrs: { exclusive: bool({ default: false }), reverse: bool({ default: false }) },
  inputs: [{ name: "x" }, { name: "axis" }],
  outputs: [{ name: "y" }],
  infer: (context) => {
    const { shape } = inputType(context, 0);
    const axis = operandInt(context, 1);
    if (shape !== undefined && axis !== undefined) checkAxis(context, axis, shape.length);
    return inferNumber(context);
  },
  effects: "pure",
  tolerance: "accumulation",
});

export const cumsumReference: Reference<CumsumAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const given = toNumbers(tensorAt(inputs, 1))[0] as number;
  const lanes = axisLanes(x.shape, given < 0 ? given + x.shape.length : given);
  if (isInteger(x.dtype)) {
    const source = toBigInts(x);
    const sums = new BigInt64Array(source.length);
    runLanes(lanes, attrs, source, sums, 0n, (a, b) => a + b);
    return [fromBigInts(x.dtype, x.shape, sums)];
  }
  const source = toNumbers(x);
  const sums = new Float64Array(source.length);
  runLanes(lanes, attrs, source, sums, 0, (a, b) => a + b);
  return [fromNumbers(x.dtype, x.shape, sums)];
};

function runLanes<T>(
  lanes: readonly (readonly number[])[],
  { exclusive, reverse }: CumsumAttrs,
  source: ArrayLike<T>,
  sums: { [at: number]: T },
  zero: T,
  add: (a: T, b: T) => T,
): void {
  for (const lane of lanes) {
    let sum = zero;
    for (const at of reverse ? lane.toReversed() : lane) {
      const next = add(sum, source[at] as T);
      sums[at] = exclusive ? sum : next;
      sum = next;
    }
  }
}

export const cumsumExamples: readonly Example<CumsumAttrs>[] = [
  {
    name: "inclusive",
    attrs: { exclusive: false, reverse: false },
    inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6]), i32([], [1])],
    outputs: [f32([2, 3], [1, 3, 6, 4, 9, 15])],
  },
  {
    name: "exclusive from the end, first axis",
    attrs: { exclusive: true, reverse: true },
    inputs: [f32([3, 2], [1, 2, 3, 4, 5, 6]), i32([1], [-2])],
    outputs: [f32([3, 2], [8, 10, 5, 6, 0, 0])],
  },
  {
    name: "int32 wraps",
    attrs: { exclusive: false, reverse: false },
    inputs: [i32([2], [2147483647, 1]), i32([], [0])],
    outputs: [i32([2], [2147483647, -2147483648])],
  },
];
