import type { OpName } from "../../../ops/index.ts";
import { byDtype, inputDtype, isPerAxis, outputDtype } from "./operand.ts";
import { operator, plain, type TfliteRule } from "./rule.ts";

type IndexOp = Extract<
  OpName,
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
  | "segmentSum"
  | "unsortedSegmentSum"
  | "unsortedSegmentProd"
  | "unsortedSegmentMax"
  | "unsortedSegmentMin"
  | "bucketize"
>;

/** Operators whose elements are chosen or placed by indices. */
export const indexRules: { readonly [N in IndexOp]: TfliteRule<N> } = {
  gather: operator({
    code: "GATHER",
    table: "GatherOptions",
    read: ({ axis, batch_dims }) => ({ axis, batchDims: batch_dims }),
    write: ({ axis, batchDims }) => ({ axis, batch_dims: batchDims }),
    version(context, { batchDims }) {
      if (inputDtype(context, 0) === "int4") return 7;
      if (inputDtype(context, 1) === "int16") return 6;
      if (batchDims !== 0) return 5;
      return byDtype(0, { int16: 4, bool: 3, int8: 2 })(context);
    },
  }),
  gatherNd: plain(
    "GATHER_ND",
    () => ({}),
    (context) => {
      if (inputDtype(context, 0) === "bool") return 5;
      if (inputDtype(context, 1) === "int16") return 4;
      return byDtype(0, { int16: 3, string: 2 })(context);
    },
  ),
  scatterNd: plain("SCATTER_ND", () => ({})),
  oneHot: operator({
    code: "ONE_HOT",
    table: "OneHotOptions",
    read: ({ axis }) => ({ axis }),
    write: ({ axis }) => ({ axis }),
  }),
  where: plain(
    "WHERE",
    () => ({}),
    (context) => (inputDtype(context, 0) === "bool" ? 1 : 2),
  ),
  embeddingLookup: plain(
    "EMBEDDING_LOOKUP",
    () => ({}),
    (context) => {
      if (inputDtype(context, 1) === "int2") return 5;
      return inputDtype(context, 1) === "int4" || isPerAxis(context, 1) ? 4 : 1;
    },
  ),
  sparseToDense: operator({
    code: "SPARSE_TO_DENSE",
    table: "SparseToDenseOptions",
    read: ({ validate_indices }) => ({ validateIndices: validate_indices }),
    write: ({ validateIndices }) => ({ validate_indices: validateIndices }),
    version: byDtype(2, { int64: 2, int8: 3, uint8: 3 }),
  }),
  matrixDiag: plain("MATRIX_DIAG", () => ({})),
  matrixSetDiag: plain("MATRIX_SET_DIAG", () => ({})),
  unique: operator({
    code: "UNIQUE",
    table: "UniqueOptions",
    read: (_, context) => ({ indexType: outputDtype(context, 1) ?? "int32" }),
    write: ({ indexType }) => ({ idx_out_type: indexType }),
  }),
  segmentSum: plain("SEGMENT_SUM", () => ({})),
  unsortedSegmentSum: plain("UNSORTED_SEGMENT_SUM", () => ({})),
  unsortedSegmentProd: plain("UNSORTED_SEGMENT_PROD", () => ({})),
  unsortedSegmentMax: plain("UNSORTED_SEGMENT_MAX", () => ({})),
  unsortedSegmentMin: plain("UNSORTED_SEGMENT_MIN", () => ({})),
  bucketize: operator({
    code: "BUCKETIZE",
    table: "BucketizeOptions",
    read: ({ boundaries }) => ({ boundaries: boundaries ?? [] }),
    write: ({ boundaries }) => ({ boundaries }),
  }),
};
