import { dtypeBits } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { integerTypes } from "../dtypes.ts";
import { i32, literal } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";

/** A shift outside `[0, bits)` leaves nothing (StableHLO, `shift_left`). */
export const leftShift: OpDef<"leftShift", NoAttrs> = defineOp({
  name: "leftShift",
  summary: "a shifted left by b bits, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context, integerTypes),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const leftShiftReference: Reference<NoAttrs> = (context) => {
  const bits = BigInt(dtypeBits(tensorAt(context.inputs, 0).dtype));
  const shift = (x: bigint, y: bigint): bigint => (y < 0n || y >= bits ? 0n : BigInt.asIntN(64, x << y));
  const narrow = (x: number, y: number): number => Number(BigInt.asIntN(Number(bits), shift(BigInt(x), BigInt(y))));
  return plainBinaryReference(narrow, shift)(context);
};

/** Of stored integers as they are. */
export const leftShiftQuantizedReference: Reference<NoAttrs> = leftShiftReference;

export const leftShiftExamples: readonly Example<NoAttrs>[] = [
  {
    name: "bits fall out on the left",
    attrs: {},
    inputs: [i32([4], [3, -1, 1, 0x40000001]), i32([4], [2, 4, 31, 1])],
    outputs: [i32([4], [12, -16, -(2 ** 31), -0x7ffffffe])],
  },
  {
    name: "amounts outside the width",
    attrs: {},
    inputs: [literal("uint8", [3], [1, 255, 7]), literal("uint8", [3], [8, 7, 0])],
    outputs: [literal("uint8", [3], [0, 128, 7])],
  },
];
