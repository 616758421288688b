import { describe, expect, test } from "vitest";
import { fromNumbers, type Tensor, toNumbers } from "../numerics/index.ts";
import { evaluate, type OpName } from "./index.ts";

/** The largest finite float32 number. */
const most = 3.4028234663852886e38;
const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;

const f32 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("float32", shape, numbers);

function numbersOf(op: OpName, attrs: object, inputs: readonly (Tensor | null)[]): readonly number[] {
  const [y] = evaluate({ op, name: op, attrs: attrs as never, inputs, outputs: [{}], regions: [] });
  return [...toNumbers(y as Tensor)];
}

/** What LiteRT 2.3 gives with the reference kernels, as with the optimised ones. */
describe("float32 results without an activation are clamped to the finite numbers", () => {
  const none = { activation: "none" };
  const row = [3e38, -3e38, infinity, -infinity, nan, 1];
  const clamped = [most, -most, most, -most, nan];

  test.each<[OpName, Tensor, number]>([
    ["add", f32([6], row), 2],
    ["sub", f32([6], [-3e38, 3e38, 1, 1, 1, 0]), 1],
    ["mul", f32([], [10]), 10],
    ["div", f32([1], [0.125]), 8],
  ])("%s", (op, b, last) => {
    expect(numbersOf(op, none, [f32([6], row), b])).toEqual([...clamped, last]);
  });

  test("addN", () => {
    expect(numbersOf("addN", {}, [f32([6], row), f32([6], row)])).toEqual([...clamped, 2]);
  });

  const strides = [1, 1];
  const conv = { strides, dilations: [1, 1], padding: "valid", activation: "none" };
  const image = f32([1, 1, 6, 1], row);

  test.each<[OpName, object, readonly (Tensor | null)[]]>([
    ["conv2d", conv, [image, f32([1, 1, 1, 1], [10])]],
    ["depthwiseConv2d", conv, [image, f32([1, 1, 1, 1], [10])]],
    ["fullyConnected", { activation: "none", keepNumDims: false }, [f32([6, 1], row), f32([1, 1], [10])]],
  ])("%s", (op, attrs, inputs) => {
    expect(numbersOf(op, attrs, inputs)).toEqual([...clamped, 10]);
  });

  test("pools; the largest of NaN alone is the lowest number", () => {
    const attrs = { kernel: [1, 1], strides, padding: "valid", activation: "none" };
    expect(numbersOf("maxPool2d", attrs, [image]).slice(2)).toEqual([most, -most, -most, 1]);
    expect(numbersOf("averagePool2d", attrs, [image]).slice(2)).toEqual([most, -most, nan, 1]);
  });

  test("relu ends there as well", () => {
    expect(numbersOf("add", { activation: "relu" }, [f32([3], [3e38, -3e38, nan]), f32([], [3e38])])).toEqual([
      most,
      0,
      nan,
    ]);
  });

  test("not so products of batches, squared differences, float16", () => {
    expect(numbersOf("batchMatmul", {}, [f32([1, 1], [3e38]), f32([1, 1], [10])])).toEqual([infinity]);
    expect(numbersOf("squaredDifference", {}, [f32([1], [3e38]), f32([1], [0])])).toEqual([infinity]);
    const half = fromNumbers("float16", [1], [60000]);
    expect(numbersOf("add", none, [half, half])).toEqual([infinity]);
  });
});
