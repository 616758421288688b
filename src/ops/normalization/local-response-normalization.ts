import { fromNumbers, toNumbers } from "../../numerics/index.ts";
import { float, int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** `radius` channels on either side count. */
export interface LocalResponseNormalizationAttrs {
  readonly radius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * x `[..., channels]`: each element over `(bias + alpha * sum)^beta`, the sum of squares over channels `c - radius` to
 * `c + radius` inclusive (`tf.nn.local_response_normalization`; TensorFlow Lite's unoptimised kernel leaves out the last).
 */
export const localResponseNormalization: OpDef<"localResponseNormalization", LocalResponseNormalizationAttrs> =
  defineOp({
    name: "localResponseNormalization",
    summary: "x / (bias + alpha * sum of squares over neighbouring channels)^beta",
    attrs: {
      radius: int({ default: 5, min: 0 }),
      bias: float({ default: 1 }),
      alpha: float({ default: 1 }),
      beta: float({ default: 0.5 }),
    },
    inputs: [{ name: "x" }],
    outputs: [{ name: "y" }],
    infer(context) {
      const { dtype, shape } = inputType(context, 0);
      requireDtype(context, 0, floatTypes);
      if (shape?.length === 0) invalid(context, "a scalar has no channels");
      return [{ dtype, shape }];
    },
    effects: "pure",
    tolerance: "accumulation",
  });

/**
 * The sum slides along the channels in float32, each square added before the element that it comes first for and taken away
 * after the one that it comes last for (TensorFlow Lite, `optimized_ops::LocalResponseNormalization`): what large squares
 * leave behind by rounding is part of later sums.
 */
export const localResponseNormalizationReference: Reference<LocalResponseNormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const channels = x.shape.at(-1) as number;
  const { radius } = attrs;
  const round = x.dtype === "float64" ? (value: number) => value : Math.fround;
  const [bias, alpha] = [round(attrs.bias), round(attrs.alpha)];
  const data = toNumbers(x);
  const result = new Float64Array(data.length);
  for (let row = 0; row < data.length; row += channels) {
    const term = (c: number): number => {
      const value = c >= 0 && c < channels ? (data[row + c] as number) : 0;
      return round(round(value * value) * alpha);
    };
    let sum = 0;
    for (let c = 0; c < Math.min(radius, channels); c++) sum = round(sum + term(c));
    for (let c = 0; c < channels; c++) {
      sum = round(sum + term(c + radius));
      result[row + c] = (data[row + c] as number) / round(bias + sum) ** attrs.beta;
      sum = round(sum - term(c - radius));
    }
  }
  return [fromNumbers(x.dtype, x.shape, result)];
};

export const localResponseNormalizationExamples: readonly Example<LocalResponseNormalizationAttrs>[] = [
  {
    name: "the last neighbour counts",
    attrs: { radius: 1, bias: 0, alpha: 1, beta: 0.5 },
    inputs: [f32([1, 1, 1, 3], [3, 4, 0])],
    outputs: [f32([1, 1, 1, 3], [0.6, 0.8, 0])],
  },
  {
    name: "radius over the border, bias and alpha",
    attrs: { radius: 5, bias: 1, alpha: 2, beta: 1 },
    inputs: [f32([2, 2], [1, 1, 0, 2])],
    outputs: [f32([2, 2], [0.2, 0.2, 0, 2 / 9])],
  },
];
