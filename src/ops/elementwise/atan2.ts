import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";

export const atan2: OpDef<"atan2", NoAttrs> = defineOp({
  name: "atan2",
  summary: "Angle of the point (b, a) from the positive x axis, in (-pi, pi], broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context, floatTypes),
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const atan2Reference: Reference<NoAttrs> = plainBinaryReference(Math.atan2);

export const atan2Examples: readonly Example<NoAttrs>[] = [
  {
    name: "four quadrants",
    attrs: {},
    inputs: [f32([4], [1, 1, -1, -1]), f32([4], [1, -1, -1, 1])],
    outputs: [f32([4], [Math.PI / 4, (3 * Math.PI) / 4, (-3 * Math.PI) / 4, -Math.PI / 4])],
  },
  {
    name: "signed zeros",
    attrs: {},
    inputs: [f32([3], [0, -0, 0]), f32([3], [-1, -1, 1])],
    outputs: [f32([3], [Math.PI, -Math.PI, 0])],
  },
];
