import { bool, type NodeWriter } from "../node-writer.ts";
import { nodes, unsupported, type WriteFamily, type WriteNode } from "../rule.ts";

const first = (w: NodeWriter) => w.outputs[0] ?? w.refuse("it has no output");

/** Operands x and axes. Reductions of booleans have no attribute T. */
const reduction =
  (op: string, isLogical = false): WriteNode<{ readonly keepDims: boolean }> =>
  (w, { keepDims }) => {
    const attrs = { keep_dims: bool(keepDims), Tidx: w.dtype(w.input(1).type.dtype) };
    const typed = isLogical ? attrs : { ...attrs, T: w.dtype(w.input(0).type.dtype) };
    return w.emit(op, w.present, typed, first(w));
  };

const extremum =
  (op: string): WriteNode<unknown> =>
  (w) =>
    w.emit(
      op,
      w.present,
      {
        T: w.dtype(w.input(0).type.dtype),
        Tidx: w.dtype(w.input(1).type.dtype),
        output_type: w.dtype(first(w).dtype),
      },
      first(w),
    );

const segment =
  (op: string): WriteNode<unknown> =>
  (w) =>
    w.emit(
      op,
      w.present,
      {
        T: w.dtype(w.input(0).type.dtype),
        Tindices: w.dtype(w.input(1).type.dtype),
        ...(w.inputs.length > 2 ? { Tnumsegments: w.dtype(w.input(2).type.dtype) } : {}),
      },
      first(w),
    );

export const reduceRules: WriteFamily<
  | "sum"
  | "mean"
  | "reduceMax"
  | "reduceMin"
  | "reduceProd"
  | "reduceAny"
  | "reduceAll"
  | "argMax"
  | "argMin"
  | "cumsum"
  | "topKV2"
  | "segmentSum"
  | "unsortedSegmentSum"
  | "unsortedSegmentProd"
  | "unsortedSegmentMax"
  | "unsortedSegmentMin"
  | "bucketize"
> = {
  sum: nodes(reduction("Sum")),
  mean: nodes(reduction("Mean")),
  reduceMax: nodes(reduction("Max")),
  reduceMin: nodes(reduction("Min")),
  reduceProd: nodes(reduction("Prod")),
  reduceAny: nodes(reduction("Any", true)),
  reduceAll: nodes(reduction("All", true)),
  argMax: nodes(extremum("ArgMax")),
  argMin: nodes(extremum("ArgMin")),
  cumsum: nodes((w, { exclusive, reverse }) =>
    w.emit(
      "Cumsum",
      w.present,
      {
        exclusive: bool(exclusive),
        reverse: bool(reverse),
        T: w.dtype(w.input(0).type.dtype),
        Tidx: w.dtype(w.input(1).type.dtype),
      },
      first(w),
    ),
  ),
  topKV2: nodes((w) =>
    w.emitAll("TopKV2", w.present, { sorted: bool(true), T: w.dtype(w.input(0).type.dtype) }, w.outputs),
  ),
  segmentSum: nodes(segment("SegmentSum")),
  unsortedSegmentSum: nodes(segment("UnsortedSegmentSum")),
  unsortedSegmentProd: nodes(segment("UnsortedSegmentProd")),
  unsortedSegmentMax: nodes(segment("UnsortedSegmentMax")),
  unsortedSegmentMin: nodes(segment("UnsortedSegmentMin")),
  bucketize: unsupported("its boundaries are an attribute that few runtimes read"),
};
