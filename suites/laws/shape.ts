import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import type { OpName } from "../../src/ops/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { countingTensor, movedDtypes, movingApplication, movingOperators } from "../moving-applications.ts";
import { computeOne, type Drawn, type Draws, type Family, float, int, integers, law, reals, vector } from "./family.ts";

const indexing: readonly OpName[] = [
  "embeddingLookup",
  "gather",
  "gatherNd",
  "matrixDiag",
  "matrixSetDiag",
  "oneHot",
  "scatterNd",
  "segmentSum",
  "unique",
  "unsortedSegmentMax",
  "where",
];

const moving =
  (op: OpName) =>
  (draw: Draw): Drawn => {
    const { attrs, inputs, outputCount } = movingApplication(op, draw);
    return { attrs, inputs, outputs: new Array(outputCount).fill({}) };
  };
const movingOf = (isIndexing: boolean): Draws =>
  Object.fromEntries(
    movingOperators.filter((op) => indexing.includes(op) === isIndexing).map((op) => [op, moving(op)]),
  );

const tensorOf = (draw: Draw, minRank: number, maxRank: number): Tensor =>
  countingTensor(draw.of(...movedDtypes), draw.shape(minRank, maxRank));

const strided = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };

export const shape: Family = {
  name: "shape",
  draws: {
    ...movingOf(false),
    bitcast: (draw) => ({
      attrs: { dtype: "uint8" },
      inputs: [countingTensor(draw.of("float32", "int32", "int16", "uint8"), draw.shape(0, 4))],
    }),
    cast: (draw) => ({
      attrs: { dtype: draw.of("float32", "int64", "int8", "bool") },
      inputs: [draw.flag() ? integers(draw, draw.shape(0, 3), 0, 9) : reals(draw, draw.shape(0, 4))],
    }),
    dilate: (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      return { inputs: [x, vector(x.shape.map(() => draw.int(1, 3))), float(9)] };
    },
  },
  laws: [
    law("a reshape there and back is nothing, and keeps the order", 100, (draw) => {
      const x = tensorOf(draw, 0, 4);
      const flat = computeOne("reshape", [x, vector([x.shape.includes(0) ? 0 : -1])]);
      expectTensor(computeOne("reshape", [flat, vector(x.shape)]), x);
    }),
    law("a stridedSlice takes out what dilate puts apart", 100, (draw) => {
      const x = reals(draw, draw.shape(1, 4, 1));
      const apart = x.shape.map(() => draw.int(1, 3));
      const wide = computeOne("dilate", [x, vector(apart), float(7)]);
      const zeros = vector(x.shape.map(() => 0));
      expectTensor(computeOne("stridedSlice", [wide, zeros, vector(wide.shape), vector(apart)], strided), x);
    }),
    law("a slice is a stridedSlice of stride 1", 100, (draw) => {
      const { inputs } = movingApplication("slice", draw);
      const [x, begin, size] = inputs as readonly [Tensor, Tensor, Tensor];
      const from = Array.from(toNumbers(begin));
      const ends = Array.from(toNumbers(size), (length, axis) =>
        length < 0 ? (x.shape[axis] as number) : (from[axis] as number) + length,
      );
      const ones = vector(from.map(() => 1));
      expectTensor(computeOne("stridedSlice", [x, begin, vector(ends), ones], strided), computeOne("slice", inputs));
    }),
    law("transposes one after another are one transpose", 100, (draw) => {
      const x = tensorOf(draw, 0, 5);
      const perm = (): readonly number[] => {
        const left = x.shape.map((_, axis) => axis);
        return x.shape.map(() => left.splice(draw.int(0, left.length - 1), 1)[0] as number);
      };
      const [first, second] = [perm(), perm()];
      const both = second.map((axis) => first[axis] as number);
      const once = computeOne("transpose", [x, vector(first)]);
      expectTensor(computeOne("transpose", [once, vector(second)]), computeOne("transpose", [x, vector(both)]));
    }),
  ],
};

/** Rows and the segments that they go to. */
function segments(draw: Draw): Drawn {
  const x = draw.flag() ? reals(draw, draw.shape(1, 3)) : integers(draw, draw.shape(1, 3));
  return { inputs: [x, integers(draw, x.shape.slice(0, 1), -1, 2), int(3)] };
}

const places = (draw: Draw, rows: number, below: number): Tensor => integers(draw, [rows], 0, below - 1);

export const index: Family = {
  name: "index",
  draws: {
    ...movingOf(true),
    unsortedSegmentMin: segments,
    unsortedSegmentProd: segments,
    unsortedSegmentSum: segments,
    bucketize: (draw) => ({ attrs: { boundaries: [-2, 0, 0, 1.5] }, inputs: [reals(draw, draw.shape(0, 4))] }),
    sparseToDense: (draw) => {
      const [rows, extent] = [draw.int(0, 4), draw.int(1, 5)];
      return { inputs: [places(draw, rows, extent), vector([extent]), reals(draw, [rows]), float(draw.int(-3, 3))] };
    },
  },
  laws: [
    law("rows that are picked are oneHot times the table", 100, (draw) => {
      const [rows, width, count] = [draw.int(1, 4), draw.int(1, 3), draw.int(0, 4)];
      const [table, ids] = [reals(draw, [rows, width]), places(draw, count, rows)];
      const chosen = computeOne("oneHot", [ids, int(rows), float(1), float(0)], { axis: -1 });
      const got = computeOne("embeddingLookup", [ids, table]);
      expectTensor(got, computeOne("batchMatmul", [chosen, table]), { atol: 1e-6, rtol: 0 });
    }),
    law("sums over segments are scatterNd, which adds", 100, (draw) => {
      const x = integers(draw, draw.shape(1, 3));
      const ids = places(draw, x.shape[0] as number, 3);
      const rows = computeOne("expandDims", [ids, int(1)]);
      const scattered = computeOne("scatterNd", [rows, x, vector([3, ...x.shape.slice(1)])]);
      expectTensor(computeOne("unsortedSegmentSum", [x, ids, int(3)]), scattered);
    }),
    law("the least of segments is minus the largest of minus the rows", 100, (draw) => {
      const x = reals(draw, draw.shape(1, 2, 1));
      const ids = fromNumbers(
        "int32",
        [x.shape[0] as number],
        Array.from({ length: x.shape[0] as number }, (_, i) => i % 2),
      );
      const count = int(Math.min(x.shape[0] as number, 2));
      const most = computeOne("unsortedSegmentMax", [computeOne("neg", [x]), ids, count]);
      expectTensor(computeOne("unsortedSegmentMin", [x, ids, count]), computeOne("neg", [most]));
    }),
    law("a bucket is the number of boundaries that are not above", 100, (draw) => {
      const boundaries = [-2, -0.5, 0, 1.25];
      const x = reals(draw, draw.shape(0, 3));
      const passed = boundaries.map((boundary) => {
        const reached = computeOne("greaterEqual", [x, float(boundary)]);
        return computeOne("cast", [reached], { dtype: "int32" });
      });
      const count = passed.reduce((sum, next) => computeOne("add", [sum, next]));
      expectTensor(computeOne("bucketize", [x], { boundaries }), count);
    }),
    law("the diagonal of a matrix is what is equal in row and column", 60, (draw) => {
      const x = reals(draw, [draw.int(1, 4)]);
      const size = x.shape[0] as number;
      const order = computeOne("range", [int(0), int(size), int(1)]);
      const own = computeOne("equal", [computeOne("expandDims", [order, int(1)]), order]);
      const rows = computeOne("broadcastTo", [x, vector([size, size])]);
      expectTensor(computeOne("matrixDiag", [x]), computeOne("selectV2", [own, rows, float(0)]));
    }),
  ],
};
