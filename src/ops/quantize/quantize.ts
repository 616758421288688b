import {
  type DType,
  fromNumbers,
  integerRange,
  isFloat,
  isInteger,
  requantizer,
  roundHalfAway,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inputType, invalid, unsupportedTypes } from "../infer.ts";
import { perTensorOf } from "../quantized.ts";
import { tensorAt } from "../reference.ts";
import { affineMaps } from "./affine.ts";

/**
 * x: real numbers, or integers with one scale that are stored anew. The result has the integer type and the quantization
 * that the node declares.
 */
export const quantize: OpDef<"quantize", NoAttrs> = defineOp({
  name: "quantize",
  summary: "The stored integers nearest to real ones: round(x / scale) + zeroPoint, saturated",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { dtype, shape, quantization } = inputType(context, 0);
    const declared = context.declared?.[0] ?? invalid(context, "the type of its result is not stated");
    if (!isInteger(declared.dtype)) unsupportedTypes(context, [declared.dtype], "its result must be integers");
    if (declared.quantization === undefined) invalid(context, "the quantization of its result is not stated");
    if (!isFloat(dtype) && !isInteger(dtype)) unsupportedTypes(context, [dtype], "it stands for no real numbers");
    if (isInteger(dtype) && quantization?.kind !== "perTensor")
      invalid(context, "its integers are not quantized by one scale");
    return [{ ...declared, shape }];
  },
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

/**
 * The quotient is rounded to float32 before it is rounded to an integer, halves away from zero (TensorFlow Lite,
 * `reference_ops::AffineQuantize`). NaN becomes the zero point.
 */
export const quantizeReference: Reference<NoAttrs> = ({ inputs, outputs, quantization }) => {
  const x = tensorAt(inputs, 0);
  const dtype = outputs[0]?.dtype ?? "int8";
  const target = quantization[0] ?? invalid({ op }, "the quantization of its result is not stated");
  if (!isFloat(x.dtype)) return [requantized(x, dtype, target)];
  const mapOf = affineMaps(x.shape, target);
  const { min, max } = integerRange(dtype);
  const integers = toNumbers(x).map((real, i) => {
    const { scale, zeroPoint } = mapOf(i);
    const steps = Math.fround(real / Math.fround(scale));
    return Number.isNaN(steps) ? zeroPoint : Math.min(Math.max(roundHalfAway(steps) + zeroPoint, min), max);
  });
  return [fromNumbers(dtype, x.shape, integers, target)];
};

const op = "quantize";

/** Integers of one scale in another, by a fixed-point factor (TensorFlow Lite, `reference_ops::Requantize`). */
function requantized(x: Tensor, dtype: DType, target: Target): Tensor {
  const from = perTensorOf(op, x.quantization, "its input");
  const to = perTensorOf(op, target, "its result");
  const factor = Math.fround(from.scale) / Math.fround(to.scale);
  const store = requantizer([factor], "int32", to.zeroPoint, integerRange(dtype));
  const integers = toNumbers(x).map((value) => store(value - from.zeroPoint, 0));
  return fromNumbers(dtype, x.shape, integers, target);
}

function stored(dtype: DType, shape: readonly number[], integers: readonly number[], target: Target): Tensor {
  return fromNumbers(dtype, shape, integers, target);
}

type Target = NonNullable<Tensor["quantization"]>;

export const quantizeExamples: readonly Example<NoAttrs>[] = [
  {
    name: "halves away from zero, saturated",
    attrs: {},
    inputs: [f32([6], [0.25, -0.25, 0.2, 1000, -1000, 0])],
    outputs: [stored("int8", [6], [0, -2, -1, 127, -128, -1], { kind: "perTensor", scale: 0.5, zeroPoint: -1 })],
  },
  {
    name: "stored integers in another type and scale",
    attrs: {},
    inputs: [stored("int8", [4], [-128, 0, 3, 127], { kind: "perTensor", scale: 0.5, zeroPoint: 0 })],
    outputs: [stored("uint8", [4], [0, 28, 30, 92], { kind: "perTensor", scale: 1, zeroPoint: 28 })],
  },
  {
    name: "int16 with a scale per column",
    attrs: {},
    inputs: [f32([1, 2], [3, 3])],
    outputs: [stored("int16", [1, 2], [3, 6], { kind: "perAxis", axis: 1, scales: [1, 0.5], zeroPoints: [0, 0] })],
  },
];
