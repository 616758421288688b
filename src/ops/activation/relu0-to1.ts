import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { clampReference, inferNumber, unaryInputs } from "../elementwise/unary.ts";
import { f32 } from "../example.ts";
import { clampTo } from "../fused-activation.ts";

export const relu0To1: OpDef<"relu0To1", NoAttrs> = defineOp({
  name: "relu0To1",
  summary: "x clipped to [0, 1]",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const relu0To1Reference: Reference<NoAttrs> = clampReference(clampTo(0, 1));

export const relu0To1Examples: readonly Example<NoAttrs>[] = [
  { name: "both ends", attrs: {}, inputs: [f32([4], [-2, 0.25, 1, 2])], outputs: [f32([4], [0, 0.25, 1, 1])] },
  {
    name: "infinities and NaN",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [0, 1, Number.NaN])],
  },
];
