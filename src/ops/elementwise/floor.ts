import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, literal } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const floor: OpDef<"floor", NoAttrs> = defineOp({
  name: "floor",
  summary: "Largest whole number not above x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const floorReference: Reference<NoAttrs> = unaryReference(Math.floor);

export const floorExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([4], [-1.5, 0.8, 2, Number.NEGATIVE_INFINITY])],
    outputs: [f32([4], [-2, 0, 2, Number.NEGATIVE_INFINITY])],
  },
  {
    name: "half precision",
    attrs: {},
    inputs: [literal("float16", [2], [0.5, -0.5])],
    outputs: [literal("float16", [2], [0, -1])],
  },
];
