import { integerRange } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { lookUp } from "./stored-arithmetic.ts";
import { resultScale } from "./stored-operands.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const log: OpDef<"log", NoAttrs> = defineOp({
  name: "log",
  summary: "Natural logarithm",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const logReference: Reference<NoAttrs> = unaryReference(Math.log);

/** Numbers that have no logarithm give the smallest of the result (TensorFlow Lite, `LogLUTPrepare` in `elementwise.cc`). */
export const logQuantizedReference: Reference<NoAttrs> = (context) => {
  const { dtype, scale, zeroPoint } = resultScale("log", context);
  const least = Math.fround((integerRange(dtype).min - zeroPoint) * scale);
  return lookUp("log", context, (x) => (x <= 0 ? least : Math.fround(Math.log(x))), ["int8", "int16"]);
};

export const logExamples: readonly Example<NoAttrs>[] = [
  { name: "powers of e", attrs: {}, inputs: [f32([2], [1, Math.E])], outputs: [f32([2], [0, 1])] },
  {
    name: "zero, negative, infinite",
    attrs: {},
    inputs: [f32([3], [0, -1, Number.POSITIVE_INFINITY])],
    outputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.NaN, Number.POSITIVE_INFINITY])],
  },
  {
    name: "int8; 0 gives the smallest",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -120, 0, 127], perTensor(0.125, -128))],
    outputs: [stored("int8", [4], [-128, 0, 89, 111], perTensor(0.03125, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16 through a table",
    attrs: {},
    inputs: [stored("int16", [4], [-5, 1, 1000, 32767], perTensor(0.001, 0))],
    outputs: [stored("int16", [4], [-26556, -26130, -2, 6979], perTensor(0.0005, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
