import { describe, expect, test } from "vitest";
import { apply } from "../../../suites/apply-operator.ts";
import { attempt } from "../../diagnostics/index.ts";
import { type DType, elementCount, fromNumbers, scalar, type Tensor } from "../../numerics/index.ts";
import type { AttrsOf, OpName } from "../index.ts";

const f = (shape: readonly number[]): Tensor => fromNumbers("float32", shape, new Array(elementCount(shape)).fill(1));
const v = (...numbers: readonly number[]): Tensor => fromNumbers("int32", [numbers.length], numbers);
const n = (value: number): Tensor => scalar("int32", value);
const pads = (...numbers: readonly number[]): Tensor => fromNumbers("int32", [numbers.length / 2, 2], numbers);
const none = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };

interface Misuse {
  readonly name: string;
  readonly code: string;
  readonly run: () => unknown;
}

function misuse<N extends OpName>(
  op: N,
  why: string,
  inputs: readonly (Tensor | null)[],
  attrs: AttrsOf<N>,
  options: { readonly code?: string; readonly outputs?: readonly DType[] } = {},
): Misuse {
  const run = () => apply(op, inputs, attrs, options.outputs ?? ["float32"]);
  return { name: `${op}: ${why}`, code: options.code ?? "OPS-E001", run };
}

const two: readonly DType[] = ["float32", "float32"];

const misuses: readonly Misuse[] = [
  misuse("reshape", "another number of elements", [f([2, 3]), v(4)], {}),
  misuse("reshape", "-1 does not come out", [f([2, 3]), v(4, -1)], {}),
  misuse("reshape", "-1 beside 0", [f([2, 3]), v(0, -1)], {}),
  misuse("reshape", "two -1", [f([2, 3]), v(-1, -1)], {}),
  misuse("reshape", "-2", [f([2, 3]), v(-2, -3)], {}),
  misuse("reshape", "a shape of rank 2", [f([2, 3]), pads(2, 3)], {}),
  misuse("reshape", "a shape of floats", [f([2, 3]), f([1])], {}),
  misuse("squeeze", "an extent of 2", [f([2, 1])], { axes: [0] }),
  misuse("squeeze", "an axis outside", [f([2, 1])], { axes: [2] }),
  misuse("expandDims", "an axis outside", [f([2]), n(2)], {}),
  misuse("expandDims", "two axes", [f([2]), v(0, 1)], {}),
  misuse("transpose", "an axis twice", [f([2, 3]), v(0, 0)], {}),
  misuse("transpose", "an axis too few", [f([2, 3]), v(0)], {}),
  misuse("transpose", "an axis outside", [f([2, 3]), v(0, 2)], {}),
  misuse("shape", "a float result", [f([2])], { dtype: "float32" }, { code: "OPS-E006" }),
  misuse("cast", "text", [f([2])], { dtype: "string" }, { code: "OPS-E006" }),
  misuse("bitcast", "a last axis of another size", [fromNumbers("uint8", [3], [1, 2, 3])], { dtype: "int32" }),
  misuse("bitcast", "a scalar that is too small", [scalar("uint8", 1)], { dtype: "int32" }),
  misuse("bitcast", "half a byte", [scalar("int4", 1)], { dtype: "int8" }, { code: "OPS-E006" }),
  misuse("fill", "a negative extent", [v(2, -1), f([])], {}),
  misuse("fill", "a vector of values", [v(2), f([1])], {}),
  misuse("fill", "more elements than can be", [v(65536, 65536), f([])], {}, { code: "OPS-E005" }),
  misuse("range", "no step", [n(0), n(3), n(0)], {}),
  misuse("range", "a step away from the limit", [n(0), n(3), n(-1)], {}),
  misuse("range", "a limit that is not a number", [f([]), scalar("float32", Number.NaN), f([])], {}),
  misuse("range", "no end", [f([]), scalar("float32", Number.POSITIVE_INFINITY), f([])], {}),
  misuse("range", "a vector", [v(0), n(3), n(1)], {}),
  misuse("concatenation", "nothing", [], { axis: 0, activation: "none" }),
  misuse("concatenation", "extents that differ", [f([2, 3]), f([3, 2])], { axis: 0, activation: "none" }),
  misuse("concatenation", "ranks that differ", [f([2, 3]), f([2])], { axis: 0, activation: "none" }),
  misuse("concatenation", "scalars", [f([]), f([])], { axis: 0, activation: "none" }),
  misuse("concatenation", "dtypes that differ", [f([1]), v(1)], { axis: 0, activation: "none" }),
  misuse(
    "concatenation",
    "an activation of integers",
    [v(1), v(2)],
    { axis: 0, activation: "tanh" },
    { code: "OPS-E006" },
  ),
  misuse("pack", "shapes that differ", [f([2]), f([3])], { axis: 0 }),
  misuse("pack", "nothing", [], { axis: 0 }),
  misuse("unpack", "another number of outputs", [f([3])], { axis: 0 }, { outputs: two }),
  misuse("unpack", "a scalar", [f([])], { axis: 0 }),
  misuse("split", "pieces that are not equal", [n(0), f([5])], {}, { outputs: two }),
  misuse("splitV", "sizes that are too large", [f([5]), v(3, 3), n(0)], {}, { outputs: two }),
  misuse("splitV", "sizes that leave less than nothing", [f([5]), v(6, -1), n(0)], {}, { outputs: two }),
  misuse("splitV", "two -1", [f([5]), v(-1, -1), n(0)], {}, { outputs: two }),
  misuse("splitV", "another number of outputs", [f([5]), v(5), n(0)], {}, { outputs: two }),
  misuse("tile", "a negative number of times", [f([2]), v(-1)], {}),
  misuse("tile", "too few multiples", [f([2, 2]), v(1)], {}),
  misuse("broadcastTo", "an extent that does not stretch", [f([3]), v(2, 2)], {}),
  misuse("broadcastTo", "fewer axes", [f([1, 3]), v(3)], {}),
  misuse("broadcastArgs", "shapes that do not go together", [v(2), v(3)], {}),
  misuse("reverseV2", "an axis twice", [f([2, 3]), v(0, -2)], {}),
  misuse("reverseSequence", "one axis for both", [f([2, 2]), v(1, 1)], { seqAxis: 1, batchAxis: -1 }),
  misuse("reverseSequence", "too few lengths", [f([2, 2]), v(1)], { seqAxis: 1, batchAxis: 0 }),
  misuse(
    "reverseSequence",
    "a length beyond the axis",
    [f([2, 2]), v(1, 3)],
    { seqAxis: 1, batchAxis: 0 },
    { code: "OPS-E007" },
  ),
  misuse(
    "reverseSequence",
    "a negative length",
    [f([2, 2]), v(1, -1)],
    { seqAxis: 1, batchAxis: 0 },
    { code: "OPS-E007" },
  ),
  misuse("slice", "a begin before the tensor", [f([5]), v(-1), v(1)], {}),
  misuse("slice", "a size beyond the tensor", [f([5]), v(2), v(4)], {}),
  misuse("slice", "a size of -2", [f([5]), v(2), v(-2)], {}),
  misuse("slice", "a begin beyond the tensor", [f([5]), v(6), v(-1)], {}),
  misuse("slice", "too few elements", [f([5, 5]), v(0), v(1)], {}),
  misuse("stridedSlice", "no stride", [f([5]), v(0), v(1), v(0)], none),
  misuse("stridedSlice", "more axes than there are", [f([5]), v(0, 0), v(1, 1), v(1, 1)], none),
  misuse("stridedSlice", "two ellipses", [f([5]), v(0, 0), v(1, 1), v(1, 1)], { ...none, ellipsisMask: 3 }),
  misuse("stridedSlice", "an index outside", [f([5]), v(5), v(6), v(1)], { ...none, shrinkAxisMask: 1 }),
  misuse("stridedSlice", "an index backwards", [f([5]), v(2), v(1), v(-1)], { ...none, shrinkAxisMask: 1 }),
  misuse("stridedSlice", "operands of other lengths", [f([5]), v(0), v(1, 1), v(1)], none),
  misuse("dynamicUpdateSlice", "an update that is too large", [f([2]), f([3]), v(0)], {}),
  misuse("dynamicUpdateSlice", "another rank", [f([2]), f([1, 1]), v(0)], {}),
  misuse("pad", "a negative amount", [f([2]), pads(-1, 1)], {}),
  misuse("pad", "too few pairs", [f([2, 2]), pads(1, 1)], {}),
  misuse("padV2", "two values", [f([2]), pads(1, 1), f([2])], {}),
  misuse("padV2", "a value of another dtype", [f([2]), pads(1, 1), n(0)], {}),
  misuse("mirrorPad", "more than there is to reflect", [f([2]), pads(2, 0)], { mode: "reflect" }),
  misuse("mirrorPad", "more than there is to repeat", [f([2]), pads(0, 3)], { mode: "symmetric" }),
  misuse("spaceToDepth", "extents without whole blocks", [f([1, 3, 4, 1])], { blockSize: 2 }),
  misuse("spaceToDepth", "rank 3", [f([2, 2, 1])], { blockSize: 2 }),
  misuse("depthToSpace", "channels without whole blocks", [f([1, 1, 1, 6])], { blockSize: 2 }),
  misuse("spaceToBatchNd", "extents without whole blocks", [f([1, 3, 1]), v(2), pads(0, 0)], {}),
  misuse("spaceToBatchNd", "a block of nothing", [f([1, 3, 1]), v(0), pads(0, 0)], {}),
  misuse("spaceToBatchNd", "more blocks than axes", [f([4]), v(2), pads(0, 0)], {}),
  misuse("batchToSpaceNd", "a batch without whole blocks", [f([3, 2]), v(2), pads(0, 0)], {}),
  misuse("batchToSpaceNd", "crops that take more than all", [f([2, 2]), v(2), pads(3, 2)], {}),
];

describe("inputs that do not fit are refused", () => {
  test.each(misuses)("$name", ({ run, code }) => {
    expect(attempt(run)).toMatchObject({ diagnostic: { code } });
  });
});

describe("quantization", () => {
  const quantized = (scale: number, zeroPoint: number, numbers: readonly number[]): Tensor =>
    fromNumbers("int8", [numbers.length], numbers, { kind: "perTensor", scale, zeroPoint });
  const stored = (op: OpName, inputs: readonly Tensor[], attrs: object): readonly number[] =>
    Array.from(apply(op, inputs, attrs as never)[0]?.data as Int8Array);

  test("padding of a quantized tensor is its zero point", () => {
    expect(stored("pad", [quantized(0.5, 3, [1, 2]), pads(1, 1)], {})).toEqual([3, 1, 2, 3]);
    const cell = fromNumbers("int8", [1, 1], [7], { kind: "perTensor", scale: 0.5, zeroPoint: 3 });
    expect(stored("spaceToBatchNd", [cell, v(2), pads(1, 0)], {})).toEqual([3, 7]);
  });

  test("elements of one scale are put together, of several refused", () => {
    const parts = [quantized(0.5, 3, [1, 2]), quantized(0.5, 3, [4, 5])];
    expect(stored("concatenation", parts, { axis: 0, activation: "none" })).toEqual([1, 2, 4, 5]);
    expect(stored("pack", parts, { axis: 1 })).toEqual([1, 4, 2, 5]);
    const several = [quantized(0.5, 3, [1, 2]), quantized(0.25, 3, [4, 5])];
    for (const [op, attrs] of [
      ["concatenation", { axis: 0, activation: "none" }],
      ["pack", { axis: 0 }],
    ] as const) {
      expect(attempt(() => stored(op, several, attrs))).toMatchObject({ diagnostic: { code: "OPS-E006" } });
    }
  });
});
