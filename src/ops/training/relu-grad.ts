import type { ValueId } from "../../ir/index.ts";
import { scalar } from "../../numerics/index.ts";
import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { gradientInputs, inferGradient, maskGradients, multiplyByMask } from "./gradient.ts";

export const reluGrad: OpDef<"reluGrad", NoAttrs> = defineOp({
  name: "reluGrad",
  summary: "The gradients of a relu's input from those of its result: they pass where the feature is above 0",
  attrs: {},
  inputs: gradientInputs,
  outputs: [{ name: "y" }],
  infer: inferGradient,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const reluGradReference: Reference<NoAttrs> = ({ inputs }) => maskGradients(inputs, (feature) => feature > 0);

export const reluGradDecomposition: Decomposition<NoAttrs> = (context) => {
  const { inputs, emit } = context;
  const features = inputs[1] as ValueId;
  const zero = emit.literal(scalar(emit.type(features).dtype, 0), "0");
  return [multiplyByMask(context, emit.one("greater", [features, zero], {}))];
};

const oracle = "TensorFlow 2.21.0";
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

export const reluGradExamples: readonly Example<NoAttrs>[] = [
  {
    name: "0 itself stops the gradient, and so does NaN; a stopped infinity is NaN",
    attrs: {},
    inputs: [f32([6], [1, 2, infinity, -3, 5, 7]), f32([6], [1, -1, -1, nan, 6, -0])],
    outputs: [f32([6], [1, 0, nan, -0, 5, 0])],
    oracle,
  },
  {
    name: "int32",
    attrs: {},
    inputs: [i32([3], [1, 2, 3]), i32([3], [0, 1, -1])],
    outputs: [i32([3], [0, 2, 0])],
    oracle,
  },
];
