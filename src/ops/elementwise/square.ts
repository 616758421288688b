import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inferNumber, unaryInputs, unaryReference } from "./unary.ts";

export const square: OpDef<"square", NoAttrs> = defineOp({
  name: "square",
  summary: "x^2",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const squareReference: Reference<NoAttrs> = unaryReference(
  (x) => x * x,
  (x) => x * x,
);

export const squareExamples: readonly Example<NoAttrs>[] = [
  { name: "both signs", attrs: {}, inputs: [f32([3], [-1.5, 0, 2])], outputs: [f32([3], [2.25, 0, 4])] },
  { name: "int32 wraps", attrs: {}, inputs: [i32([2], [-3, 65537])], outputs: [i32([2], [9, 131073])] },
];
