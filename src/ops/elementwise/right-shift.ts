import { dtypeBits } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { integerTypes } from "../dtypes.ts";
import { i32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";

/** A shift outside `[0, bits)` counts as the nearer end, as in TensorFlow Lite. */
export const rightShift: OpDef<"rightShift", NoAttrs> = defineOp({
  name: "rightShift",
  summary: "a shifted right by b bits, broadcast; the sign stays",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context, integerTypes),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const rightShiftReference: Reference<NoAttrs> = (context) => {
  const last = dtypeBits(tensorAt(context.inputs, 0).dtype) - 1;
  const shift = (x: bigint, y: bigint): bigint => x >> BigInt(y < 0n ? 0 : y > last ? last : y);
  return plainBinaryReference((x, y) => Number(shift(BigInt(x), BigInt(y))), shift)(context);
};

/** Of stored integers as they are. */
export const rightShiftQuantizedReference: Reference<NoAttrs> = rightShiftReference;

export const rightShiftExamples: readonly Example<NoAttrs>[] = [
  {
    name: "arithmetic shift",
    attrs: {},
    inputs: [i32([3], [-16, 16, -1]), i32([3], [2, 3, 31])],
    outputs: [i32([3], [-4, 2, -1])],
  },
  {
    name: "amounts outside the width are clamped",
    attrs: {},
    inputs: [i32([3], [-16, 16, 16]), i32([3], [40, 40, -1])],
    outputs: [i32([3], [-1, 0, 16])],
  },
];
