import type { ValueId } from "../../ir/index.ts";
import { type Build, num } from "./emit/build.ts";
import type { LayerTable } from "./layers/definition.ts";

/** Custom code with a published meaning. */
export interface PublishedCode {
  readonly formula: string;
  readonly apply: (b: Build, x: ValueId) => ValueId;
}

/**
 * Functions that files name without a package and whose published meaning is one: users registered them under these names
 * before Keras had them. The list is short on purpose; a name that resembles one of them is not one of them.
 */
export const publishedFunctions: Readonly<Record<string, PublishedCode>> = {
  // MobileNetV3 of the paper (Howard et al. 2019); registered under this name in Keras code before Keras 3 had hard_silu.
  h_swish: { formula: "x * relu6(x + 3) / 6", apply: (b, x) => b.unary("hardSwish", x) },
  // Gate of the squeeze-and-excite blocks of the same paper.
  h_sigmoid: {
    formula: "relu6(x + 3) / 6",
    apply: (b, x) => b.arithmetic("mul", b.unary("relu6", b.arithmetic("add", x, num(3))), num(1 / 6)),
  },
};

/**
 * Classes that files name without a package, or in the default package `Custom`, and that have one published meaning:
 * `FixedDropout` and `Swish` of the packages `efficientnet` (qubvel) and `segmentation_models`.
 */
export const publishedLayers: LayerTable = {
  FixedDropout: { emit: ({ input }) => input, trainingOnly: true, mask: "pass" },
  Swish: { emit: ({ build, input }) => build.unary("silu", input), mask: "pass" },
};
