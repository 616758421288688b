import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, literal } from "../example.ts";
import { complexPartReference, inferComplexPart } from "./complex-part.ts";

/** x: complex64 or complex128. */
export const real: OpDef<"real", NoAttrs> = defineOp({
  name: "real",
  summary: "Real parts of complex numbers",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: inferComplexPart,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const realReference: Reference<NoAttrs> = complexPartReference((re) => re);

export const realExamples: readonly Example<NoAttrs>[] = [
  {
    name: "two numbers",
    attrs: {},
    inputs: [literal("complex64", [2], [1.5, 2, -3, 4])],
    outputs: [f32([2], [1.5, -3])],
  },
  {
    name: "a scalar of doubles",
    attrs: {},
    inputs: [literal("complex128", [], [0.1, 2])],
    outputs: [literal("float64", [], [0.1])],
  },
];
