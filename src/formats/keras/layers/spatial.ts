import type { ValueId } from "../../../ir/index.ts";
import type { Config } from "../config/config.ts";
import type { LayerContext } from "./context.ts";

/** Whether a layer's tensors are `[batch, channels, ...]`. Keras 1 and 2 leave the key out where it cannot matter. */
export function isChannelsFirst(config: Config): boolean {
  return config.text("data_format", "channels_last") === "channels_first";
}

/** Axes of a channels-first tensor in channels-last order. */
const toLast = (rank: number): readonly number[] => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
const toFirst = (rank: number): readonly number[] => [
  0,
  rank - 1,
  ...Array.from({ length: rank - 2 }, (_, i) => i + 1),
];

/** Computes on a channels-last tensor and gives the result back in the layer's own layout. */
export function channelsLast(context: LayerContext, x: ValueId, compute: (x: ValueId) => ValueId): ValueId {
  if (!isChannelsFirst(context.config)) return compute(x);
  const { build } = context;
  const result = compute(build.transpose(x, toLast(build.rank(x))));
  return build.transpose(result, toFirst(build.rank(result)));
}

/** Refuses an input of another rank than the layer takes. */
export function requireRank(context: LayerContext, x: ValueId, rank: number): void {
  const found = context.build.rank(x);
  if (found !== rank) context.unsupported(`it takes a tensor of rank ${rank}, one of rank ${found} is given`);
}

/** `same`, `valid` or `causal`, in whatever case. */
export function paddingOf(context: LayerContext): "same" | "valid" | "causal" {
  const text = context.config.text("padding", "valid").toLowerCase();
  return text === "same" || text === "valid" || text === "causal"
    ? text
    : context.config.refuse("padding", "same, valid or causal");
}
