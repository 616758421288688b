import { type Dim, fromNumbers, toNumbers } from "../../numerics/index.ts";
import { activation, bool, type FusedActivation, int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { invalid, requireEqual, shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { checkState, requireFloat, requireWeights } from "./lstm-inference.ts";
import { productOf, realVector } from "./product.ts";
import { stepType } from "./rnn-step.ts";

export interface SvdfAttrs {
  /** Filters that are added up to one unit. */
  readonly rank: number;
  readonly activation: FusedActivation;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
}

/**
 * x `[batch, features]`; features' weights `[filters, features]` and times' weights `[filters, steps]`, float32 or int8 with
 * a scale; bias `[units]`; state `[batch, filters * steps]`, the last products of every filter, oldest first. Result
 * `[batch, units]`, `units = filters / rank`.
 */
export const svdf: OpDef<"svdf", SvdfAttrs> = defineOp({
  name: "svdf",
  summary: "Filters over features and time as products of two vectors each, the last products kept between runs",
  attrs: { rank: int({ min: 1 }), activation: activation(), asymmetricQuantizeInputs: bool({ default: false }) },
  inputs: [
    { name: "x" },
    { name: "featureWeights" },
    { name: "timeWeights" },
    { name: "bias", optional: true },
    { name: "state" },
  ],
  outputs: [{ name: "y" }],
  infer(context) {
    const { rank } = context.attrs;
    requireFloat(context, 0);
    for (const at of [1, 2]) requireWeights(context, at);
    const [batch, features] = shapeOfRank(context, 0, 2) as [Dim, Dim];
    const [filters, width] = shapeOfRank(context, 1, 2) as [Dim, Dim];
    const [timeFilters, steps] = shapeOfRank(context, 2, 2) as [Dim, Dim];
    requireEqual(context, width, features, "columns of the features' weights and features");
    requireEqual(context, timeFilters, filters, "filters of both weights");
    if (typeof filters !== "number" || typeof steps !== "number")
      return invalid(context, "its number of filters is open");
    if (filters % rank !== 0) invalid(context, `${filters} filters are no multiple of the rank ${rank}`);
    checkState(context, 4, batch, filters * steps);
    if (context.inputs[3]) {
      requireFloat(context, 3);
      requireEqual(context, shapeOfRank(context, 3, 1)[0] as Dim, filters / rank, "length of the bias and units");
    }
    return [stepType(batch, filters / rank)];
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

/** TensorFlow Lite, `reference_ops::EvalFloatSVDF`, `EvalHybridSVDF`. */
export const svdfReference: Reference<SvdfAttrs> = ({ attrs, inputs, host }) => {
  const op = "svdf";
  const [x, held] = [tensorAt(inputs, 0), tensorAt(inputs, 4)];
  const [batch, features] = x.shape as [number, number];
  const [filters, steps] = tensorAt(inputs, 2).shape as [number, number];
  const addFeatures = productOf(op, tensorAt(inputs, 1), attrs.asymmetricQuantizeInputs);
  const times = realVector(op, tensorAt(inputs, 2));
  const bias = inputs[3] ? toNumbers(inputs[3]) : undefined;
  const activate = activationFunction(attrs.activation);
  const [data, state] = [toNumbers(x), toNumbers(held).slice()];
  const units = filters / attrs.rank;
  const result = new Float64Array(batch * units);
  for (let b = 0; b < batch; b++) {
    const products = new Float64Array(filters);
    addFeatures(products, data.subarray(b * features, (b + 1) * features));
    for (let unit = 0; unit < units; unit++) result[b * units + unit] = bias?.[unit] ?? 0;
    for (let filter = 0; filter < filters; filter++) {
      const memory = state.subarray((b * filters + filter) * steps, (b * filters + filter + 1) * steps);
      memory.copyWithin(0, 1);
      memory[steps - 1] = products[filter] as number;
      const over = memory.reduce((sum, value, i) => sum + value * (times[filter * steps + i] as number), 0);
      const at = b * units + Math.floor(filter / attrs.rank);
      result[at] = (result[at] as number) + over;
    }
  }
  host.keepState(4, fromNumbers(held.dtype, held.shape, state));
  return [fromNumbers("float32", [batch, units], result.map(activate))];
};

export const svdfExamples: readonly Example<SvdfAttrs>[] = [
  {
    name: "the oldest product falls out",
    attrs: { rank: 1, activation: "none", asymmetricQuantizeInputs: false },
    inputs: [
      f32([1, 2], [1, 2]),
      f32([1, 2], [10, 1]),
      f32([1, 3], [100, 10, 1]),
      f32([1], [0.5]),
      f32([1, 3], [9, 3, 2]),
    ],
    outputs: [f32([1, 1], [332.5])],
  },
  {
    name: "rank 2, relu",
    attrs: { rank: 2, activation: "relu", asymmetricQuantizeInputs: false },
    inputs: [f32([1, 1], [1]), f32([4, 1], [1, 2, -3, 1]), f32([4, 1], [1, 10, 1, 1]), null, f32([1, 4], [0, 0, 0, 0])],
    outputs: [f32([1, 2], [21, 0])],
  },
];
