import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { shapes } from "../../../suites/arbitrary-tensors.ts";
import { countingTensor, movedDtypes } from "../../../suites/moving-applications.ts";
import { attempt } from "../../diagnostics/index.ts";
import { elementCount, fromNumbers, scalar, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import type { AttrsOf, OpName } from "../index.ts";

const ints = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("int32", shape, numbers);
const v = (...numbers: readonly number[]): Tensor => ints([numbers.length], numbers);
const f = (shape: readonly number[]): Tensor => countingTensor("float32", shape);

/** A law of any tensor and random numbers below a limit. */
function forTensors(
  options: { readonly minRank?: number; readonly maxRank?: number },
  law: (x: Tensor, pick: (count: number) => number) => void,
): void {
  const cases = fc.tuple(
    fc.constantFrom(...movedDtypes),
    shapes(options).map((shape) => shape.map((dim) => dim + 1)),
    fc.array(fc.nat(5039), { minLength: 24, maxLength: 24 }),
  );
  fc.assert(
    fc.property(cases, ([dtype, shape, numbers]) => {
      let at = 0;
      law(countingTensor(dtype, shape), (count) => (numbers[at++ % numbers.length] as number) % count);
    }),
    { seed: 11, numRuns: 100 },
  );
}

describe("gathering", () => {
  test("gather of every index is the tensor", () => {
    forTensors({ minRank: 1 }, (x, pick) => {
      const axis = pick(x.shape.length);
      const all = v(...Array.from({ length: x.shape[axis] as number }, (_, i) => i));
      expectTensor(applyOne("gather", [x, all], { axis: axis - x.shape.length, batchDims: 0 }), x);
    });
  });

  test("gather with batch axes is gather of each batch", () => {
    forTensors({ minRank: 2, maxRank: 4 }, (x, pick) => {
      const [batches, extent] = x.shape as [number, number];
      const rows = Array.from({ length: batches }, () => [pick(extent), pick(extent)]);
      const whole = applyOne("gather", [x, ints([batches, 2], rows.flat())], { axis: 1, batchDims: 1 });
      const each = rows.map((row, batch) => {
        const one = applyOne("gather", [x, scalar("int32", batch)], { axis: 0, batchDims: 0 });
        return applyOne("gather", [one, v(...row)], { axis: 0, batchDims: 0 });
      });
      expectTensor(whole, applyOne("pack", each, { axis: 0 }));
    });
  });

  test("gatherNd of depth 1, embeddingLookup and gather agree", () => {
    forTensors({ minRank: 2 }, (x, pick) => {
      const ids = Array.from({ length: pick(4) }, () => pick(x.shape[0] as number));
      const rows = applyOne("gather", [x, v(...ids)], { axis: 0, batchDims: 0 });
      expectTensor(applyOne("embeddingLookup", [v(...ids), x], {}), rows);
      expectTensor(applyOne("gatherNd", [x, ints([ids.length, 1], ids)], {}), rows);
    });
  });

  test("gatherNd of where is what is not 0", () => {
    forTensors({ minRank: 1 }, ({ shape }, pick) => {
      const x = fromNumbers(
        "int8",
        shape,
        Array.from({ length: elementCount(shape) }, () => pick(3) - 1),
      );
      const found = applyOne("gatherNd", [x, applyOne("where", [x], {})], {});
      expect(Array.from(toNumbers(found))).toEqual(Array.from(toNumbers(x)).filter((value) => value !== 0));
    });
  });

  test("gather of the different elements by their indices is the vector", () => {
    forTensors({ minRank: 1, maxRank: 1 }, (x, pick) => {
      if (x.dtype === "complex64") return;
      const repeated = applyOne("gather", [x, v(...Array.from({ length: 6 }, () => pick(x.shape[0] as number)))], {
        axis: 0,
        batchDims: 0,
      });
      const [y, indices] = apply("unique", [repeated], { indexType: "int64" }, [x.dtype, "int64"]) as [Tensor, Tensor];
      expectTensor(applyOne("gather", [y, indices], { axis: 0, batchDims: 0 }), repeated);
      const [again] = apply("unique", [y], { indexType: "int64" }, [x.dtype, "int64"]) as [Tensor, Tensor];
      expectTensor(again, y);
    });
  });
});

describe("scattering", () => {
  test("gatherNd takes out what scatterNd puts in, when places differ", () => {
    forTensors({ minRank: 1 }, ({ shape }, pick) => {
      const first = pick(shape[0] as number);
      const places = ints(
        [shape[0] as number, 1],
        Array.from({ length: shape[0] as number }, (_, i) => (i + first) % (shape[0] as number)),
      );
      const updates = countingTensor("int64", shape, 1);
      const scattered = applyOne("scatterNd", [places, updates, v(...shape)], {});
      expectTensor(applyOne("gatherNd", [scattered, places], {}), updates);
    });
  });

  test("sparseToDense is scatterNd when places differ and the default is 0", () => {
    const places = ints([3, 2], [0, 1, 2, 0, 1, 1]);
    const values = fromNumbers("float32", [3], [5, 6, 7]);
    const dense = applyOne("sparseToDense", [places, v(3, 2), values, scalar("float32", 0)], {
      validateIndices: false,
    });
    expectTensor(dense, applyOne("scatterNd", [places, values, v(3, 2)], {}));
  });

  test("scatterNd wraps 64-bit sums and unites truth values", () => {
    const most = tensor("int64", [2], BigInt64Array.of(2n ** 63n - 1n, 1n));
    const sum = applyOne("scatterNd", [ints([2, 1], [0, 0]), most, v(1)], {});
    expect(Array.from(sum.data as BigInt64Array)).toEqual([-(2n ** 63n)]);
    const either = applyOne("scatterNd", [ints([2, 1], [1, 1]), fromNumbers("bool", [2], [1, 0]), v(2)], {});
    expect(Array.from(either.data as Uint8Array)).toEqual([0, 1]);
  });

  test("matrixSetDiag of zeros is matrixDiag", () => {
    forTensors({ minRank: 1, maxRank: 4 }, (x) => {
      const diagonal = applyOne("matrixDiag", [x], {});
      const zeros = applyOne("zerosLike", [diagonal], {});
      expectTensor(applyOne("matrixSetDiag", [zeros, x], {}), diagonal);
    });
  });

  test("oneHot has its on where the index is", () => {
    forTensors({ maxRank: 3 }, ({ shape }, pick) => {
      const indices = ints(
        shape,
        Array.from({ length: elementCount(shape) }, () => pick(6) - 1),
      );
      const operands = [scalar("int32", 4), scalar("int32", 1), scalar("int32", 0)];
      const hot = applyOne("oneHot", [indices, ...operands], { axis: 0 });
      const places = applyOne("where", [hot], {});
      expect(places.shape[0]).toBe(Array.from(toNumbers(indices)).filter((index) => index >= 0 && index < 4).length);
      const last = applyOne("oneHot", [indices, ...operands], { axis: -1 });
      const perm = v(shape.length, ...shape.map((_, axis) => axis));
      expectTensor(applyOne("transpose", [last, perm], {}), hot);
    });
  });
});

describe("segments", () => {
  test("segmentSum is unsortedSegmentSum of ascending ids", () => {
    forTensors({ minRank: 1, maxRank: 3 }, ({ shape }, pick) => {
      const x = countingTensor("int32", shape);
      const ids = Array.from({ length: shape[0] as number }, () => pick(4)).sort((a, b) => a - b);
      const count = scalar("int32", (ids.at(-1) ?? -1) + 1);
      expectTensor(
        applyOne("segmentSum", [x, v(...ids)], {}),
        applyOne("unsortedSegmentSum", [x, v(...ids), count], {}),
      );
    });
  });

  test("a NaN is no extremum", () => {
    const x = fromNumbers("float32", [3], [Number.NaN, 1, Number.NaN]);
    const operands = [x, v(0, 0, 1), scalar("int32", 2)];
    const lowest = -(2 - 2 ** -23) * 2 ** 127;
    expect(Array.from(toNumbers(applyOne("unsortedSegmentMax", operands, {})))).toEqual([1, lowest]);
    expect(Array.from(toNumbers(applyOne("unsortedSegmentMin", operands, {})))).toEqual([1, -lowest]);
  });
});

const misuse = <N extends OpName>(
  op: N,
  why: string,
  inputs: readonly Tensor[],
  attrs: AttrsOf<N>,
  code = "OPS-E001",
) => ({
  name: `${op}: ${why}`,
  code,
  run: () => apply(op, inputs, attrs),
});
const outside = "OPS-E007";
const sparse = { validateIndices: false };

describe("inputs that do not fit are refused", () => {
  test.each([
    misuse("gather", "an index beyond the axis", [f([3]), v(3)], { axis: 0, batchDims: 0 }, outside),
    misuse("gather", "a negative index", [f([3]), v(-1)], { axis: 0, batchDims: 0 }, outside),
    misuse("gather", "an axis outside", [f([3]), v(0)], { axis: 1, batchDims: 0 }),
    misuse("gather", "a scalar", [f([]), v(0)], { axis: 0, batchDims: 0 }),
    misuse("gather", "indices of floats", [f([3]), f([1])], { axis: 0, batchDims: 0 }),
    misuse("gather", "batch axes behind the axis", [f([2, 2]), ints([2, 2], [0, 0, 0, 0])], { axis: 0, batchDims: 1 }),
    misuse("gather", "batches that differ", [f([2, 2]), ints([3, 1], [0, 0, 0])], { axis: 1, batchDims: 1 }),
    misuse("gatherNd", "an index beyond its axis", [f([2, 3]), ints([1, 2], [0, 3])], {}, outside),
    misuse("gatherNd", "a negative index", [f([2, 3]), ints([1, 2], [0, -1])], {}, outside),
    misuse("gatherNd", "more indices than axes", [f([2]), ints([1, 2], [0, 0])], {}),
    misuse("gatherNd", "a scalar index", [f([2]), scalar("int32", 0)], {}),
    misuse("scatterNd", "an index beyond its axis", [ints([1, 2], [0, 3]), f([1]), v(2, 3)], {}, outside),
    misuse("scatterNd", "a negative index", [ints([1, 1], [-1]), f([1]), v(2)], {}, outside),
    misuse("scatterNd", "updates of another shape", [ints([2, 1], [0, 1]), f([3]), v(4)], {}),
    misuse("scatterNd", "a negative extent", [ints([0, 1], []), f([0]), v(-4)], {}),
    misuse("scatterNd", "text", [ints([1, 1], [0]), countingTensor("string", [1]), v(2)], {}, "OPS-E006"),
    misuse("oneHot", "a negative depth", [v(0), scalar("int32", -1), f([]), f([])], { axis: -1 }),
    misuse("oneHot", "an axis outside", [v(0), scalar("int32", 2), f([]), f([])], { axis: 2 }),
    misuse("oneHot", "values of two dtypes", [v(0), scalar("int32", 2), f([]), v(0)], { axis: -1 }),
    misuse("where", "text", [countingTensor("string", [1])], {}, "OPS-E006"),
    misuse("embeddingLookup", "an id beyond the table", [v(2), f([2, 2])], {}, outside),
    misuse("embeddingLookup", "a table of rank 1", [v(0), f([2])], {}),
    misuse("sparseToDense", "a place outside", [ints([1, 2], [0, 2]), v(2, 2), f([1]), f([])], sparse, outside),
    misuse("sparseToDense", "too few values", [v(0, 1), v(3), f([1]), f([])], sparse),
    misuse("sparseToDense", "places of another depth", [v(0, 1), v(3, 3), f([2]), f([])], sparse),
    misuse("matrixDiag", "a scalar", [f([])], {}),
    misuse("matrixSetDiag", "a diagonal that is too long", [f([2, 3]), f([3])], {}),
    misuse("matrixSetDiag", "a vector", [f([2]), f([2])], {}),
    misuse("unique", "a matrix", [f([2, 2])], { indexType: "int32" }),
    misuse("segmentSum", "ids that fall", [f([2]), v(1, 0)], {}),
    misuse("segmentSum", "a negative id", [f([2]), v(-1, 0)], {}),
    misuse("segmentSum", "too few ids", [f([2]), v(0)], {}),
    misuse("unsortedSegmentSum", "an id beyond the count", [f([2]), v(0, 4), scalar("int32", 4)], {}, outside),
    misuse("unsortedSegmentProd", "a negative count", [f([2]), v(0, 0), scalar("int32", -1)], {}),
    misuse("bucketize", "boundaries that fall", [f([2])], { boundaries: [1, 0] }),
    misuse("bucketize", "a boundary that is not a number", [f([2])], { boundaries: [Number.NaN] }),
  ])("$name", ({ run, code }) => {
    expect(attempt(run)).toMatchObject({ diagnostic: { code } });
  });
});
