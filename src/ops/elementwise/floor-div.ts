import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { invalid } from "../infer.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";
import { evaluateBinaryDims, floorDivideElements } from "./shape-arithmetic.ts";
import { asStoredReference } from "./stored-arithmetic.ts";

function floorDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) invalid({ op: "floorDiv" }, "an integer is divided by 0");
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Integers by zero are refused at the run. */
export const floorDiv: OpDef<"floorDiv", NoAttrs> = defineOp({
  name: "floorDiv",
  summary: "floor(a / b), broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context),
  evaluateDims: (context) => evaluateBinaryDims(context, floorDivideElements),
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const floorDivReference: Reference<NoAttrs> = plainBinaryReference((a, b) => Math.floor(a / b), floorDivide);

export const floorDivQuantizedReference: Reference<NoAttrs> = asStoredReference("floorDiv", floorDivReference, [
  "int8",
  "int16",
]);

export const floorDivExamples: readonly Example<NoAttrs>[] = [
  {
    name: "rounds to minus infinity",
    attrs: {},
    inputs: [i32([4], [7, -7, 7, -7]), i32([4], [2, 2, -2, -2])],
    outputs: [i32([4], [3, -4, -4, 3])],
  },
  {
    name: "floats",
    attrs: {},
    inputs: [f32([3], [5.5, -5.5, 1]), f32([3], [2, 2, 0])],
    outputs: [f32([3], [2, -3, Number.POSITIVE_INFINITY])],
  },
  {
    name: "int8: stored integers as they are",
    attrs: {},
    inputs: [stored("int8", [3], [-7, 7, 9], perTensor(0.5, 1)), stored("int8", [1], [2], perTensor(0.25, 0))],
    outputs: [stored("int8", [3], [-4, 3, 4], perTensor(0.5, 0))],
  },
];
