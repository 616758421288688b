import type { TensorType } from "../../../../ir/index.ts";
import { bool, int, type NodeWriter, type Tensor } from "../node-writer.ts";
import { nodes, unsupported, type WriteFamily } from "../rule.ts";

const first = (w: NodeWriter): TensorType => w.outputs[0] ?? w.refuse("it has no output");

/** Slices of the table along an axis. */
function gather(w: NodeWriter, table: Tensor, indices: Tensor, axis: number, batchDims: number): Tensor {
  const attrs = {
    Tparams: w.dtype(table.type.dtype),
    Tindices: w.dtype(indices.type.dtype),
    Taxis: w.dtype("int32"),
    batch_dims: int(batchDims),
  };
  return w.emit("GatherV2", [table, indices, w.ints([axis], "axis", [])], attrs, first(w));
}

export const indexRules: WriteFamily<
  | "gather"
  | "gatherNd"
  | "scatterNd"
  | "oneHot"
  | "where"
  | "embeddingLookup"
  | "sparseToDense"
  | "matrixDiag"
  | "matrixSetDiag"
  | "unique"
> = {
  gather: nodes((w, { axis, batchDims }) => gather(w, w.input(0), w.input(1), axis, batchDims)),
  embeddingLookup: nodes((w) => gather(w, w.input(1), w.input(0), 0, 0)),
  gatherNd: nodes((w) =>
    w.emit(
      "GatherNd",
      w.present,
      { Tparams: w.dtype(w.input(0).type.dtype), Tindices: w.dtype(w.input(1).type.dtype) },
      first(w),
    ),
  ),
  scatterNd: nodes((w) =>
    w.emit(
      "ScatterNd",
      w.present,
      { Tindices: w.dtype(w.input(0).type.dtype), T: w.dtype(w.input(1).type.dtype) },
      first(w),
    ),
  ),
  oneHot: nodes((w, { axis }) => {
    const rank = w.input(0).type.shape?.length;
    const isLast = axis === -1 || axis === rank;
    if (!isLast && w.target.operators !== undefined) {
      return w.refuse(`its new axis ${axis} is not the last, which ${w.target.title} cannot do`);
    }
    const attrs = {
      axis: int(isLast ? -1 : axis),
      T: w.dtype(w.input(2).type.dtype),
      TI: w.dtype(w.input(0).type.dtype),
    };
    return w.emit("OneHot", w.present, attrs, first(w));
  }),
  where: nodes((w) => w.emit("Where", w.present, { T: w.dtype(w.input(0).type.dtype) }, first(w))),
  sparseToDense: nodes((w, { validateIndices }) =>
    w.emit(
      "SparseToDense",
      w.present,
      {
        validate_indices: bool(validateIndices),
        T: w.dtype(w.input(2).type.dtype),
        Tindices: w.dtype(w.input(0).type.dtype),
      },
      first(w),
    ),
  ),
  matrixDiag: nodes((w) => w.emit("MatrixDiag", w.present, { T: w.dtype(w.input(0).type.dtype) }, first(w))),
  matrixSetDiag: nodes((w) => w.emit("MatrixSetDiag", w.present, { T: w.dtype(w.input(0).type.dtype) }, first(w))),
  unique: unsupported("its indices have another order in TensorFlow.js and older TensorFlow"),
};
