import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, literal } from "../example.ts";
import { complexPartReference, inferComplexPart } from "./complex-part.ts";

/** x: complex64 or complex128. */
export const complexAbs: OpDef<"complexAbs", NoAttrs> = defineOp({
  name: "complexAbs",
  summary: "Absolute values of complex numbers",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: inferComplexPart,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const complexAbsReference: Reference<NoAttrs> = complexPartReference(Math.hypot);

export const complexAbsExamples: readonly Example<NoAttrs>[] = [
  {
    name: "a right triangle",
    attrs: {},
    inputs: [literal("complex64", [2], [3, -4, 0, 2])],
    outputs: [f32([2], [5, 2])],
  },
  {
    name: "an infinite part wins over NaN",
    attrs: {},
    inputs: [literal("complex64", [1], [Number.NaN, Number.NEGATIVE_INFINITY])],
    outputs: [f32([1], [Number.POSITIVE_INFINITY])],
  },
];
