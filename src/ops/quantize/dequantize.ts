import { type DType, fromNumbers, isFloat, isInteger, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, literal } from "../example.ts";
import { inputType, invalid, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { affineMaps } from "./affine.ts";

/**
 * x: integers with quantization parameters, or narrow floats. The result is float32 unless the node declares another
 * floating-point type; float64 stays.
 */
export const dequantize: OpDef<"dequantize", NoAttrs> = defineOp({
  name: "dequantize",
  summary: "The real numbers that stored ones stand for: (x - zeroPoint) * scale",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { dtype, shape, quantization } = inputType(context, 0);
    if (!isInteger(dtype) && !isFloat(dtype)) unsupportedTypes(context, [dtype], "it stands for no real numbers");
    if (isInteger(dtype) && quantization === undefined && context.constant(0)?.quantization === undefined) {
      invalid(context, `its ${dtype} input has no quantization`);
    }
    const declared = context.declared?.[0]?.dtype;
    const result: DType = dtype === "float64" ? "float64" : "float32";
    return [{ dtype: declared !== undefined && isFloat(declared) ? declared : result, shape }];
  },
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const dequantizeReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const dtype = outputs[0]?.dtype ?? "float32";
  if (isFloat(x.dtype)) return [fromNumbers(dtype, x.shape, toNumbers(x))];
  const mapOf = affineMaps(x.shape, x.quantization ?? invalid({ op: "dequantize" }, "its input has no quantization"));
  const reals = toNumbers(x).map((stored, i) => {
    const { scale, zeroPoint } = mapOf(i);
    return (stored - zeroPoint) * Math.fround(scale);
  });
  return [fromNumbers(dtype, x.shape, reals)];
};

function stored(t: Tensor, quantization: NonNullable<Tensor["quantization"]>): Tensor {
  return tensor(t.dtype, t.shape, t.data, quantization);
}

export const dequantizeExamples: readonly Example<NoAttrs>[] = [
  {
    name: "float16 weights",
    attrs: {},
    inputs: [literal("float16", [3], [0.5, -2, 65504])],
    outputs: [f32([3], [0.5, -2, 65504])],
  },
  {
    name: "uint8 with a zero point",
    attrs: {},
    inputs: [stored(literal("uint8", [3], [0, 128, 255]), { kind: "perTensor", scale: 0.5, zeroPoint: 128 })],
    outputs: [f32([3], [-64, 0, 63.5])],
  },
  {
    name: "int8 with a scale per row",
    attrs: {},
    inputs: [
      stored(literal("int8", [2, 2], [1, -1, 1, -1]), {
        kind: "perAxis",
        axis: 0,
        scales: [0.5, 2],
        zeroPoints: [0, 1],
      }),
    ],
    outputs: [f32([2, 2], [0.5, -0.5, 0, -4])],
  },
  {
    name: "int4 in blocks of two along the last axis",
    attrs: {},
    inputs: [
      stored(literal("int4", [2, 4], [1, 2, 3, 4, -1, -2, -3, -4]), {
        kind: "blockwise",
        axis: 1,
        blockSize: 2,
        scales: f32([2, 2], [1, 10, 100, 1000]),
      }),
    ],
    outputs: [f32([2, 4], [1, 2, 30, 40, -100, -200, -3000, -4000])],
  },
];
