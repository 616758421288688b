import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { sigmoid } from "./real-functions.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const logistic: OpDef<"logistic", NoAttrs> = defineOp({
  name: "logistic",
  summary: "1 / (1 + e^-x)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const logisticReference: Reference<NoAttrs> = unaryReference(sigmoid);

export const logisticExamples: readonly Example<NoAttrs>[] = [
  {
    name: "middle and symmetry",
    attrs: {},
    inputs: [f32([3], [0, Math.log(3), -Math.log(3)])],
    outputs: [f32([3], [0.5, 0.75, 0.25])],
  },
  {
    name: "saturates without overflow",
    attrs: {},
    inputs: [f32([4], [100, -100, Number.NEGATIVE_INFINITY, Number.NaN])],
    outputs: [f32([4], [1, 0, 0, Number.NaN])],
  },
];
