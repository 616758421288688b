import {
  type Dim,
  type DType,
  dimProduct,
  elementCount,
  floorDivideDim,
  fromNumbers,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { activation, bool, type FusedActivation } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal, perAxis, perTensor, stored } from "../example.ts";
import { fusedActivation } from "../fused-activation.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { requireProduct } from "../product-operands.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { sumSteps } from "../sums.ts";
import { storedFullyConnected } from "./stored-fully-connected.ts";

/**
 * `keepNumDims`: the axes before the last stay; otherwise everything before the rows of the filter becomes one axis.
 * `asymmetricQuantizeInputs`: how real data that meets a quantized filter is quantized, row by row.
 */
export interface FullyConnectedAttrs {
  readonly activation: FusedActivation;
  readonly keepNumDims: boolean;
  readonly asymmetricQuantizeInputs: boolean;
}

/**
 * x of any shape whose elements make rows of `in`, filter `[out, in]`, bias `[out]`. Result `[rows, out]`, or the shape of
 * x with `out` last; int16 may be made of uint8.
 */
export const fullyConnected: OpDef<"fullyConnected", FullyConnectedAttrs> = defineOp({
  name: "fullyConnected",
  summary: "Rows of x times the transposed filter, plus bias",
  attrs: {
    activation: activation(),
    keepNumDims: bool({ default: false }),
    asymmetricQuantizeInputs: bool({ default: false }),
  },
  inputs: [{ name: "x" }, { name: "filter" }, { name: "bias", optional: true }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape } = inputType(context, 0);
    const dtype = resultType(context);
    const [out, width] = shapeOfRank(context, 1, 2) as [Dim, Dim];
    requireProduct(context, { data: 0, filter: 1, bias: 2, outputAxis: 0, filterOffset: true });
    if (context.inputs[2]) {
      requireEqual(context, shapeOfRank(context, 2, 1)[0] as Dim, out, "bias and rows of the filter");
    }
    if (!context.attrs.keepNumDims) return [outputType(context, dtype, [rowCount(context, shape, width), out])];
    if (shape === undefined) return [outputType(context, dtype, undefined)];
    requireEqual(context, shape.at(-1) ?? 1, width, "last axis of the data and the filter");
    return [outputType(context, dtype, [...shape.slice(0, -1), out])];
  },
  effects: "pure",
  tolerance: "accumulation",
  fusesActivation: true,
  affineFilter: { data: 0, filter: 1, bias: 2, outputAxis: 0, inputAxis: 1, coversData: () => true },
});

function resultType(context: InferContext<FullyConnectedAttrs>): DType {
  const { dtype } = inputType(context, 0);
  return dtype === "uint8" && context.declared?.[0]?.dtype === "int16" ? "int16" : dtype;
}

function rowCount(context: InferContext<FullyConnectedAttrs>, shape: readonly Dim[] | undefined, width: Dim): Dim {
  if (shape === undefined || typeof width !== "number") return unknownDim;
  const total = dimProduct(shape);
  if (width === 0 || (typeof total === "number" && total % width !== 0)) {
    return invalid(context, `${total} elements do not make rows of ${width}`);
  }
  return floorDivideDim(total, width);
}

export const fullyConnectedReference: Reference<FullyConnectedAttrs> = ({ attrs, inputs, outputs, host }) => {
  const [x, filter] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  const shape = staticShape(outputs);
  const bias = inputs[2] ? toNumbers(inputs[2]) : undefined;
  const activate = fusedActivation(attrs.activation, x.dtype);
  const [out, width] = filter.shape as [number, number];
  const [data, weights] = [toNumbers(x), toNumbers(filter)];
  const { addProducts } = sumSteps(host, x.dtype);
  const result = new Float64Array(elementCount(shape));
  for (let i = 0; i < result.length; i++) {
    const o = i % out;
    const row = ((i - o) / out) * width;
    result[i] = activate(addProducts(0, data, row, weights, o * width, 1, width) + (bias?.[o] ?? 0));
  }
  return [fromNumbers(x.dtype, shape, result)];
};

export const fullyConnectedQuantizedReference: Reference<FullyConnectedAttrs> = (context) => {
  const shape = staticShape(context.outputs);
  const dtype = context.outputs[0]?.dtype ?? "int8";
  return [fromNumbers(dtype, shape, storedFullyConnected(context, dtype), context.quantization[0])];
};

const plain = { asymmetricQuantizeInputs: false };

export const fullyConnectedExamples: readonly Example<FullyConnectedAttrs>[] = [
  {
    name: "axes before the last are flattened, relu",
    attrs: { activation: "relu", keepNumDims: false, ...plain },
    inputs: [f32([2, 1, 2], [1, 2, 3, 4]), f32([2, 2], [1, 10, -1, -1]), f32([2], [0.5, 4])],
    outputs: [f32([2, 2], [21.5, 1, 43.5, 0])],
  },
  {
    name: "a row may gather several axes",
    attrs: { activation: "none", keepNumDims: false, ...plain },
    inputs: [f32([1, 2, 2, 1], [1, 2, 3, 4]), f32([1, 4], [1, 10, 100, 1000]), null],
    outputs: [f32([1, 1], [4321])],
  },
  {
    name: "axes before the last are kept",
    attrs: { activation: "none", keepNumDims: true, ...plain },
    inputs: [f32([1, 2, 2], [1, 2, 3, 4]), f32([1, 2], [1, 10]), null],
    outputs: [f32([1, 2, 1], [21, 43])],
  },
  {
    name: "int8",
    attrs: { activation: "none", keepNumDims: false, ...plain },
    inputs: [
      stored("int8", [2, 2], [10, -20, 127, -128], perTensor(0.5, -3)),
      stored("int8", [2, 2], [1, -2, 100, 127], perTensor(0.25, 0)),
      i32([2], [3, -4]),
    ],
    outputs: [stored("int8", [2, 2], [5, 1, 7, -7], perTensor(30, 5))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "int8 and an int4 filter with a scale per output",
    attrs: { activation: "none", keepNumDims: false, ...plain },
    inputs: [
      stored("int8", [2, 2], [10, -20, 127, -128], perTensor(0.5, -3)),
      stored("int4", [2, 2], [1, -2, 7, -8], perAxis(0, [0.25, 1])),
      i32([2], [3, -4]),
    ],
    outputs: [stored("int8", [2, 2], [6, 19, 11, 124], perTensor(8, 5))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "int16",
    attrs: { activation: "none", keepNumDims: false, ...plain },
    inputs: [
      stored("int16", [1, 2], [1000, -32768], perTensor(Math.fround(0.001), 0)),
      stored("int8", [1, 2], [127, -127], perTensor(Math.fround(0.01), 0)),
      literal("int64", [1], [100000]),
    ],
    outputs: [stored("int16", [1, 1], [21943], perTensor(Math.fround(0.002), 0))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "real data and an int8 filter: each row is quantized between its extremes",
    attrs: { activation: "none", keepNumDims: false, asymmetricQuantizeInputs: true },
    inputs: [
      f32([2, 2], [0.1, -0.5, 2, 1.25]),
      stored("int8", [2, 2], [100, -50, 3, 127], perAxis(0, [Math.fround(0.01), Math.fround(0.02)])),
      f32([2], [0.5, 0]),
    ],
    outputs: [f32([2, 2], [0.8482353091239929, -1.261082410812378, 1.8764705657958984, 3.287529468536377])],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "real data and an int8 filter: each row is quantized around zero, relu",
    attrs: { activation: "relu", keepNumDims: false, ...plain },
    inputs: [
      f32([2, 2], [0.1, -0.5, 2, 1.25]),
      stored("int8", [2, 2], [100, -50, 3, 127], perTensor(Math.fround(0.01), 0)),
      f32([2], [0.5, 0]),
    ],
    outputs: [f32([2, 2], [0.8484252095222473, 0, 1.8779528141021729, 1.6399999856948853])],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "real data and an int4 filter in blocks of two",
    attrs: { activation: "none", keepNumDims: false, asymmetricQuantizeInputs: true },
    inputs: [
      f32([1, 4], [0, 255, 0, 255]),
      stored("int4", [1, 4], [1, 2, 3, -3], {
        kind: "blockwise",
        axis: 1,
        blockSize: 2,
        scales: f32([1, 2], [1, 0.5]),
      }),
      null,
    ],
    outputs: [f32([1, 1], [127.5])],
  },
];
