import { activation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { invalid } from "../infer.ts";
import { type BinaryAttrs, binaryInputs, binaryReference, inferFused } from "./binary.ts";
import { evaluateBinaryDims, truncateDivideElements } from "./shape-arithmetic.ts";
import { storedQuotientReference } from "./stored-binary.ts";

/** Integers by zero are refused at the run, as in TensorFlow Lite; floats follow IEEE 754, float32 clamped. */
export const div: OpDef<"div", BinaryAttrs> = defineOp({
  name: "div",
  summary: "a / b, broadcast; integers truncate",
  attrs: { activation: activation() },
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFused,
  evaluateDims: (context) =>
    context.attrs.activation === "none" ? evaluateBinaryDims(context, truncateDivideElements) : undefined,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
  fusesActivation: true,
});

export const divReference: Reference<BinaryAttrs> = binaryReference(
  (a, b) => a / b,
  (a, b) => (b === 0n ? invalid({ op: "div" }, "an integer is divided by 0") : a / b),
);

export const divQuantizedReference: Reference<BinaryAttrs> = storedQuotientReference;

export const divExamples: readonly Example<BinaryAttrs>[] = [
  {
    name: "float32 by zero is clamped to the finite numbers, or NaN",
    attrs: { activation: "none" },
    inputs: [f32([3], [1, -1, 0]), f32([1], [0])],
    outputs: [f32([3], [3.4028234663852886e38, -3.4028234663852886e38, Number.NaN])],
  },
  {
    name: "int32 truncates towards zero",
    attrs: { activation: "none" },
    inputs: [i32([4], [7, -7, 7, -7]), i32([4], [2, 2, -2, -2])],
    outputs: [i32([4], [3, -3, -3, 3])],
  },
  {
    name: "the smallest int32 by -1 wraps",
    attrs: { activation: "none" },
    inputs: [i32([1], [-2147483648]), i32([], [-1])],
    outputs: [i32([1], [-2147483648])],
  },
  {
    name: "relu6",
    attrs: { activation: "relu6" },
    inputs: [f32([2], [-1, 9]), f32([1], [0.5])],
    outputs: [f32([2], [0, 6])],
  },
  {
    name: "int8",
    attrs: { activation: "none" },
    inputs: [
      stored("int8", [4], [1, -7, 100, 127], perTensor(0.5, 0)),
      stored("int8", [4], [2, 3, -5, 127], perTensor(0.25, 0)),
    ],
    outputs: [stored("int8", [4], [12, 1, -70, 14], perTensor(0.5, 10))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
