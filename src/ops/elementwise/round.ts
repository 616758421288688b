import { roundHalfEven } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const round: OpDef<"round", NoAttrs> = defineOp({
  name: "round",
  summary: "Nearest whole number, ties to the even one",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const roundReference: Reference<NoAttrs> = unaryReference(roundHalfEven);

export const roundExamples: readonly Example<NoAttrs>[] = [
  {
    name: "ties",
    attrs: {},
    inputs: [f32([6], [0.5, 1.5, 2.5, -0.5, -1.5, -2.5])],
    outputs: [f32([6], [0, 2, 2, 0, -2, -2])],
  },
  {
    name: "others",
    attrs: {},
    inputs: [f32([4], [0.49999997, -1.2, 8388609, Number.POSITIVE_INFINITY])],
    outputs: [f32([4], [0, -1, 8388609, Number.POSITIVE_INFINITY])],
  },
];
