import { reshapeConstant, type ValueId } from "../../../ir/index.ts";
import { elementCount, fromNumbers, isStaticShape, toNumbers } from "../../../numerics/index.ts";
import type { PlainOp } from "./build.ts";
import type { shapeDefinitions } from "./definitions/shape.ts";
import { constantOf, int32Input } from "./operands.ts";
import type { Emit, Family, NodeContext } from "./rule.ts";
import { dynamicStitch, invertPermutation, linearSpace, scatterInto, triangularBand } from "./stitch.ts";

/** The same operator, with int32 operands at the given positions. */
const withInts =
  (op: PlainOp, ...positions: readonly number[]): Emit =>
  (n) =>
    n.build.op(op, ...n.inputs.map((input, i) => (positions.includes(i) ? int32Input(n, i) : input)));

const same: Emit = (n) => n.input(0);
const refused = (refused: string) => ({ refused });
const sets = refused("there is no operator for it with these outputs");

/** The one axis that an input names; it decides shapes, so it must be known. */
function axisInput(n: NodeContext, position: number): number {
  const [axis] = n.known(position, "its axis");
  return axis ?? n.refuse("its axis is missing");
}

function concatenate(n: NodeContext, axis: number, values: readonly ValueId[]): ValueId {
  // A vector of nothing joins any vector: what TensorFlow 1 makes of an empty list.
  const parts = values.filter((value) => !isEmptyVector(n, value));
  return n.build.concat(parts.length === 0 ? values.slice(0, 1) : parts, axis);
}

function isEmptyVector(n: NodeContext, value: ValueId): boolean {
  const { shape } = n.emit.type(value);
  return shape?.length === 1 && shape[0] === 0;
}

const reshape: Emit = (n) => {
  const constant = constantOf(n, n.input(0));
  const target = n.emit.known(n.input(1));
  // A reshaped weight stays a weight: nothing is computed.
  if (constant !== undefined && constant.origin.kind === "source" && target !== undefined && isStaticShape(target)) {
    const total = constant.shape.reduce((product, dim) => product * dim, 1);
    const fixed = target.filter((dim) => dim !== -1).reduce((product, dim) => product * dim, 1);
    const shape = target.map((dim) => (dim === -1 ? total / fixed : dim));
    if (shape.reduce((product, dim) => product * dim, 1) === total) {
      return n.emit.constant(reshapeConstant(constant, shape), n.name);
    }
  }
  if (target !== undefined && isStaticShape(target) && holdsBatch(n, target)) {
    return n.build.reshape(n.input(0), [-1, ...target.slice(1)]);
  }
  return n.build.op("reshape", n.input(0), int32Input(n, 1));
};

/** Whether a target begins with the batch size of training, while the batch itself is open. */
function holdsBatch(n: NodeContext, target: readonly number[]): boolean {
  const [baked] = target;
  if (baked === undefined || baked < 1 || target.includes(-1)) return false;
  const [batch, ...rest] = n.emit.type(n.input(0)).shape ?? [];
  if (batch === undefined || typeof batch === "number" || !isStaticShape(rest)) return false;
  return elementCount(rest) === elementCount(target.slice(1)) && n.opensBatch(baked);
}

const gather =
  (axis: (n: NodeContext) => number, batchDims: (n: NodeContext) => number): Emit =>
  (n) =>
    n.emit.one("gather", [n.input(0), n.input(1)], { axis: axis(n), batchDims: batchDims(n) });

const stridedSlice: Emit = (n) =>
  n.emit.one("stridedSlice", [n.input(0), int32Input(n, 1), int32Input(n, 2), int32Input(n, 3)], {
    beginMask: n.attrs.int("begin_mask"),
    endMask: n.attrs.int("end_mask"),
    ellipsisMask: n.attrs.int("ellipsis_mask"),
    newAxisMask: n.attrs.int("new_axis_mask"),
    shrinkAxisMask: n.attrs.int("shrink_axis_mask"),
    offset: false,
  });

const mirrorPad: Emit = (n) => {
  const mode = n.attrs.text("mode").toLowerCase();
  if (mode !== "reflect" && mode !== "symmetric") return n.refuse(`mode ${mode}`);
  return n.emit.one("mirrorPad", [n.input(0), int32Input(n, 1)], { mode });
};

const shapeDtype = (n: NodeContext): "int32" | "int64" => (n.attrs.dtype("out_type") === "int64" ? "int64" : "int32");

const size: Emit = (n) => {
  const { shape } = n.emit.type(n.input(0));
  const dtype = shapeDtype(n);
  if (isStaticShape(shape))
    return n.build.scalar(
      shape.reduce((product, dim) => product * dim, 1),
      dtype,
    );
  return n.build.reduce("reduceProd", n.emit.one("shape", [n.input(0)], { dtype }), [0], false);
};

/** Blocks of one size along height and width, as TensorFlow 1 gives them by an attribute. */
function squareBlocks(n: NodeContext, op: "spaceToBatchNd" | "batchToSpaceNd"): ValueId {
  const block = n.attrs.int("block_size");
  return n.build.op(op, n.input(0), n.emit.ints([block, block], "block"), int32Input(n, 1));
}

const blocks =
  (op: "depthToSpace" | "spaceToDepth"): Emit =>
  (n) => {
    if (n.attrs.text("data_format") !== "NHWC") return n.refuse(`data_format ${n.attrs.text("data_format")}`);
    return n.emit.one(op, [n.input(0)], { blockSize: n.attrs.int("block_size") });
  };

const reverse: Emit = (n) => {
  const flags = n.constant(1);
  if (flags === undefined) return n.refuse("the axes that it reverses are not known before the run");
  const axes = [...toNumbers(flags)].flatMap((flag, axis) => (flag === 0 ? [] : [axis]));
  return axes.length === 0 ? n.input(0) : n.build.op("reverseV2", n.input(0), n.emit.ints(axes, "axes"));
};

/** Which diagonal the newer forms name; only the main one has an operator. */
function mainDiagonal(n: NodeContext, position: number): void {
  if (n.known(position, "the diagonal").some((k) => k !== 0)) n.refuse("another diagonal than the main one");
}

const unique: Emit = (n) => n.emit.op("unique", [n.input(0)], { indexType: n.attrs.dtype("out_idx") });

/** A dimension or a format in another order of axes: known numbers only. */
const formatMap: Emit = (n) => {
  const [from, to] = [n.attrs.text("src_format"), n.attrs.text("dst_format")];
  const places = [...to].map((letter) => from.indexOf(letter));
  if (n.op === "DataFormatVecPermute") {
    const known = n.known(0, "its vector");
    return n.emit.ints(
      places.slice(0, known.length).map((at) => known[at] ?? 0),
      "permuted",
    );
  }
  const dims = n.known(0, "its dimension").map((dim) => to.indexOf(from.at(dim) ?? ""));
  return n.emit.literal(fromNumbers("int32", n.constant(0)?.shape ?? [], dims), "dimension");
};

const roll: Emit = (n) => {
  const [shifts, axes] = [n.known(1, "its shift"), n.known(2, "its axis")];
  return shifts.reduce<ValueId>((x, shift, i) => {
    const axis = n.build.axis(x, axes[i] ?? 0);
    const extent = n.build.dims(x)[axis];
    if (typeof extent !== "number") return n.refuse("the axis it rolls has no known extent");
    const by = extent === 0 ? 0 : ((shift % extent) + extent) % extent;
    if (by === 0) return x;
    return n.build.concat(
      [n.build.sliceAxis(x, axis, extent - by, by), n.build.sliceAxis(x, axis, 0, extent - by)],
      axis,
    );
  }, n.input(0));
};

/** Operators that move elements. */
export const shapeOps: Family<keyof typeof shapeDefinitions> = {
  Reshape: reshape,
  Squeeze: (n) => n.emit.one("squeeze", [n.input(0)], { axes: n.attrs.ints("squeeze_dims") }),
  ExpandDims: withInts("expandDims", 1),
  Transpose: withInts("transpose", 1),
  ConjugateTranspose: withInts("transpose", 1),
  Concat: (n) => concatenate(n, axisInput(n, 0), n.inputs.slice(1)),
  ConcatV2: (n) => concatenate(n, axisInput(n, n.inputs.length - 1), n.inputs.slice(0, -1)),
  ConcatOffset: refused("the offsets of a concatenation serve gradients only"),
  Pack: (n) => n.emit.one("pack", n.inputs, { axis: n.attrs.int("axis") }),
  ParallelConcat: (n) => n.build.concat(n.inputs, 0),
  Unpack: (n) => n.emit.op("unpack", [n.input(0)], { axis: n.attrs.int("axis") }, { outputs: n.attrs.int("num") }),
  Split: (n) => n.emit.op("split", [int32Input(n, 0), n.input(1)], {}, { outputs: n.attrs.int("num_split") }),
  SplitV: (n) =>
    n.emit.op("splitV", [n.input(0), int32Input(n, 1), int32Input(n, 2)], {}, { outputs: n.attrs.int("num_split") }),
  Slice: withInts("slice", 1, 2),
  StridedSlice: stridedSlice,
  Tile: withInts("tile", 1),
  Pad: withInts("pad", 1),
  PadV2: withInts("padV2", 1),
  MirrorPad: mirrorPad,
  Gather: gather(
    () => 0,
    () => 0,
  ),
  GatherV2: gather(
    (n) => axisInput(n, 2),
    (n) => n.attrs.int("batch_dims"),
  ),
  GatherNd: (n) => n.build.op("gatherNd", n.input(0), n.input(1)),
  Shape: (n) => n.emit.one("shape", [n.input(0)], { dtype: shapeDtype(n) }),
  ShapeN: (n) => n.inputs.map((input) => n.emit.one("shape", [input], { dtype: shapeDtype(n) })),
  Size: size,
  Rank: (n) => n.build.op("rank", n.input(0)),
  Fill: withInts("fill", 0),
  BroadcastTo: withInts("broadcastTo", 1),
  BroadcastArgs: (n) => n.build.op("broadcastArgs", n.input(0), n.input(1)),
  Range: (n) => n.build.op("range", n.input(0), n.input(1), n.input(2)),
  LinSpace: linearSpace,
  OneHot: (n) =>
    n.emit.one("oneHot", [n.input(0), int32Input(n, 1), n.input(2), n.input(3)], { axis: n.attrs.int("axis") }),
  SpaceToBatch: (n) => squareBlocks(n, "spaceToBatchNd"),
  SpaceToBatchND: withInts("spaceToBatchNd", 1, 2),
  BatchToSpace: (n) => squareBlocks(n, "batchToSpaceNd"),
  BatchToSpaceND: withInts("batchToSpaceNd", 1, 2),
  DepthToSpace: blocks("depthToSpace"),
  SpaceToDepth: blocks("spaceToDepth"),
  Reverse: reverse,
  ReverseV2: withInts("reverseV2", 1),
  ReverseSequence: (n) =>
    n.emit.one("reverseSequence", [n.input(0), int32Input(n, 1)], {
      seqAxis: n.attrs.int("seq_dim"),
      batchAxis: n.attrs.int("batch_dim"),
    }),
  Unique: unique,
  UniqueV2: sets,
  UniqueWithCounts: sets,
  ScatterNd: withInts("scatterNd", 0, 2),
  TensorScatterUpdate: scatterInto,
  TensorScatterAdd: (n) =>
    n.build.arithmetic(
      "add",
      n.input(0),
      n.build.op("scatterNd", int32Input(n, 1), n.input(2), n.build.shapeOf(n.input(0))),
    ),
  TensorScatterSub: (n) =>
    n.build.arithmetic(
      "sub",
      n.input(0),
      n.build.op("scatterNd", int32Input(n, 1), n.input(2), n.build.shapeOf(n.input(0))),
    ),
  SparseToDense: (n) =>
    n.emit.one("sparseToDense", [int32Input(n, 0), int32Input(n, 1), n.input(2), n.input(3)], {
      validateIndices: false,
    }),
  MatrixDiag: (n) => n.build.op("matrixDiag", n.input(0)),
  MatrixDiagV2: (n) => {
    mainDiagonal(n, 1);
    return n.build.op("matrixDiag", n.input(0));
  },
  MatrixDiagV3: (n) => {
    mainDiagonal(n, 1);
    return n.build.op("matrixDiag", n.input(0));
  },
  MatrixSetDiag: (n) => n.build.op("matrixSetDiag", n.input(0), n.input(1)),
  MatrixSetDiagV2: (n) => {
    mainDiagonal(n, 2);
    return n.build.op("matrixSetDiag", n.input(0), n.input(1));
  },
  MatrixSetDiagV3: (n) => {
    mainDiagonal(n, 2);
    return n.build.op("matrixSetDiag", n.input(0), n.input(1));
  },
  MatrixDiagPart: refused("there is no operator that takes diagonals"),
  MatrixDiagPartV2: refused("there is no operator that takes diagonals"),
  MatrixDiagPartV3: refused("there is no operator that takes diagonals"),
  MatrixBandPart: triangularBand,
  InvertPermutation: invertPermutation,
  DynamicStitch: dynamicStitch,
  ParallelDynamicStitch: dynamicStitch,
  DynamicPartition: refused("the sizes of its outputs depend on the data"),
  EnsureShape: same,
  Bucketize: (n) => n.emit.one("bucketize", [n.input(0)], { boundaries: n.attrs.floats("boundaries") }),
  Roll: roll,
  Diag: sets,
  DiagPart: sets,
  ImmutableConst: refused("its elements lie in a memory region of the process that made the graph"),
  DataFormatDimMap: formatMap,
  DataFormatVecPermute: formatMap,
  XlaDynamicUpdateSlice: (n) => n.build.op("dynamicUpdateSlice", n.input(0), n.input(1), int32Input(n, 2)),
};
