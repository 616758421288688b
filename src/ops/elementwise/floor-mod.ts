import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { invalid } from "../infer.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";
import { evaluateBinaryDims, floorModElements } from "./shape-arithmetic.ts";
import { asStoredReference } from "./stored-arithmetic.ts";

function remainder(a: number, b: number): number {
  const truncated = a % b;
  return truncated !== 0 && truncated < 0 !== b < 0 ? truncated + b : truncated;
}

function wideRemainder(a: bigint, b: bigint): bigint {
  if (b === 0n) invalid({ op: "floorMod" }, "an integer is divided by 0");
  const truncated = a % b;
  return truncated !== 0n && truncated < 0n !== b < 0n ? truncated + b : truncated;
}

/** Integers by zero are refused at the run; a float by zero is NaN. */
export const floorMod: OpDef<"floorMod", NoAttrs> = defineOp({
  name: "floorMod",
  summary: "a - floor(a / b) * b, broadcast: a remainder with the sign of b",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context),
  evaluateDims: (context) => evaluateBinaryDims(context, floorModElements),
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const floorModReference: Reference<NoAttrs> = plainBinaryReference(remainder, wideRemainder);

export const floorModQuantizedReference: Reference<NoAttrs> = asStoredReference("floorMod", floorModReference, [
  "int8",
  "int16",
]);

export const floorModExamples: readonly Example<NoAttrs>[] = [
  {
    name: "the sign is that of the divisor",
    attrs: {},
    inputs: [i32([4], [7, -7, 7, -7]), i32([4], [3, 3, -3, -3])],
    outputs: [i32([4], [1, 2, -2, -1])],
  },
  {
    name: "floats",
    attrs: {},
    inputs: [f32([4], [5.5, -5.5, 4, 1]), f32([4], [2, 2, 2, Number.POSITIVE_INFINITY])],
    outputs: [f32([4], [1.5, 0.5, 0, 1])],
  },
  {
    name: "int8: stored integers as they are",
    attrs: {},
    inputs: [
      stored("int8", [4], [7, -7, 7, -7], perTensor(0.5, 0)),
      stored("int8", [4], [3, 3, -3, -3], perTensor(0.5, 0)),
    ],
    outputs: [stored("int8", [4], [1, 2, -2, -1], perTensor(0.5, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
