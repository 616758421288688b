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

export const localResponseNormalizationReference: Reference<LocalResponseNormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const channels = x.shape.at(-1) as number;
  const data = toNumbers(x);
  const result = data.map((value, i) => {
    const c = i % channels;
    const first = i - Math.min(attrs.radius, c);
    const last = i + Math.min(attrs.radius, channels - 1 - c);
    let sum = 0;
    for (let j = first; j <= last; j++) sum += (data[j] as number) ** 2;
    return value / (attrs.bias + attrs.alpha * sum) ** attrs.beta;
  });
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
