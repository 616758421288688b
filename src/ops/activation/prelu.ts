import { compatibleShapes, formatShape } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { requireScales } from "../elementwise/stored-operands.ts";
import { f32, perTensor, stored } from "../example.ts";
import { broadcastInputs, commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { mapBroadcast, staticShape, tensorAt } from "../reference.ts";
import { storedPreluReference } from "./stored-relu.ts";

/** Quantized x of int16 goes with alpha of int8 (TensorFlow Lite, `PreluEval` in `activations.cc`). */
function hasNarrowAlpha(context: InferContext<NoAttrs>): boolean {
  const [x, alpha] = [inputType(context, 0), inputType(context, 1)];
  return x.quantization !== undefined && x.dtype === "int16" && alpha.dtype === "int8";
}

/** alpha has a shape that broadcasts to that of x, and its dtype; int8 where x is quantized int16. */
export const prelu: OpDef<"prelu", NoAttrs> = defineOp({
  name: "prelu",
  summary: "x from 0 on, alpha * x below",
  attrs: {},
  inputs: [{ name: "x" }, { name: "alpha" }],
  outputs: [{ name: "y" }],
  infer: (context) => {
    requireDtype(context, 0, floatTypes);
    const { shape } = inputType(context, 0);
    const joined = broadcastInputs(context, 0, 1);
    if (!compatibleShapes(shape, joined))
      invalid(context, `alpha stretches ${formatShape(shape)} to ${formatShape(joined)}`);
    requireScales(context, 0, 1);
    return [outputType(context, hasNarrowAlpha(context) ? "int16" : commonDtype(context, 0, 1), shape)];
  },
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const preluReference: Reference<NoAttrs> = ({ inputs, outputs }) => [
  mapBroadcast(tensorAt(inputs, 0), tensorAt(inputs, 1), staticShape(outputs), (x, alpha) => (x >= 0 ? x : x * alpha)),
];

export const preluQuantizedReference: Reference<NoAttrs> = storedPreluReference;

export const preluExamples: readonly Example<NoAttrs>[] = [
  {
    name: "alpha per channel",
    attrs: {},
    inputs: [f32([1, 2, 2], [-1, -2, 3, -4]), f32([1, 1, 2], [0.5, 0.25])],
    outputs: [f32([1, 2, 2], [-0.5, -0.5, 3, -1])],
  },
  { name: "one alpha", attrs: {}, inputs: [f32([2], [-1, 1]), f32([1], [10])], outputs: [f32([2], [-10, 1])] },
  {
    name: "int8",
    attrs: {},
    inputs: [
      stored("int8", [2, 2], [-128, 9, -20, 127], perTensor(0.5, 10)),
      stored("int8", [2], [0, 2], perTensor(0.25, -2)),
    ],
    outputs: [stored("int8", [2, 2], [-128, -2, -30, 127], perTensor(0.25, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16 with alpha of int8",
    attrs: {},
    inputs: [
      stored("int16", [3], [-32768, -3, 1000], perTensor(0.001, 0)),
      stored("int8", [1], [25], perTensor(0.01, 0)),
    ],
    outputs: [stored("int16", [3], [-8192, -1, 1000], perTensor(0.001, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
