import type { ValueId } from "../../../ir/index.ts";
import type { PlainOp, ReduceOp } from "./build.ts";
import type { reduceDefinitions } from "./definitions/reduce.ts";
import { asInt32, int32Input } from "./operands.ts";
import type { Emit, Family, NodeContext } from "./rule.ts";

/** The axes as int32, counted from the start where the rank is known. */
function axesOf(n: NodeContext): ValueId | readonly number[] {
  const known = n.emit.known(n.input(1));
  if (known?.every((dim) => typeof dim === "number") !== true) return int32Input(n, 1);
  const axes = known as readonly number[];
  return n.emit.type(n.input(0)).shape === undefined ? axes : axes.map((axis) => n.build.axis(n.input(0), axis));
}

function reduceBy(n: NodeContext, op: ReduceOp, x: ValueId): ValueId {
  const keepDims = n.attrs.bool("keep_dims");
  const axes = axesOf(n);
  return typeof axes === "number" ? n.emit.one(op, [x, axes], { keepDims }) : n.build.reduce(op, x, axes, keepDims);
}

const reduce =
  (op: ReduceOp): Emit =>
  (n) =>
    reduceBy(n, op, n.input(0));

const extremum =
  (op: "argMax" | "argMin"): Emit =>
  (n) => {
    const dtype = n.attrs.dtype("output_type");
    if (dtype !== "int32" && dtype !== "int64") return n.refuse(`indices of type ${dtype}`);
    const axis = n.inputs.length > 1 ? int32Input(n, 1) : n.build.scalar(0, "int32");
    return n.emit.one(op, [n.input(0), axis], { dtype });
  };

function topK(n: NodeContext, k: ValueId): readonly ValueId[] {
  const [values, indices] = n.emit.op("topKV2", [n.input(0), k], {}) as readonly [ValueId, ValueId];
  return [values, n.op === "TopKV2" ? n.build.cast(indices, n.attrs.dtype("index_type")) : indices];
}

const segments =
  (op: PlainOp): Emit =>
  (n) =>
    n.build.op(op, n.input(0), asInt32(n, n.input(1)), asInt32(n, n.input(2)));

const refused = (refused: string) => ({ refused });
const counting = refused("there is no operator that counts or ranks like this");

/** Operators that sum up axes or segments. */
export const reduceOps: Family<keyof typeof reduceDefinitions> = {
  Sum: reduce("sum"),
  Mean: reduce("mean"),
  Prod: reduce("reduceProd"),
  Max: reduce("reduceMax"),
  Min: reduce("reduceMin"),
  All: reduce("reduceAll"),
  Any: reduce("reduceAny"),
  EuclideanNorm: (n) => n.build.op("sqrt", reduceBy(n, "sum", n.build.op("square", n.input(0)))),
  ArgMax: extremum("argMax"),
  ArgMin: extremum("argMin"),
  Cumsum: (n) =>
    n.emit.one("cumsum", [n.input(0), int32Input(n, 1)], {
      exclusive: n.attrs.bool("exclusive"),
      reverse: n.attrs.bool("reverse"),
    }),
  Cumprod: refused("there is no operator for running products"),
  CumulativeLogsumexp: refused("there is no operator for running sums of exponentials"),
  TopK: (n) => topK(n, n.build.scalar(n.attrs.int("k"), "int32")),
  TopKV2: (n) => topK(n, int32Input(n, 1)),
  InTopK: counting,
  InTopKV2: counting,
  UnsortedSegmentSum: segments("unsortedSegmentSum"),
  UnsortedSegmentMax: segments("unsortedSegmentMax"),
  UnsortedSegmentMin: segments("unsortedSegmentMin"),
  UnsortedSegmentProd: segments("unsortedSegmentProd"),
  SegmentSum: (n) => n.build.op("segmentSum", n.input(0), asInt32(n, n.input(1))),
  SegmentMean: counting,
  SegmentMax: counting,
  SegmentMin: counting,
  SegmentProd: counting,
  NthElement: counting,
  Bincount: counting,
  DenseBincount: counting,
};
