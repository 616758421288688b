import { isStaticShape } from "../../../numerics/index.ts";
import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { type OperatorRule, operator, plain, refuse, type TfliteRule } from "./rule.ts";

type StablehloOp = Extract<
  OpName,
  | "stablehloPad"
  | "stablehloGather"
  | "stablehloScatter"
  | "stablehloReduceWindow"
  | "rngBitGenerator"
  | "leftShift"
  | "bitwiseAnd"
  | "switchCase"
>;

/** 64-bit numbers of options, which are texts where a double does not hold them. */
const numbers = (list: readonly (number | string)[] | undefined): readonly number[] => (list ?? []).map(Number);

/** StableHLO operators that runtimes have kernels for. */
export const stablehloRules: { readonly [N in StablehloOp]: TfliteRule<N> } = {
  stablehloPad: operator({
    code: "STABLEHLO_PAD",
    table: "StablehloPadOptions",
    read: ({ edge_padding_low, edge_padding_high, interior_padding }) => ({
      low: numbers(edge_padding_low),
      high: numbers(edge_padding_high),
      interior: numbers(interior_padding),
    }),
    write: ({ low, high, interior }) => ({
      edge_padding_low: low,
      edge_padding_high: high,
      interior_padding: interior,
    }),
  }),
  stablehloGather: operator({
    code: "STABLEHLO_GATHER",
    table: "StablehloGatherOptions",
    read: (options) => ({
      offsetDims: numbers(options.offset_dims),
      collapsedSliceDims: numbers(options.collapsed_slice_dims),
      startIndexMap: numbers(options.start_index_map),
      indexVectorDim: Number(options.index_vector_dim),
      sliceSizes: numbers(options.slice_sizes),
    }),
    write: (attrs) => ({
      offset_dims: attrs.offsetDims,
      collapsed_slice_dims: attrs.collapsedSliceDims,
      start_index_map: attrs.startIndexMap,
      index_vector_dim: attrs.indexVectorDim,
      slice_sizes: attrs.sliceSizes,
    }),
  }),
  stablehloScatter: operator({
    code: "STABLEHLO_SCATTER",
    table: "StablehloScatterOptions",
    read: (options) => ({
      updateWindowDims: numbers(options.update_window_dims),
      insertedWindowDims: numbers(options.inserted_window_dims),
      scatterDimsToOperandDims: numbers(options.scatter_dims_to_operand_dims),
      indexVectorDim: Number(options.index_vector_dim),
    }),
    write: (attrs) => ({
      update_window_dims: attrs.updateWindowDims,
      inserted_window_dims: attrs.insertedWindowDims,
      scatter_dims_to_operand_dims: attrs.scatterDimsToOperandDims,
      index_vector_dim: attrs.indexVectorDim,
    }),
  }),
  stablehloReduceWindow: operator({
    code: "STABLEHLO_REDUCE_WINDOW",
    table: "StablehloReduceWindowOptions",
    read: (options) => ({
      window: numbers(options.window_dimensions),
      strides: numbers(options.window_strides),
      baseDilations: numbers(options.base_dilations),
      windowDilations: numbers(options.window_dilations),
      padding: numbers(options.padding),
    }),
    write: (attrs) => ({
      window_dimensions: attrs.window,
      window_strides: attrs.strides,
      base_dilations: attrs.baseDilations,
      window_dilations: attrs.windowDilations,
      padding: attrs.padding,
    }),
  }),
  rngBitGenerator: operator({
    code: "STABLEHLO_RNG_BIT_GENERATOR",
    table: "StablehloRngBitGeneratorOptions",
    read: ({ algorithm }, { outputs }) => {
      const type = outputs[1]?.type;
      if (type === undefined || !isStaticShape(type.shape)) return refuse("the shape of its result is open");
      return { algorithm: algorithm === "THREEFRY" ? "threefry" : "philox", dtype: type.dtype, shape: type.shape };
    },
    write: ({ algorithm }) => ({ algorithm: algorithm === "threefry" ? "THREEFRY" : "PHILOX" }) as const,
  }),
  bitwiseAnd: plain("STABLEHLO_AND", ({ inputs }) =>
    inputs[0]?.type.dtype === "bool" ? refuse("it joins truth values") : {},
  ),
  leftShift: plain("STABLEHLO_SHIFT_LEFT", () => ({})),
  switchCase: operator({
    code: "STABLEHLO_CASE",
    table: "StablehloCaseOptions",
    read: () => ({}),
    write: () => ({}),
  }),
};

type AliasedOp = "add" | "mul" | "maximum" | "minimum" | "logicalAnd";

/** An operator of ours that a built-in operator beside its own one means; it is read so, and written as its own. */
export interface Alias {
  readonly op: OpName;
  readonly rule: OperatorRule<unknown>;
}

const alias = <N extends AliasedOp>(op: N, rule: OperatorRule<AttrsOf<N>>): Alias => ({
  op,
  rule: rule as OperatorRule<unknown>,
});

/** StableHLO operators that are ours without broadcasting. */
export const stablehloAliases: readonly Alias[] = [
  alias(
    "add",
    plain<AttrsOf<"add">>("STABLEHLO_ADD", () => ({ activation: "none" })),
  ),
  alias(
    "mul",
    plain<AttrsOf<"mul">>("STABLEHLO_MULTIPLY", () => ({ activation: "none" })),
  ),
  alias(
    "maximum",
    plain("STABLEHLO_MAXIMUM", () => ({})),
  ),
  alias(
    "minimum",
    plain("STABLEHLO_MINIMUM", () => ({})),
  ),
  alias(
    "logicalAnd",
    plain("STABLEHLO_AND", ({ inputs }) =>
      inputs[0]?.type.dtype === "bool" ? {} : refuse("it joins the bits of integers"),
    ),
  ),
];
