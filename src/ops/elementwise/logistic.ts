import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { sigmoid } from "./real-functions.ts";
import { lookUp } from "./stored-arithmetic.ts";
import { requireResultScale, resultScale } from "./stored-operands.ts";
import { storedSigmoid16 } from "./stored-sigmoid.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

const { fround } = Math;

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

/** Results are 256ths, of int16 32768ths, as TensorFlow Lite's kernels require. */
export const logisticQuantizedReference: Reference<NoAttrs> = (context) => {
  if (tensorAt(context.inputs, 0).dtype === "int16") return storedSigmoid16("logistic", context);
  const y = resultScale("logistic", context);
  requireResultScale("logistic", y, 1 / 256, y.zeroPoint);
  return lookUp("logistic", context, (x) => fround(1 / fround(1 + fround(Math.exp(-x)))));
};

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
  {
    name: "int8",
    attrs: {},
    inputs: [stored("int8", [4], [-128, 3, 19, 127], perTensor(0.0625, 3))],
    outputs: [stored("int8", [4], [-128, 0, 59, 127], perTensor(1 / 256, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16",
    attrs: {},
    inputs: [stored("int16", [4], [-32768, 0, 3333, 32767], perTensor(0.0003, 0))],
    outputs: [stored("int16", [4], [2, 16384, 23954, 32766], perTensor(1 / 32768, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
