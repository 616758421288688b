import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { invalid } from "../infer.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";
import { powerOf } from "./real-functions.ts";
import { evaluateBinaryDims, numericDims } from "./shape-arithmetic.ts";

/** Square and multiply in 64-bit two's complement. */
function integerPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) invalid({ op: "pow" }, "an integer is raised to a negative power");
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

/** Integers to a negative power are refused at the run, as in TensorFlow Lite. */
export const pow: OpDef<"pow", NoAttrs> = defineOp({
  name: "pow",
  summary: "a to the power b, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context),
  evaluateDims: (context) =>
    evaluateBinaryDims(
      context,
      numericDims((a, b) => a ** b),
    ),
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const powReference: Reference<NoAttrs> = plainBinaryReference(powerOf, integerPower);

export const powExamples: readonly Example<NoAttrs>[] = [
  {
    name: "special values of C",
    attrs: {},
    inputs: [f32([5], [2, -8, 1, Number.NaN, -1]), f32([5], [-1, 3, Number.NaN, 0, Number.POSITIVE_INFINITY])],
    outputs: [f32([5], [0.5, -512, 1, 1, 1])],
  },
  {
    name: "a negative base has no real root",
    attrs: {},
    inputs: [f32([1], [-8]), f32([], [0.5])],
    outputs: [f32([1], [Number.NaN])],
  },
  {
    name: "int32 wraps",
    attrs: {},
    inputs: [i32([3], [3, -2, 3]), i32([3], [4, 31, 21])],
    outputs: [i32([3], [81, -2147483648, 1870418611])],
  },
];
