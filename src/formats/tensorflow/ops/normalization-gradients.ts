import { num } from "./build.ts";
import { elementsPerChannel } from "./normalization.ts";
import type { Emit } from "./rule.ts";

/**
 * Inputs `[dy, x, scale, mean, variance]`. With `xhat = (x - mean) / sqrt(variance + epsilon)` and sums per channel over n
 * elements: `dscale = sum(dy xhat)`, `doffset = sum(dy)`, and for statistics of the batch
 * `dx = scale / sqrt(variance + epsilon) (dy - (doffset + xhat dscale) / n)`; else without the second term.
 */
export const batchNormGradient: Emit = (n) => {
  const { build } = n;
  if (n.attrs.text("data_format") !== "NHWC") return n.refuse("channels-first data");
  const [dy, x, scale, mean, variance] = [n.input(0), n.input(1), n.input(2), n.input(3), n.input(4)];
  const dtype = build.dtype(scale);
  const [gradient, data] = [build.cast(dy, dtype), build.cast(x, dtype)];
  const axes = build
    .dims(x)
    .slice(0, -1)
    .map((_, axis) => axis);
  const spread = build.op("rsqrt", build.arithmetic("add", variance, num(n.attrs.float("epsilon"))));
  const normal = build.arithmetic("mul", build.arithmetic("sub", data, mean), spread);
  const offsetGradient = build.reduce("sum", gradient, axes, false);
  const scaleGradient = build.reduce("sum", build.arithmetic("mul", gradient, normal), axes, false);
  const shared = build.arithmetic("add", offsetGradient, build.arithmetic("mul", normal, scaleGradient));
  const centred = n.attrs.bool("is_training")
    ? build.arithmetic("sub", gradient, build.arithmetic("div", shared, elementsPerChannel(n, x, dtype)))
    : gradient;
  const dx = build.arithmetic("mul", centred, build.arithmetic("mul", scale, spread));
  return [build.cast(dx, build.dtype(x)), scaleGradient, offsetGradient, scaleGradient, offsetGradient];
};
