import { roundTo } from "../../numerics/index.ts";
import { float } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { createFormula } from "./compose.ts";
import { inferFloat, unaryInputs } from "./unary.ts";

export interface ThresholdedReluAttrs {
  readonly theta: number;
}

export const thresholdedRelu: OpDef<"thresholdedRelu", ThresholdedReluAttrs> = defineOp({
  name: "thresholdedRelu",
  summary: "x above theta, 0 elsewhere",
  attrs: { theta: float({ default: 1 }) },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const thresholdedReluReference: Reference<ThresholdedReluAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const theta = roundTo(x.dtype, attrs.theta);
  return [mapNumbers(x, (value) => (value > theta ? value : 0))];
};

export const thresholdedReluDecomposition: Decomposition<ThresholdedReluAttrs> = (context) => {
  const { emit, attrs } = context;
  const { x, number } = createFormula(context);
  const above = emit.one("greater", [x, number(attrs.theta)], {});
  return [emit.one("selectV2", [above, x, number(0)], {})];
};

export const thresholdedReluExamples: readonly Example<ThresholdedReluAttrs>[] = [
  {
    name: "theta itself is cut",
    attrs: { theta: 1 },
    inputs: [f32([3], [0.5, 1, 1.5])],
    outputs: [f32([3], [0, 0, 1.5])],
  },
  {
    name: "negative theta",
    attrs: { theta: -1 },
    inputs: [f32([3], [-2, -0.5, Number.POSITIVE_INFINITY])],
    outputs: [f32([3], [0, -0.5, Number.POSITIVE_INFINITY])],
  },
];
