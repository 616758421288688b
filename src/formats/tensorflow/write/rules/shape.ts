import type { TensorType } from "../../../../ir/index.ts";
import type { DType } from "../../../../numerics/index.ts";
import { type AttrDraft, fromStart, int, intList, type NodeWriter, type Tensor, text } from "../node-writer.ts";
import { nodes, unsupported, type WriteFamily, type WriteNode } from "../rule.ts";
import { activate } from "./activate.ts";

const first = (w: NodeWriter): TensorType => w.outputs[0] ?? w.refuse("it has no output");
const typeOf = (w: NodeWriter, position: number): DType => w.input(position).type.dtype;

/** One node over all operands; `types` names the attributes for the element types of operands by position. */
const typed =
  (
    op: string,
    types: Readonly<Record<string, number>>,
    more: Readonly<Record<string, AttrDraft>> = {},
  ): WriteNode<unknown> =>
  (w) => {
    const attrs = Object.fromEntries(Object.entries(types).map(([name, at]) => [name, w.dtype(typeOf(w, at))]));
    return w.emit(op, w.present, { ...attrs, ...more }, first(w));
  };

function rank(w: NodeWriter, x: Tensor): number {
  return x.type.shape?.length ?? w.refuse("the number of axes of its input is not known");
}

/** Cells of blocks side by side in the channels, by reshapes and a transpose: not every runtime has SpaceToDepth. */
const spaceToDepth: WriteNode<{ readonly blockSize: number }> = (w, { blockSize: b }) => {
  const x = w.input(0);
  const T = w.dtype(x.type.dtype);
  const [batch, height, width, channels] = x.type.shape ?? [];
  if (w.target.operators?.has("SpaceToDepth") !== false) {
    return w.emit("SpaceToDepth", [x], { T, block_size: int(b), data_format: text("NHWC") }, first(w));
  }
  if (typeof height !== "number" || typeof width !== "number" || typeof channels !== "number") {
    return w.refuse("the size of its picture is not known before the run");
  }
  const rows = typeof batch === "number" ? batch : -1;
  const apart: TensorType = { ...first(w), shape: undefined };
  const reshape = { T, Tshape: w.dtype("int32") };
  const cut = w.ints([rows, height / b, b, width / b, b, channels], "blocks");
  const blocks = w.emit("Reshape", [x, cut], reshape, apart);
  const order = w.ints([0, 1, 3, 2, 4, 5], "order");
  const moved = w.emit("Transpose", [blocks, order], { T, Tperm: w.dtype("int32") }, apart);
  const back = w.ints([rows, height / b, width / b, b * b * channels], "joined");
  return w.emit("Reshape", [moved, back], reshape, first(w));
};

const concatenation: WriteNode<{ readonly axis: number; readonly activation: Parameters<typeof activate>[2] }> = (
  w,
  { axis, activation },
) => {
  const parts = w.present;
  const T = w.dtype(typeOf(w, 0));
  if (parts.length === 1) return activate(w, w.emit("Identity", parts, { T }, first(w)), activation);
  const attrs = { N: int(parts.length), T, Tidx: w.dtype("int32") };
  const joined = w.emit("ConcatV2", [...parts, w.ints([axis], "axis", [])], attrs, first(w));
  return activate(w, joined, activation);
};

export const shapeRules: WriteFamily<
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
  | "pad"
  | "padV2"
  | "mirrorPad"
  | "spaceToDepth"
  | "depthToSpace"
  | "spaceToBatchNd"
  | "batchToSpaceNd"
> = {
  reshape: nodes(typed("Reshape", { T: 0, Tshape: 1 })),
  squeeze: nodes((w, { axes }) =>
    w.emit("Squeeze", w.present, { T: w.dtype(typeOf(w, 0)), squeeze_dims: intList(axes) }, first(w)),
  ),
  expandDims: nodes(typed("ExpandDims", { T: 0, Tdim: 1 })),
  transpose: nodes((w) => {
    const x = w.input(0);
    const order = fromStart(w, w.input(1), x.type.shape?.length, "order");
    const attrs = { T: w.dtype(x.type.dtype), Tperm: w.dtype(order.type.dtype) };
    return w.emit("Transpose", [x, order], attrs, first(w));
  }),
  shape: nodes((w) =>
    w.emit("Shape", w.present, { T: w.dtype(typeOf(w, 0)), out_type: w.dtype(first(w).dtype) }, first(w)),
  ),
  rank: nodes(typed("Rank", { T: 0 })),
  cast: nodes((w) =>
    w.emit("Cast", w.present, { SrcT: w.dtype(typeOf(w, 0)), DstT: w.dtype(first(w).dtype) }, first(w)),
  ),
  bitcast: nodes((w) =>
    w.emit("Bitcast", w.present, { T: w.dtype(typeOf(w, 0)), type: w.dtype(first(w).dtype) }, first(w)),
  ),
  fill: nodes(typed("Fill", { index_type: 0, T: 1 })),
  range: nodes(typed("Range", { Tidx: 0 })),
  zerosLike: nodes(typed("ZerosLike", { T: 0 })),
  concatenation: nodes(concatenation),
  pack: nodes((w, { axis }) =>
    w.emit("Pack", w.present, { N: int(w.present.length), T: w.dtype(typeOf(w, 0)), axis: int(axis) }, first(w)),
  ),
  unpack: nodes((w, { axis }) =>
    w.emitAll(
      "Unpack",
      w.present,
      { num: int(w.outputs.length), T: w.dtype(typeOf(w, 0)), axis: int(axis) },
      w.outputs,
    ),
  ),
  split: nodes((w) =>
    w.emitAll("Split", w.present, { num_split: int(w.outputs.length), T: w.dtype(typeOf(w, 1)) }, w.outputs),
  ),
  splitV: nodes((w) =>
    w.emitAll(
      "SplitV",
      w.present,
      { num_split: int(w.outputs.length), T: w.dtype(typeOf(w, 0)), Tlen: w.dtype(typeOf(w, 1)) },
      w.outputs,
    ),
  ),
  tile: nodes(typed("Tile", { T: 0, Tmultiples: 1 })),
  broadcastTo: nodes(typed("BroadcastTo", { T: 0, Tidx: 1 })),
  broadcastArgs: nodes(typed("BroadcastArgs", { T: 0 })),
  reverseV2: nodes(typed("ReverseV2", { T: 0, Tidx: 1 })),
  reverseSequence: nodes((w, { seqAxis, batchAxis }) =>
    w.emit(
      "ReverseSequence",
      w.present,
      { T: w.dtype(typeOf(w, 0)), Tlen: w.dtype(typeOf(w, 1)), seq_dim: int(seqAxis), batch_dim: int(batchAxis) },
      first(w),
    ),
  ),
  slice: nodes(typed("Slice", { T: 0, Index: 1 })),
  stridedSlice: nodes((w, attrs) => {
    if (attrs.offset) return w.refuse("its ends count from its begins, which StridedSlice does not say");
    const masks = {
      begin_mask: int(attrs.beginMask),
      end_mask: int(attrs.endMask),
      ellipsis_mask: int(attrs.ellipsisMask),
      new_axis_mask: int(attrs.newAxisMask),
      shrink_axis_mask: int(attrs.shrinkAxisMask),
    };
    return w.emit(
      "StridedSlice",
      w.present,
      { ...masks, T: w.dtype(typeOf(w, 0)), Index: w.dtype(typeOf(w, 1)) },
      first(w),
    );
  }),
  dynamicUpdateSlice: unsupported("TensorFlow has it only inside XLA"),
  pad: nodes(typed("Pad", { T: 0, Tpaddings: 1 })),
  padV2: nodes(typed("PadV2", { T: 0, Tpaddings: 1 })),
  mirrorPad: nodes((w, { mode }) =>
    w.emit(
      "MirrorPad",
      w.present,
      { T: w.dtype(typeOf(w, 0)), Tpaddings: w.dtype(typeOf(w, 1)), mode: text(mode.toUpperCase()) },
      first(w),
    ),
  ),
  spaceToDepth: nodes(spaceToDepth),
  depthToSpace: nodes((w, { blockSize }) =>
    w.emit(
      "DepthToSpace",
      w.present,
      { T: w.dtype(typeOf(w, 0)), block_size: int(blockSize), data_format: text("NHWC") },
      first(w),
    ),
  ),
  spaceToBatchNd: nodes((w) => {
    rank(w, w.input(0));
    return typed("SpaceToBatchND", { T: 0, Tblock_shape: 1, Tpaddings: 2 })(w, {});
  }),
  batchToSpaceNd: nodes(typed("BatchToSpaceND", { T: 0, Tblock_shape: 1, Tcrops: 2 })),
};
