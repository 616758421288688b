import type { Dim, DType, Shape } from "../../numerics/index.ts";
import {
  broadcastShapes,
  elementCount,
  formatShape,
  fromNumbers,
  isFloat,
  toBigInts,
  toNumbers,
} from "../../numerics/index.ts";
import { bool } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { numberTypes } from "../dtypes.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { inputType, invalid, outputType, requireEqual } from "../infer.ts";
import { requireProduct } from "../product-operands.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";
import { sumSteps } from "../sums.ts";
import { type BatchMatmulAttrs, type Matrices, matricesOf, productTerms } from "./matrices.ts";
import { storedBatchMatmul } from "./stored-batch-matmul.ts";

/**
 * a `[..., rows, inner]`, b `[..., inner, columns]`; the axes in front broadcast. Result `[..., rows, columns]`; of int8
 * operands it may be int32, the plain sums of products.
 */
export const batchMatmul: OpDef<"batchMatmul", BatchMatmulAttrs> = defineOp({
  name: "batchMatmul",
  summary: "Products of the matrices in the last two axes, axes in front broadcast",
  attrs: {
    adjX: bool({ default: false }),
    adjY: bool({ default: false }),
    asymmetricQuantizeInputs: bool({ default: false }),
  },
  inputs: [{ name: "a" }, { name: "b" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const outputAxis = (inputType(context, 1).shape?.length ?? 2) - (context.attrs.adjY ? 2 : 1);
    requireProduct(context, {
      data: 0,
      filter: 1,
      outputAxis,
      filterOffset: true,
      integersOneScale: true,
      numbers: numberTypes,
    });
    const dtype = resultType(context);
    const a = matrices(context, 0, context.attrs.adjX);
    const b = matrices(context, 1, context.attrs.adjY);
    if (a === undefined || b === undefined) return [outputType(context, dtype, undefined)];
    requireEqual(context, a.columns, b.rows, "columns of the first operand and rows of the second");
    const batch = broadcastShapes(a.batch, b.batch);
    if (batch === undefined) {
      return invalid(context, `batches ${formatShape(a.batch)} and ${formatShape(b.batch)} do not broadcast`);
    }
    requireWholeResult(context, a, b);
    return [outputType(context, dtype, [...batch, a.rows, b.columns])];
  },
  effects: "pure",
  tolerance: "accumulation",
});

/**
 * Refuses products of stored integers of which TensorFlow Lite's kernels compute a part only: where the first operand is
 * adjoint and its matrices along the last axis of the batch meet one of the second (its `float32` kernels leave it unset too).
 */
function requireWholeResult(context: InferContext<BatchMatmulAttrs>, a: Matrices<Dim>, b: Matrices<Dim>): void {
  const stored = context.inputs.some((type) => type?.quantization !== undefined && !isFloat(type.dtype));
  if (!stored || !context.attrs.adjX || b.batch.at(-1) !== 1) return;
  const count = a.batch.at(-1);
  if (typeof count !== "number" || count < 2) return;
  const why = `its first operand is adjoint and has ${count} matrices for one of its second`;
  invalid(context, `${why}: the kernels of TensorFlow Lite compute the first and leave the rest of the result unset`);
}

function resultType(context: InferContext<BatchMatmulAttrs>): DType {
  const { dtype } = inputType(context, 0);
  return dtype === "int8" && context.declared?.[0]?.dtype === "int32" ? "int32" : dtype;
}

function matrices(context: InferContext<BatchMatmulAttrs>, input: number, adjoint: boolean): Matrices<Dim> | undefined {
  const shape: Shape = inputType(context, input).shape;
  if (shape === undefined) return undefined;
  if (shape.length < 2) return invalid(context, `input ${input} has shape ${formatShape(shape)}, expected matrices`);
  return matricesOf(shape, adjoint);
}

export const batchMatmulReference: Reference<BatchMatmulAttrs> = ({ attrs, inputs, outputs, host }) => {
  const x = tensorAt(inputs, 0);
  const y = tensorAt(inputs, 1);
  const shape = staticShape(outputs);
  if (isFloat(x.dtype)) {
    const [a, b] = [toNumbers(x), toNumbers(y)];
    const { add } = sumSteps(host, x.dtype);
    const result = new Float64Array(elementCount(shape));
    productTerms(x.shape, y.shape, shape, attrs, (to, i, j) => {
      result[to] = add(result[to] as number, (a[i] as number) * (b[j] as number));
    });
    return [fromNumbers(x.dtype, shape, result)];
  }
  const [a, b] = [toBigInts(x), toBigInts(y)];
  const result = new BigInt64Array(elementCount(shape));
  productTerms(x.shape, y.shape, shape, attrs, (to, i, j) => {
    result[to] = (result[to] as bigint) + (a[i] as bigint) * (b[j] as bigint);
  });
  return [fromBigInts(x.dtype, shape, result)];
};

export const batchMatmulQuantizedReference: Reference<BatchMatmulAttrs> = (context) => {
  const shape = staticShape(context.outputs);
  const dtype = context.outputs[0]?.dtype ?? "int8";
  return [fromNumbers(dtype, shape, storedBatchMatmul(context), context.quantization[0])];
};

export const batchMatmulExamples: readonly Example<BatchMatmulAttrs>[] = [
  {
    name: "one matrix for the whole batch",
    attrs: { adjX: false, adjY: false, asymmetricQuantizeInputs: false },
    inputs: [f32([2, 1, 2], [1, 2, 3, 4]), f32([2, 2], [1, 10, 100, 1000])],
    outputs: [f32([2, 1, 2], [201, 2010, 403, 4030])],
  },
  {
    name: "both adjoint",
    attrs: { adjX: true, adjY: true, asymmetricQuantizeInputs: false },
    inputs: [f32([2, 1], [1, 2]), f32([3, 2], [1, 10, 2, 20, 3, 30])],
    outputs: [f32([1, 3], [21, 42, 63])],
  },
  {
    name: "batches broadcast against each other, int32 wraps",
    attrs: { adjX: false, adjY: false, asymmetricQuantizeInputs: false },
    inputs: [i32([2, 1, 1, 1], [65536, 3]), i32([1, 2, 1, 1], [65536, 5])],
    outputs: [i32([2, 2, 1, 1], [0, 327680, 196608, 15])],
  },
  {
    name: "int8, the first operand adjoint",
    attrs: { adjX: true, adjY: false, asymmetricQuantizeInputs: false },
    inputs: [
      stored("int8", [2, 2], [10, -20, 127, -128], perTensor(0.5, -3)),
      stored("int8", [2, 2], [1, -2, 100, 127], perTensor(0.25, 7)),
    ],
    outputs: [stored("int8", [2, 2], [20, 24, -9, -14], perTensor(100, 5))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "int8, the sums as they are",
    attrs: { adjX: false, adjY: false, asymmetricQuantizeInputs: false },
    inputs: [
      stored("int8", [2, 2], [10, -20, 127, -128], perTensor(0.5, -3)),
      stored("int8", [2, 2], [1, -2, 100, 127], perTensor(0.25, 7)),
    ],
    outputs: [i32([2, 2], [-1990, -2560, -12673, -16510])],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "a real first operand is quantized row by row",
    attrs: { adjX: false, adjY: false, asymmetricQuantizeInputs: true },
    inputs: [
      f32([2, 2], [0.1, -0.5, 2, 1.25]),
      stored("int8", [2, 2], [100, -50, 3, 127], perTensor(Math.fround(0.01), 0)),
    ],
    outputs: [f32([2, 2], [0.08385882526636124, -0.6829176545143127, 2.03741192817688, 0.5837647318840027])],
    oracle: "LiteRT 2.3.0, optimized kernel",
  },
];
