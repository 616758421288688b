import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inferNumber, unaryInputs, unaryReference } from "./unary.ts";

export const sign: OpDef<"sign", NoAttrs> = defineOp({
  name: "sign",
  summary: "-1, 0 or 1 by the sign of x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const signReference: Reference<NoAttrs> = unaryReference(Math.sign, (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n));

export const signExamples: readonly Example<NoAttrs>[] = [
  {
    name: "three signs",
    attrs: {},
    inputs: [f32([4], [-0.5, 0, 7, Number.NaN])],
    outputs: [f32([4], [-1, 0, 1, Number.NaN])],
  },
  { name: "int32", attrs: {}, inputs: [i32([3], [-5, 0, 7])], outputs: [i32([3], [-1, 0, 1])] },
];
