import { isInteger } from "../../../../numerics/index.ts";
import { bool, fromStart, type NodeWriter } from "../node-writer.ts";
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
  mean: nodes((w, attrs) => {
    if (w.target.operators !== undefined && isInteger(w.input(0).type.dtype)) {
      return w.refuse(`${w.target.title} makes fractions of the means of whole numbers`);
    }
    return reduction("Mean")(w, attrs);
  }),
  reduceMax: nodes(reduction("Max")),
  reduceMin: nodes(reduction("Min")),
  reduceProd: nodes(reduction("Prod")),
  reduceAny: nodes(reduction("Any", true)),
  reduceAll: nodes(reduction("All", true)),
  argMax: nodes(extremum("ArgMax")),
  argMin: nodes(extremum("ArgMin")),
  cumsum: nodes((w, { exclusive, reverse }) => {
    const x = w.input(0);
    const axis = fromStart(w, w.input(1), x.type.shape?.length, "axis");
    const types = { T: w.dtype(x.type.dtype), Tidx: w.dtype(axis.type.dtype) };
    return w.emit("Cumsum", [x, axis], { exclusive: bool(exclusive), reverse: bool(reverse), ...types }, first(w));
  }),
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
