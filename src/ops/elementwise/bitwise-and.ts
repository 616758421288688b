import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { integerTypes } from "../dtypes.ts";
import { i32, literal } from "../example.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";

export const bitwiseAnd: OpDef<"bitwiseAnd", NoAttrs> = defineOp({
  name: "bitwiseAnd",
  summary: "Bits that a and b have in common, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context, integerTypes),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const bitwiseAndReference: Reference<NoAttrs> = plainBinaryReference(
  (a, b) => a & b,
  (a, b) => a & b,
);

/** Of stored integers as they are. */
export const bitwiseAndQuantizedReference: Reference<NoAttrs> = bitwiseAndReference;

export const bitwiseAndExamples: readonly Example<NoAttrs>[] = [
  {
    name: "negative numbers are two's complement",
    attrs: {},
    inputs: [i32([3], [5, -1, 0]), i32([3], [3, 1, -8])],
    outputs: [i32([3], [1, 1, 0])],
  },
  {
    name: "uint8",
    attrs: {},
    inputs: [literal("uint8", [2], [255, 15]), literal("uint8", [], [240])],
    outputs: [literal("uint8", [2], [240, 0])],
  },
];
