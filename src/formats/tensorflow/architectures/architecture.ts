import type { ValueId } from "../../../ir/index.ts";
import type { Network, NetworkStyle } from "./network.ts";

/** How pictures become numbers before the network, in words for people. */
export const preprocessings = {
  /** Mean colour of ImageNet (Simonyan and Zisserman 2014), as TF-slim's vgg_preprocessing. */
  mean: "RGB pixels 0..255 minus 123.68, 116.78, 103.94 (--mean 123.68,116.78,103.94)",
  /** TF-slim's inception_preprocessing. */
  unit: "RGB pixels scaled to -1..1 (--mean 127.5 --std 127.5)",
} as const;

/** A published network that can be built again from its variables. */
export interface Architecture {
  readonly title: string;
  /** The scope that all of its variables are in. */
  readonly scope: string;
  /** Height and width of the pictures that it was published for. */
  readonly size: number;
  readonly preprocessing: keyof typeof preprocessings;
  readonly style: NetworkStyle;
  /** Scopes and variables within the network's own that only training uses. */
  readonly unused: readonly string[];
  /** From pictures `[batch, height, width, 3]` to the result, whose name is TF-slim's. */
  build(net: Network, pictures: ValueId, scope: string): ValueId;
}
