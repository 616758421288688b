import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { lookUp } from "./stored-arithmetic.ts";
import { storedSigmoid16 } from "./stored-sigmoid.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const tanh: OpDef<"tanh", NoAttrs> = defineOp({
  name: "tanh",
  summary: "Hyperbolic tangent",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const tanhReference: Reference<NoAttrs> = unaryReference(Math.tanh);

/** Results of int16 are 32768ths, as TensorFlow Lite's kernel requires. */
export const tanhQuantizedReference: Reference<NoAttrs> = (context) => {
  if (tensorAt(context.inputs, 0).dtype === "int16") return storedSigmoid16("tanh", context);
  return lookUp("tanh", context, (x) => Math.fround(Math.tanh(x)));
};

export const tanhExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([3], [0, 0.5, -0.5])],
    outputs: [f32([3], [0, 0.46211715726, -0.46211715726])],
  },
  {
    name: "saturates",
    attrs: {},
    inputs: [f32([3], [20, Number.NEGATIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [1, -1, Number.NaN])],
  },
  {
    name: "uint8",
    attrs: {},
    inputs: [stored("uint8", [4], [0, 128, 160, 255], perTensor(0.03125, 128))],
    outputs: [stored("uint8", [4], [0, 128, 225, 255], perTensor(1 / 128, 128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16 of a scale that is a power of two",
    attrs: {},
    inputs: [stored("int16", [4], [-32768, 0, 4096, 32767], perTensor(1 / 4096, 0))],
    outputs: [stored("int16", [4], [-32767, 0, 24956, 32767], perTensor(1 / 32768, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
