import { fromNumbers, inverseSquareRoot, multiplyByFixed, toNumbers } from "../../numerics/index.ts";
import { activation, type FusedActivation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { inputType, invalid, unsupportedTypes } from "../infer.ts";
import { perTensorOf, requireFixedScale } from "../quantized.ts";
import { tensorAt } from "../reference.ts";

export interface L2NormalizationAttrs {
  readonly activation: FusedActivation;
}

/** Shortest length that a row is divided by (TensorFlow Lite, `reference_ops::L2Normalization`). */
const shortest = 1e-6;

/** x `[..., depth]`: each row of the last axis is brought to length 1; rows shorter than 1e-6 are divided by 1e-6. */
export const l2Normalization: OpDef<"l2Normalization", L2NormalizationAttrs> = defineOp({
  name: "l2Normalization",
  summary: "x / max(sqrt(sum of x^2 over the last axis), 1e-6)",
  attrs: { activation: activation() },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { dtype, shape } = inputType(context, 0);
    requireDtype(context, 0, floatTypes);
    if (shape?.length === 0) invalid(context, "a scalar has no axis to normalize over");
    return [{ dtype, shape }];
  },
  effects: "pure",
  tolerance: "accumulation",
});

export const l2NormalizationReference: Reference<L2NormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const depth = x.shape.at(-1) as number;
  const data = toNumbers(x);
  const activate = activationFunction(attrs.activation);
  const result = new Float64Array(data.length);
  for (let row = 0; row < data.length; row += depth) {
    const cells = data.subarray(row, row + depth);
    const length = Math.sqrt(cells.reduce((sum, value) => sum + value * value, 0));
    cells.forEach((value, i) => {
      result[row + i] = activate(value / Math.max(length, shortest));
    });
  }
  return [fromNumbers(x.dtype, x.shape, result)];
};

/**
 * Each row's own `1 / sqrt` in fixed point, to steps of 1/128 around 0, for uint8 around 128, as the result must be
 * quantized. int8 has the factor 128 in its shift, uint8 in the stored integer (TensorFlow Lite,
 * `reference_integer_ops::L2Normalization`, `reference_ops::L2Normalization`).
 */
export const l2NormalizationQuantizedReference: Reference<L2NormalizationAttrs> = ({ attrs, inputs, quantization }) => {
  const op = "l2Normalization";
  const x = tensorAt(inputs, 0);
  if (attrs.activation !== "none") invalid({ op }, "its kernel on integers fuses no activation");
  if (x.dtype !== "int8" && x.dtype !== "uint8")
    unsupportedTypes({ op }, [x.dtype], "there is a kernel for 8 bits only");
  const { zeroPoint } = perTensorOf(op, x.quantization, "its input");
  const middle = x.dtype === "int8" ? 0 : 128;
  requireFixedScale(op, quantization[0], 1 / 128, middle);
  const depth = x.shape.at(-1) as number;
  const centred = toNumbers(x).map((value) => value - zeroPoint);
  const result = new Float64Array(centred.length);
  for (let row = 0; row < centred.length; row += depth) {
    const cells = centred.subarray(row, row + depth);
    const length = inverseSquareRoot(cells.reduce((sum, value) => sum + value * value, 0));
    const signed = { ...length, shift: length.shift + 7 };
    cells.forEach((value, i) => {
      const steps = x.dtype === "int8" ? multiplyByFixed(value, signed) : multiplyByFixed(128 * value, length);
      result[row + i] = Math.min(Math.max(steps, -128), 127) + middle;
    });
  }
  return [fromNumbers(x.dtype, x.shape, result)];
};

export const l2NormalizationExamples: readonly Example<L2NormalizationAttrs>[] = [
  {
    name: "rows of the last axis",
    attrs: { activation: "none" },
    inputs: [f32([2, 2], [3, -4, 0, 10])],
    outputs: [f32([2, 2], [0.6, -0.8, 0, 1])],
  },
  {
    name: "a row without length, relu",
    attrs: { activation: "relu" },
    inputs: [f32([3, 1], [0, 1e-7, -2])],
    outputs: [f32([3, 1], [0, 0.1, 0])],
  },
];
