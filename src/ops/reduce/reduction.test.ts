import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { arithmeticDtypes, shapes, tensors } from "../../../suites/arbitrary-tensors.ts";
import { type Attrs, tensorType } from "../../ir/index.ts";
import {
  type Dim,
  fromNumbers,
  isFloat,
  symbolDim,
  type Tensor,
  tensor,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { type InferContext, inferOutputs, operatorTolerance } from "../index.ts";

const integers = arithmeticDtypes.filter((dtype) => !isFloat(dtype));
const none = { activation: "none" } as const;
const ints = (...values: readonly number[]): Tensor => fromNumbers("int32", [values.length], values);
const tolerance = (x: Tensor) => operatorTolerance("accumulation", x.dtype);

/** A law of a tensor of rank 1 or more and one of its axes, counted from either end. */
function forAxes(dtypes: typeof arithmeticDtypes, law: (x: Tensor, axis: number) => void): void {
  const arbitrary = fc
    .tuple(fc.constantFrom(...dtypes), shapes({ minRank: 1, maxRank: 6 }))
    .chain(([dtype, shape]) =>
      fc.tuple(tensors(dtype, shape), fc.integer({ min: -shape.length, max: shape.length - 1 })),
    );
  fc.assert(
    fc.property(arbitrary, ([x, axis]) => law(x, axis)),
    { seed: 6, numRuns: 100 },
  );
}

describe("reductions", () => {
  test.each(["sum", "reduceProd", "reduceMax", "reduceMin"] as const)("%s over all axes goes axis by axis", (op) => {
    forAxes(integers, (x, axis) => {
      const all = applyOne(op, [x, ints(...x.shape.keys())], { keepDims: false });
      const partial = applyOne(op, [x, ints(axis)], { keepDims: false });
      expectTensor(applyOne(op, [partial, ints(...partial.shape.keys())], { keepDims: false }), all);
    });
  });

  test("the mean times the count is the sum", () => {
    forAxes(["float32", "float64"], (x, axis) => {
      const count = x.shape.at(axis) as number;
      if (count === 0) return;
      const attrs = { keepDims: true };
      const mean = applyOne("mean", [x, ints(axis)], attrs);
      const product = applyOne("mul", [mean, fromNumbers(x.dtype, [], [count])], none);
      const scale = { atol: tolerance(x).atol * 64, rtol: tolerance(x).rtol };
      expectTensor(product, applyOne("sum", [x, ints(axis)], attrs), scale);
    });
  });

  test("a repeated axis counts once, no axis leaves all", () => {
    forAxes(arithmeticDtypes, (x, axis) => {
      const attrs = { keepDims: true };
      expectTensor(applyOne("sum", [x, ints(axis, axis)], attrs), applyOne("sum", [x, ints(axis)], attrs));
      expectTensor(applyOne("sum", [x, ints()], attrs), x);
    });
  });

  test("64-bit sums wrap exactly", () => {
    const x = tensor("int64", [3], BigInt64Array.of(9223372036854775807n, 1n, 9007199254740993n));
    expect(applyOne("sum", [x, ints(0)], { keepDims: false }).data).toEqual(BigInt64Array.of(-9214364837600034815n));
  });

  test("what no elements reduce to", () => {
    const empty = fromNumbers("float32", [1, 0], []);
    const over = (op: "sum" | "mean" | "reduceProd" | "reduceMax" | "reduceMin", x: Tensor) =>
      toNumbers(applyOne(op, [x, ints(1)], { keepDims: false }))[0];
    expect(over("sum", empty)).toBe(0);
    expect(over("reduceProd", empty)).toBe(1);
    expect(over("mean", empty)).toBeNaN();
    expect(over("reduceMax", empty)).toBe(Number.NEGATIVE_INFINITY);
    expect(over("reduceMin", empty)).toBe(Number.POSITIVE_INFINITY);
    expect(over("mean", fromNumbers("int32", [1, 0], []))).toBe(0);
    expect(over("reduceMax", fromNumbers("int8", [1, 0], []))).toBe(-128);
  });

  test.each([3, -3])("axis %d of a matrix is refused", (axis) => {
    expect(() => applyOne("sum", [fromNumbers("float32", [1, 1], [1]), ints(axis)], { keepDims: false })).toThrow(
      "OPS-E001",
    );
  });
});

describe("inference of reductions with symbols", () => {
  const infer = (shape: readonly Dim[] | undefined, axes: readonly number[] | undefined, keepDims: boolean) => {
    const context: InferContext<Attrs> = {
      op: "mean",
      attrs: { keepDims },
      inputs: [tensorType("float32", shape), tensorType("int32", [axes?.length ?? 2])],
      regions: [],
      outputCount: 1,
      known: (input) => (input === 1 ? axes : undefined),
      constant: () => undefined,
    };
    return inferOutputs(context, "mean")[0]?.shape;
  };
  const N = symbolDim("N");

  test("kept and dropped axes", () => {
    expect(infer([N, 7, 7, 64], [1, 2], false)).toEqual([N, 64]);
    expect(infer([N, 7, 7, 64], [1, -2], true)).toEqual([N, 1, 1, 64]);
  });

  test("axes or rank not known", () => {
    expect(infer([N, 7], undefined, true)).toEqual([unknownDim, unknownDim]);
    expect(infer([N, 7], undefined, false)).toBeUndefined();
    expect(infer(undefined, [1], false)).toBeUndefined();
  });
});

describe("positions of extremes", () => {
  test.each([
    ["argMax", "reduceMax"],
    ["argMin", "reduceMin"],
  ] as const)("%s points at what %s finds", (arg, extreme) => {
    forAxes(arithmeticDtypes, (given, at) => {
      const axis = at < 0 ? at + given.shape.length : at;
      if (given.shape[axis] === 0) return;
      const index = applyOne(arg, [given, ints(at)], { dtype: "int64" });
      const values = toNumbers(given);
      const inner = given.shape.slice(axis + 1).reduce((n, dim) => n * dim, 1);
      const picked = toNumbers(index).map((position, i) => {
        const first = Math.floor(i / inner) * (given.shape[axis] as number) * inner + (i % inner);
        return values[first + position * inner] as number;
      });
      expect(picked).toEqual(toNumbers(applyOne(extreme, [given, ints(at)], { keepDims: false })));
    });
  });

  test("an axis without elements is refused", () => {
    expect(() => applyOne("argMax", [fromNumbers("float32", [2, 0], []), ints(1)], { dtype: "int32" })).toThrow(
      "OPS-E001",
    );
  });

  test("indices have an index type", () => {
    const x = fromNumbers("float32", [2], [1, 2]);
    expect(() => applyOne("argMax", [x, ints(0)], { dtype: "float32" })).toThrow("OPS-E001");
  });

  test("64-bit integers beyond the doubles are told apart", () => {
    const x = tensor("int64", [2], BigInt64Array.of(9007199254740992n, 9007199254740993n));
    expect(toNumbers(applyOne("argMax", [x, ints(0)], { dtype: "int32" }))[0]).toBe(1);
  });
});

describe("running sums", () => {
  test("the exclusive sum and the element make the inclusive one", () => {
    forAxes(integers, (x, axis) => {
      for (const reverse of [false, true]) {
        const exclusive = applyOne("cumsum", [x, ints(axis)], { exclusive: true, reverse });
        const inclusive = applyOne("cumsum", [x, ints(axis)], { exclusive: false, reverse });
        expectTensor(applyOne("add", [exclusive, x], none), inclusive);
      }
    });
  });

  test("forward and backward sums share the element and cover the total", () => {
    forAxes(integers, (x, axis) => {
      const forward = applyOne("cumsum", [x, ints(axis)], { exclusive: false, reverse: false });
      const backward = applyOne("cumsum", [x, ints(axis)], { exclusive: true, reverse: true });
      const total = applyOne("sum", [x, ints(axis)], { keepDims: true });
      const both = applyOne("add", [forward, backward], none);
      expectTensor(both, applyOne("add", [total, applyOne("sub", [x, x], none)], none));
    });
  });
});

describe("topKV2", () => {
  const top = (x: Tensor, k: number) => apply("topKV2", [x, fromNumbers("int32", [], [k])], {}, [x.dtype, "int32"]);

  test("all elements come out sorted, equals by index", () => {
    forAxes(arithmeticDtypes, (x) => {
      const width = x.shape.at(-1) as number;
      const [values, indices] = top(x, width).map(toNumbers) as [Float64Array, Float64Array];
      const source = toNumbers(x);
      values.forEach((value, i) => {
        const row = Math.floor(i / width) * width;
        expect(value).toBe(source[row + (indices[i] as number)]);
        if (i === row) return;
        const [before, index] = [values[i - 1] as number, indices[i - 1] as number];
        expect(before > value || (before === value && index < (indices[i] as number))).toBe(true);
      });
    });
  });

  test("NaN comes last, as in TensorFlow Lite", () => {
    const [values, indices] = top(fromNumbers("float32", [4], [1, Number.NaN, 5, Number.NaN]), 3) as [Tensor, Tensor];
    expect(toNumbers(values)).toEqual(Float64Array.of(5, 1, Number.NaN));
    expect(toNumbers(indices)).toEqual(Float64Array.of(2, 0, 1));
  });

  test.each([-1, 4])("k %d of three elements is refused", (k) => {
    expect(() => top(fromNumbers("float32", [3], [1, 2, 3]), k)).toThrow("OPS-E001");
  });
});

describe("addN", () => {
  test("is repeated addition", () => {
    forAxes(integers, (x) => {
      const twice = applyOne("add", [x, x], none);
      expectTensor(applyOne("addN", [x, x, x], {}), applyOne("add", [twice, x], none));
    });
  });

  test("refuses nothing, and shapes that would broadcast", () => {
    expect(() => applyOne("addN", [], {})).toThrow("OPS-E001");
    const shapesThatDiffer = [fromNumbers("float32", [2], [1, 2]), fromNumbers("float32", [1], [1])];
    expect(() => applyOne("addN", shapesThatDiffer, {})).toThrow("OPS-E001");
  });
});
