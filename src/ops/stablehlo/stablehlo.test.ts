import { describe, expect, test } from "vitest";
import { apply, applyOne } from "../../../suites/apply-operator.ts";
import { graphOf, interpreterOf, runFirst } from "../../../suites/graph-models.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { type Attrs, type Graph, graphId, tensorType, type ValueId } from "../../ir/index.ts";
import { scalar, type Tensor, toNumbers } from "../../numerics/index.ts";
import { f32, i32 } from "../example.ts";
import { type OpName, ops } from "../index.ts";
import { regionType } from "../infer-graph.ts";

const number = tensorType("float32", []);
const adding = graphOf("adding", [number, number], (emit, [a, b]) => [
  emit.one("add", [a as ValueId, b as ValueId], { activation: "none" }),
]);
const taking = graphOf("taking", [number, number], (_, [, b]) => [b as ValueId]);
const largest = graphOf("largest", [number, number], (emit, [a, b]) => [
  emit.one("maximum", [a as ValueId, b as ValueId], {}),
]);

/** What an operator makes of tensors with graphs to run. */
function run(op: OpName, attrs: Attrs, inputs: readonly Tensor[], ...regions: readonly Graph[]): readonly number[] {
  const types = inputs.map(({ dtype, shape }) => tensorType(dtype, shape));
  const main = graphOf("main", types, (emit, ids) =>
    emit.op(op, ids, attrs as never, {
      regions: regions.map((_, i) => graphId(i + 1)),
      regionTypes: regions.map(regionType),
    }),
  );
  return [...toNumbers(runFirst(interpreterOf(main, ...regions), ...inputs)[0] as Tensor)];
}

describe("stablehloScatter", () => {
  const rows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0], indexVectorDim: 1 };
  const x = f32([3, 2], [1, 2, 3, 4, 5, 6]);

  test("updates one after the other; one row gets two", () => {
    const updates = f32([2, 2], [10, 20, 100, 200]);
    expect(run("stablehloScatter", rows, [x, i32([2, 1], [2, 2]), updates], adding)).toEqual([1, 2, 3, 4, 115, 226]);
    expect(run("stablehloScatter", rows, [x, i32([2, 1], [0, 0]), updates], taking)).toEqual([100, 200, 3, 4, 5, 6]);
  });

  test("updates outside are dropped", () => {
    const inputs = [x, i32([2, 1], [3, -1]), f32([2, 2], [1, 1, 1, 1])];
    expect(run("stablehloScatter", rows, inputs, adding)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("index vectors of two numbers, without windows", () => {
    const attrs = {
      updateWindowDims: [],
      insertedWindowDims: [0, 1],
      scatterDimsToOperandDims: [1, 0],
      indexVectorDim: 1,
    };
    const inputs = [x, i32([1, 2], [1, 2]), f32([1], [60])];
    expect(run("stablehloScatter", attrs, inputs, adding)).toEqual([1, 2, 3, 4, 5, 66]);
  });

  test.each<[string, Attrs, readonly Tensor[]]>([
    [
      "an axis is outside a tensor of rank 2",
      { ...rows, insertedWindowDims: [2] },
      [x, i32([1, 1], [0]), f32([1, 2], [0, 0])],
    ],
    ["its updates do not fit", rows, [x, i32([1, 1], [0]), f32([2], [0, 0])]],
    ["its index vectors are not of 1 numbers", rows, [x, i32([1, 2], [0, 0]), f32([1, 2], [0, 0])]],
  ])("refused: %s", (words, attrs, inputs) => {
    expect(refusalOf(() => run("stablehloScatter", attrs, inputs, adding))).toContain(words);
  });
});

describe("stablehloReduceWindow", () => {
  const plain = { window: [2], strides: [], baseDilations: [], windowDilations: [], padding: [] };
  const x = f32([4], [1, 2, 3, 4]);

  test.each<[string, Attrs, readonly number[]]>([
    ["neighbours", plain, [3, 5, 7]],
    ["every second", { ...plain, strides: [2] }, [3, 7]],
    ["elements apart", { ...plain, windowDilations: [2] }, [4, 6]],
    ["spread data", { ...plain, baseDilations: [2] }, [1, 2, 2, 3, 3, 4]],
    ["padding counts as the start", { ...plain, padding: [1, 0] }, [1, 3, 5, 7]],
  ])("sums of %s", (_, attrs, sums) => {
    expect(run("stablehloReduceWindow", attrs, [x, scalar("float32", 0)], adding)).toEqual(sums);
  });

  test("the start is there once, and again for each cell of padding", () => {
    const attrs = { ...plain, padding: [1, 0] };
    expect(run("stablehloReduceWindow", attrs, [x, scalar("float32", 10)], adding)).toEqual([21, 13, 15, 17]);
    expect(run("stablehloReduceWindow", plain, [x, scalar("float32", 3)], largest)).toEqual([3, 3, 4]);
  });

  test("a window of another rank is refused", () => {
    const attrs = { ...plain, window: [2, 2] };
    expect(refusalOf(() => run("stablehloReduceWindow", attrs, [x, scalar("float32", 0)], adding))).toContain(
      "its window is not of 1 axes",
    );
  });
});

describe("switchCase", () => {
  const once = graphOf("once", [number], (_, [x]) => [x as ValueId]);
  const twice = graphOf("twice", [number], (emit, [x]) => [
    emit.one("add", [x as ValueId, x as ValueId], { activation: "none" }),
  ]);

  test.each([
    [0, 5],
    [1, 10],
    [2, 10],
    [-1, 10],
  ])("index %i gives %i: outside means the last", (index, result) => {
    expect(run("switchCase", {}, [i32([], [index]), scalar("float32", 5)], once, twice)).toEqual([result]);
  });
});

describe("stablehloPad and stablehloGather", () => {
  test("negative padding crops, between elements it spreads", () => {
    const pad = (low: number, high: number, interior: number) => {
      const attrs = { low: [low], high: [high], interior: [interior] };
      return [...toNumbers(applyOne("stablehloPad", [f32([3], [1, 2, 3]), scalar("float32", 9)], attrs))];
    };
    expect(pad(-1, 2, 0)).toEqual([2, 3, 9, 9]);
    expect(pad(0, -1, 1)).toEqual([1, 9, 2, 9]);
    expect(pad(1, 0, 1)).toEqual([9, 1, 9, 2, 9, 3]);
  });

  test("starts are moved so that slices stay inside", () => {
    const attrs = { offsetDims: [1], collapsedSliceDims: [], startIndexMap: [0], indexVectorDim: 1, sliceSizes: [2] };
    const got = applyOne("stablehloGather", [f32([3], [1, 2, 3]), i32([3, 1], [-4, 1, 2])], attrs);
    expect([...toNumbers(got)]).toEqual([1, 2, 2, 3, 2, 3]);
  });
});

test("rngBitGenerator goes on from the state that it gives", () => {
  expect(ops.rngBitGenerator.effects).toBe("pure");
  const attrs = { algorithm: "philox", dtype: "uint32", shape: [4] } as const;
  const state = { dtype: "uint64", shape: [3], data: BigUint64Array.of(1n, 2n, 3n) } as const;
  const [next, bits] = apply("rngBitGenerator", [state], attrs, ["uint64", "uint32"]);
  const [, more] = apply("rngBitGenerator", [next as Tensor], attrs, ["uint64", "uint32"]);
  expect(apply("rngBitGenerator", [state], attrs, ["uint64", "uint32"])[1]).toEqual(bits);
  expect(more).not.toEqual(bits);
});
