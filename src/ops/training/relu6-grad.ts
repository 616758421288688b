import type { ValueId } from "../../ir/index.ts";
import { scalar } from "../../numerics/index.ts";
import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { gradientInputs, inferGradient, maskGradients, multiplyByMask } from "./gradient.ts";

export const relu6Grad: OpDef<"relu6Grad", NoAttrs> = defineOp({
  name: "relu6Grad",
  summary: "The gradients of a relu6's input from those of its result: they pass where the feature is between 0 and 6",
  attrs: {},
  inputs: gradientInputs,
  outputs: [{ name: "y" }],
  infer: inferGradient,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const relu6GradReference: Reference<NoAttrs> = ({ inputs }) =>
  maskGradients(inputs, (feature) => feature > 0 && feature < 6);

export const relu6GradDecomposition: Decomposition<NoAttrs> = (context) => {
  const { inputs, emit } = context;
  const features = inputs[1] as ValueId;
  const bound = (value: number): ValueId => emit.literal(scalar(emit.type(features).dtype, value), String(value));
  const above = emit.one("greater", [features, bound(0)], {});
  const below = emit.one("less", [features, bound(6)], {});
  return [multiplyByMask(context, emit.one("logicalAnd", [above, below], {}))];
};

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

export const relu6GradExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both ends stop the gradient",
    attrs: {},
    inputs: [f32([5], [1, 2, 5, 7, 8]), f32([5], [1, -1, 6, 0, 5.999])],
    outputs: [f32([5], [1, 0, 0, 0, 8])],
    oracle: "TensorFlow 2.21.0",
  },
  {
    name: "NaN stops it too; a stopped infinity is NaN",
    attrs: {},
    inputs: [f32([2, 1], [-3, infinity]), f32([2, 1], [nan, 6.5])],
    outputs: [f32([2, 1], [-0, nan])],
    oracle: "TensorFlow 2.21.0",
  },
];
