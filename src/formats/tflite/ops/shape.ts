import { constantTensor } from "../../../ir/index.ts";
import { fromNumbers, toNumbers } from "../../../numerics/index.ts";
import type { OpName } from "../../../ops/index.ts";
import { byDtype, inputDtype, inputRank, outputDtype, withActivation, writeActivation } from "./operand.ts";
import { operator, plain, type RuleContext, type TfliteRule } from "./rule.ts";

function transposeVersion(context: RuleContext): number {
  const dtype = inputDtype(context, 0);
  const rank = inputRank(context, 0);
  if (dtype === "float16") return 9;
  if (rank > 6 || dtype === "bfloat16") return 8;
  if (dtype === "int4") return 7;
  if (rank > 5) return 6;
  if (dtype === "int16") return 5;
  if (rank > 4) return 4;
  return byDtype(0, { bool: 3, int8: 2 })(context);
}

function castVersion(context: RuleContext): number {
  const types = [inputDtype(context, 0), outputDtype(context, 0)];
  const has = (...dtypes: readonly unknown[]): boolean => types.some((dtype) => dtypes.includes(dtype));
  if (has("int2", "uint4")) return 8;
  if (has("bfloat16")) return 7;
  if (types[0] === "int4" && types[1] === "float32") return 6;
  if (has("float64", "float16")) return 5;
  if (has("uint16")) return 4;
  if (has("int8")) return 3;
  return has("uint32") ? 2 : 1;
}

/** LiteRT 2.3.0 converts every type of the schema but the 8-bit floats. */
function castLimit(context: RuleContext): string | undefined {
  return [inputDtype(context, 0), outputDtype(context, 0)].find((dtype) => dtype?.startsWith("float8"));
}

function sliceVersion(context: RuleContext): number {
  const versions = { float16: 8, int4: 7, uint32: 6, int16: 4, string: 3, int8: 2 } as const;
  const version = byDtype(0, versions)(context);
  return inputRank(context, 0) > 4 ? Math.max(5, version) : version;
}

function padVersion(context: RuleContext): number {
  const version = byDtype(0, { bool: 5, int16: 3, int8: 2 })(context);
  return inputRank(context, 0) > 4 ? Math.max(4, version) : version;
}

function blocksVersion(context: RuleContext): number {
  if (inputDtype(context, 0) === "int16") return 4;
  if (inputRank(context, 0) !== 4) return 3;
  return inputDtype(context, 0) === "int8" ? 2 : 1;
}

/** The kernels of blocks take one or two spatial axes. */
function blocksLimit(context: RuleContext): string | undefined {
  const rank = inputRank(context, 0);
  return rank === 3 || rank === 4 ? undefined : `a tensor of ${rank} axes`;
}

/** The kernel reverses neighbouring axes only. */
function reverseLimit({ inputs }: RuleContext): string | undefined {
  const constant = inputs[1]?.constant;
  if (constant === undefined) return undefined;
  const rank = inputs[0]?.type.shape?.length ?? 0;
  const axes = Array.from(toNumbers(constantTensor(constant)), (axis) => (axis < 0 ? axis + rank : axis)).sort();
  const apart = axes.some((axis, at) => at > 0 && axis !== (axes[at - 1] as number) + 1);
  return apart || axes.length === 0 ? `the axes [${axes.join(",")}]` : undefined;
}

/** An axis counted from the front, where the rank is known: some kernels count from there only. */
const fromFront = (axis: number, context: RuleContext): number =>
  axis < 0 ? axis + Math.max(inputRank(context, 0), -axis) : axis;

function updateVersion(context: RuleContext): number {
  const version = byDtype(0, { bfloat16: 6, int4: 5, int16: 4, float16: 3 })(context);
  return version === 1 && inputDtype(context, 2) === "int64" ? 2 : version;
}

type ShapeOp = Extract<
  OpName,
  | "reshape"
  | "squeeze"
  | "expandDims"
  | "transpose"
  | "shape"
  | "rank"
  | "cast"
  | "bitcast"
  | "fill"
  | "range"
  | "zerosLike"
  | "concatenation"
  | "pack"
  | "unpack"
  | "split"
  | "splitV"
  | "tile"
  | "broadcastTo"
  | "broadcastArgs"
  | "reverseV2"
  | "reverseSequence"
  | "slice"
  | "stridedSlice"
  | "dynamicUpdateSlice"
  | "dilate"
  | "pad"
  | "padV2"
  | "mirrorPad"
  | "spaceToDepth"
  | "depthToSpace"
  | "spaceToBatchNd"
  | "batchToSpaceNd"
>;

/** Operators that move elements, or make them from shapes. */
export const shapeRules: { readonly [N in ShapeOp]: TfliteRule<N> } = {
  reshape: operator({
    code: "RESHAPE",
    table: "ReshapeOptions",
    read: (options, { inputs }) =>
      inputs.length === 1 && options.new_shape === undefined ? { refused: "it has no shape" } : {},
    write: () => ({}),
    operands(options, { inputs }) {
      const dims = options.new_shape ?? [];
      if (inputs.length !== 1) return [];
      // A single 0 was how scalars were written before rank-0 shapes (LiteRT `reshape.cc`).
      const shape = dims.length === 1 && dims[0] === 0 ? [] : dims;
      return [fromNumbers("int32", [shape.length], shape)];
    },
  }),
  squeeze: operator({
    code: "SQUEEZE",
    table: "SqueezeOptions",
    read: ({ squeeze_dims }) => ({ axes: squeeze_dims ?? [] }),
    write: ({ axes }) => ({ squeeze_dims: axes }),
    version: byDtype(0, { string: 2 }),
  }),
  expandDims: plain("EXPAND_DIMS", () => ({})),
  transpose: plain("TRANSPOSE", () => ({}), transposeVersion),
  shape: operator({
    code: "SHAPE",
    table: "ShapeOptions",
    read: (_, context) => ({ dtype: outputDtype(context, 0) ?? "int32" }),
    write: ({ dtype }) => ({ out_type: dtype }),
  }),
  rank: plain("RANK", () => ({})),
  cast: plain("CAST", (context) => ({ dtype: outputDtype(context, 0) ?? "float32" }), castVersion, castLimit),
  bitcast: plain("BITCAST", (context) => ({ dtype: outputDtype(context, 0) ?? "float32" })),
  fill: plain("FILL", () => ({}), byDtype(1, { bool: 2, string: 2, int8: 3, int16: 3, float16: 4 })),
  range: plain("RANGE", () => ({}), byDtype(0, { int64: 2 })),
  zerosLike: plain("ZEROS_LIKE", () => ({})),
  concatenation: operator({
    code: "CONCATENATION",
    table: "ConcatenationOptions",
    read: ({ axis, fused_activation_function }) => withActivation(fused_activation_function, { axis }),
    write: ({ axis, activation }) => ({ axis, fused_activation_function: writeActivation(activation) }),
    version: byDtype(0, { int8: 2, int16: 3, uint32: 4, int4: 5, float16: 6 }),
  }),
  pack: operator({
    code: "PACK",
    table: "PackOptions",
    read: ({ axis }) => ({ axis }),
    write: ({ axis }, { inputs }) => ({ axis, values_count: inputs.length }),
    version: byDtype(0, { int8: 2, int16: 3, uint32: 4 }),
  }),
  unpack: operator({
    code: "UNPACK",
    table: "UnpackOptions",
    read: ({ axis }) => ({ axis }),
    write: ({ axis }, { outputs }) => ({ axis, num: outputs.length }),
    version: byDtype(0, { int8: 2, uint8: 2, bool: 3, int16: 4, float16: 5, bfloat16: 5 }),
  }),
  split: operator({
    code: "SPLIT",
    table: "SplitOptions",
    read: () => ({}),
    write: (_, { outputs }) => ({ num_splits: outputs.length }),
    version: byDtype(1, { int8: 2, int32: 3, int16: 4 }),
  }),
  splitV: operator({
    code: "SPLIT_V",
    table: "SplitVOptions",
    read: () => ({}),
    write: (_, { outputs }) => ({ num_splits: outputs.length }),
    version: byDtype(0, { int8: 2, int16: 2 }),
  }),
  tile: plain("TILE", () => ({}), byDtype(0, { string: 2, int8: 3 })),
  // Version 1 was taken back; its code went to another operator.
  broadcastTo: plain(
    "BROADCAST_TO",
    () => ({}),
    (context) => Math.max(2, byDtype(0, { int8: 3, int16: 3 })(context)),
  ),
  broadcastArgs: plain("BROADCAST_ARGS", () => ({})),
  reverseV2: plain("REVERSE_V2", () => ({}), byDtype(0, { bool: 2, int8: 3 }), reverseLimit),
  reverseSequence: operator({
    code: "REVERSE_SEQUENCE",
    table: "ReverseSequenceOptions",
    read: ({ seq_dim, batch_dim }) => ({ seqAxis: seq_dim, batchAxis: batch_dim }),
    write: ({ seqAxis, batchAxis }, context) => ({
      seq_dim: fromFront(seqAxis, context),
      batch_dim: fromFront(batchAxis, context),
    }),
  }),
  slice: plain("SLICE", () => ({}), sliceVersion),
  stridedSlice: operator({
    code: "STRIDED_SLICE",
    table: "StridedSliceOptions",
    read: (options) => ({
      beginMask: options.begin_mask,
      endMask: options.end_mask,
      ellipsisMask: options.ellipsis_mask,
      newAxisMask: options.new_axis_mask,
      shrinkAxisMask: options.shrink_axis_mask,
      offset: options.offset,
    }),
    write: (attrs) => ({
      begin_mask: attrs.beginMask,
      end_mask: attrs.endMask,
      ellipsis_mask: attrs.ellipsisMask,
      new_axis_mask: attrs.newAxisMask,
      shrink_axis_mask: attrs.shrinkAxisMask,
      offset: attrs.offset,
    }),
    version(context, attrs) {
      if (attrs.offset) return 8;
      if (inputDtype(context, 0) === "uint32") return 7;
      if (attrs.ellipsisMask !== 0 || attrs.newAxisMask !== 0) return 6;
      if (inputDtype(context, 0) === "string") return 5;
      if (inputRank(context, 0) > 4) return 4;
      return byDtype(0, { bool: 3, int8: 2 })(context);
    },
    limit: (context) => (inputRank(context, 0) > 5 ? `a tensor of ${inputRank(context, 0)} axes` : undefined),
  }),
  dynamicUpdateSlice: plain("DYNAMIC_UPDATE_SLICE", () => ({}), updateVersion),
  dilate: plain("DILATE", () => ({})),
  pad: plain("PAD", () => ({}), padVersion),
  padV2: plain("PADV2", () => ({}), padVersion),
  mirrorPad: operator({
    code: "MIRROR_PAD",
    table: "MirrorPadOptions",
    read: ({ mode }) => ({ mode: mode === "SYMMETRIC" ? "symmetric" : "reflect" }),
    write: ({ mode }) => ({ mode: mode === "symmetric" ? "SYMMETRIC" : "REFLECT" }) as const,
    version: byDtype(0, { int8: 2, int16: 3 }),
  }),
  spaceToDepth: operator({
    code: "SPACE_TO_DEPTH",
    table: "SpaceToDepthOptions",
    read: ({ block_size }) => ({ blockSize: block_size }),
    write: ({ blockSize }) => ({ block_size: blockSize }),
    version: byDtype(0, { int8: 2 }),
  }),
  depthToSpace: operator({
    code: "DEPTH_TO_SPACE",
    table: "DepthToSpaceOptions",
    read: ({ block_size }) => ({ blockSize: block_size }),
    write: ({ blockSize }) => ({ block_size: blockSize }),
    version: byDtype(0, { int8: 2 }),
  }),
  spaceToBatchNd: plain("SPACE_TO_BATCH_ND", () => ({}), blocksVersion, blocksLimit),
  batchToSpaceNd: plain("BATCH_TO_SPACE_ND", () => ({}), blocksVersion, blocksLimit),
};
