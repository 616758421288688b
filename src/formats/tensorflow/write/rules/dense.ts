import type { TensorType } from "../../../../ir/index.ts";
import type { AttrsOf } from "../../../../ops/index.ts";
import { bool, float, int, type NodeWriter, shaped, type Tensor } from "../node-writer.ts";
import { decompose, nodes, type WriteFamily, type WriteNode } from "../rule.ts";
import { activate } from "./activate.ts";
import { finish, transposed } from "./convolution.ts";

const first = (w: NodeWriter): TensorType => w.outputs[0] ?? w.refuse("it has no output");

/** Rows of x: a matrix as it is, else a reshape to one. */
function rows(w: NodeWriter, x: Tensor, columns: number): Tensor {
  if (x.type.shape?.length === 2 && x.type.shape[1] === columns) return x;
  const attrs = { T: w.dtype(x.type.dtype), Tshape: w.dtype("int32") };
  return w.emit("Reshape", [x, w.ints([-1, columns], "rows")], attrs, shaped(x.type, undefined));
}

const fullyConnected: WriteNode<AttrsOf<"fullyConnected">> = (w, { activation, keepNumDims }) => {
  const [x, stored] = [w.input(0), w.input(1)];
  const columns = stored.type.shape?.[1];
  if (typeof columns !== "number") return w.refuse("the shape of its filter is not known before the run");
  const T = w.dtype(x.type.dtype);
  const filter = transposed(w, stored, [1, 0], "OI -> IO");
  const isBatched = keepNumDims && x.type.shape?.length !== 2;
  const product = isBatched
    ? w.emit("BatchMatMulV2", [x, filter], { T, adj_x: bool(false), adj_y: bool(false) }, first(w))
    : w.emit(
        "MatMul",
        [rows(w, x, columns), filter],
        { T, transpose_a: bool(false), transpose_b: bool(false) },
        first(w),
      );
  return finish(w, product, w.inputs[2], activation);
};

/** `x / max(sqrt(sum of x^2), 1e-6)` over the last axis. */
const l2Normalization: WriteNode<AttrsOf<"l2Normalization">> = (w, { activation }) => {
  const x = w.input(0);
  const { dtype, shape } = x.type;
  const T = w.dtype(dtype);
  const summed = shaped(x.type, shape && [...shape.slice(0, -1), 1]);
  const square = w.emit("Square", [x], { T }, x.type);
  const axis = w.ints([-1], "axis");
  const sum = w.emit("Sum", [square, axis], { T, Tidx: w.dtype("int32"), keep_dims: bool(true) }, summed);
  const length = w.emit("Sqrt", [sum], { T }, summed);
  const bounded = w.emit("Maximum", [length, w.number(1e-6, dtype)], { T }, summed);
  return activate(w, w.emit("RealDiv", [x, bounded], { T }, first(w)), activation);
};

const resize =
  (op: string): WriteNode<AttrsOf<"resizeBilinear">> =>
  (w, { alignCorners, halfPixelCenters }) =>
    w.emit(
      op,
      w.present,
      {
        T: w.dtype(w.input(0).type.dtype),
        align_corners: bool(alignCorners),
        half_pixel_centers: bool(halfPixelCenters),
      },
      first(w),
    );

export const denseRules: WriteFamily<
  | "fullyConnected"
  | "batchMatmul"
  | "einsum"
  | "resizeBilinear"
  | "resizeNearestNeighbor"
  | "batchNormalization"
  | "layerNormalization"
  | "groupNormalization"
  | "rmsNormalization"
  | "l2Normalization"
  | "localResponseNormalization"
  | "lstm"
  | "gru"
  | "simpleRnn"
> = {
  fullyConnected: nodes(fullyConnected),
  batchMatmul: nodes((w, { adjX, adjY }) =>
    w.emit(
      "BatchMatMulV2",
      w.present,
      { T: w.dtype(w.input(0).type.dtype), adj_x: bool(adjX), adj_y: bool(adjY) },
      first(w),
    ),
  ),
  einsum: decompose,
  resizeBilinear: nodes(resize("ResizeBilinear")),
  resizeNearestNeighbor: nodes(resize("ResizeNearestNeighbor")),
  batchNormalization: decompose,
  layerNormalization: decompose,
  groupNormalization: decompose,
  rmsNormalization: decompose,
  l2Normalization: nodes(l2Normalization),
  localResponseNormalization: nodes((w, { radius, bias, alpha, beta }) => {
    if (w.input(0).type.shape?.length !== 4) return w.refuse("LRN takes tensors of rank 4 only");
    return w.emit(
      "LRN",
      w.present,
      {
        T: w.dtype(w.input(0).type.dtype),
        depth_radius: int(radius),
        bias: float(bias),
        alpha: float(alpha),
        beta: float(beta),
      },
      first(w),
    );
  }),
  lstm: decompose,
  gru: decompose,
  simpleRnn: decompose,
};
