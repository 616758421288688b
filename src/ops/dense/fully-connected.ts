import { type Dim, dimProduct, floorDivideDim, fromNumbers, toNumbers, unknownDim } from "../../numerics/index.ts";
import { activation, bool, type FusedActivation } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { requireOperands } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";

/** `keepNumDims`: the axes before the last stay; otherwise everything before the rows of the filter becomes one axis. */
export interface FullyConnectedAttrs {
  readonly activation: FusedActivation;
  readonly keepNumDims: boolean;
}

/**
 * x of any shape whose elements make rows of `in`, filter `[out, in]`, bias `[out]`. Result `[rows, out]`, or the shape of
 * x with `out` last.
 */
export const fullyConnected: OpDef<"fullyConnected", FullyConnectedAttrs> = defineOp({
  name: "fullyConnected",
  summary: "Rows of x times the transposed filter, plus bias",
  attrs: { activation: activation(), keepNumDims: bool({ default: false }) },
  inputs: [{ name: "x" }, { name: "filter" }, { name: "bias", optional: true }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { dtype, shape } = inputType(context, 0);
    const [out, width] = shapeOfRank(context, 1, 2) as [Dim, Dim];
    requireOperands(context, [0, 1, 2]);
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

function rowCount(context: InferContext<FullyConnectedAttrs>, shape: readonly Dim[] | undefined, width: Dim): Dim {
  if (shape === undefined || typeof width !== "number") return unknownDim;
  const total = dimProduct(shape);
  if (width === 0 || (typeof total === "number" && total % width !== 0)) {
    return invalid(context, `${total} elements do not make rows of ${width}`);
  }
  return floorDivideDim(total, width);
}

export const fullyConnectedReference: Reference<FullyConnectedAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const filter = tensorAt(inputs, 1);
  const [out, width] = filter.shape as [number, number];
  const data = toNumbers(x);
  const weights = toNumbers(filter);
  const bias = inputs[2] ? toNumbers(inputs[2]) : undefined;
  const activate = activationFunction(attrs.activation);
  const shape = staticShape(outputs);
  const result = new Float64Array(shape.reduce((product, dim) => product * dim, 1));
  for (let i = 0; i < result.length; i++) {
    const o = i % out;
    const row = ((i - o) / out) * width;
    let sum = bias?.[o] ?? 0;
    for (let k = 0; k < width; k++) sum += (data[row + k] as number) * (weights[o * width + k] as number);
    result[i] = activate(sum);
  }
  return [fromNumbers(x.dtype, shape, result)];
};

export const fullyConnectedExamples: readonly Example<FullyConnectedAttrs>[] = [
  {
    name: "axes before the last are flattened, relu",
    attrs: { activation: "relu", keepNumDims: false },
    inputs: [f32([2, 1, 2], [1, 2, 3, 4]), f32([2, 2], [1, 10, -1, -1]), f32([2], [0.5, 4])],
    outputs: [f32([2, 2], [21.5, 1, 43.5, 0])],
  },
  {
    name: "a row may gather several axes",
    attrs: { activation: "none", keepNumDims: false },
    inputs: [f32([1, 2, 2, 1], [1, 2, 3, 4]), f32([1, 4], [1, 10, 100, 1000]), null],
    outputs: [f32([1, 1], [4321])],
  },
  {
    name: "axes before the last are kept",
    attrs: { activation: "none", keepNumDims: true },
    inputs: [f32([1, 2, 2], [1, 2, 3, 4]), f32([1, 2], [1, 10]), null],
    outputs: [f32([1, 2, 1], [21, 43])],
  },
];
