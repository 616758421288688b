import { describe, expect, test } from "vitest";
import {
  allocate,
  type DType,
  dtypeKind,
  dtypes,
  entriesPerElement,
  fromNumbers,
  integerRange,
  isDType,
  isFloat,
  isInteger,
  isWideInteger,
  roundTo,
  scalar,
  storedByteLength,
  tensor,
  toBigInts,
  toNumbers,
} from "./index.ts";

const through = (dtype: DType, values: number[]): number[] =>
  Array.from(toNumbers(fromNumbers(dtype, [values.length / entriesPerElement(dtype)], values)));

describe("numbers become elements like C casts:", () => {
  test.each<[DType, number[], number[]]>([
    ["float64", [0.1, -0], [0.1, -0]],
    ["float32", [0.1, 1e39], [Math.fround(0.1), Number.POSITIVE_INFINITY]],
    ["float16", [0.1, 65520], [0.0999755859375, Number.POSITIVE_INFINITY]],
    ["bfloat16", [0.1, 1e39], [0.10009765625, Number.POSITIVE_INFINITY]],
    ["float8_e4m3fn", [0.1, 448], [0.1015625, 448]],
    ["float8_e5m2", [0.1, 1e9], [0.09375, Number.POSITIVE_INFINITY]],
    ["int8", [127.9, -128.9, 128, 257], [127, -128, -128, 1]],
    ["uint8", [-1, 256, 3.9], [255, 0, 3]],
    ["int16", [32768], [-32768]],
    ["int32", [2 ** 31, -1.5], [-(2 ** 31), -1]],
    ["uint32", [-1], [2 ** 32 - 1]],
    ["int64", [2 ** 53, -1.5, 2 ** 63], [2 ** 53, -1, -(2 ** 63)]],
    ["uint64", [-1, 2.5], [2 ** 64, 2]],
    ["int4", [7, 8, -9], [7, -8, 7]],
    ["uint4", [15, 16, -1], [15, 0, 15]],
    ["int2", [1, 2, -3], [1, -2, 1]],
    ["bool", [0, -0, 0.5, -3], [0, 0, 1, 1]],
    ["complex64", [0.1, -1], [Math.fround(0.1), -1]],
    ["complex128", [0.1, -1], [0.1, -1]],
  ])("%s", (dtype, given, expected) => {
    expect(through(dtype, given)).toEqual(expected);
  });

  test("what is not finite becomes zero in integers", () => {
    const strange = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const dtype of dtypes.filter(isInteger)) expect(through(dtype, strange), dtype).toEqual([0, 0, 0]);
  });
});

test("float64 elements are the tensor's own array, others a copy", () => {
  const wide = fromNumbers("float64", [1], [1]);
  expect(toNumbers(wide)).toBe(wide.data);
  expect(toNumbers(fromNumbers("float32", [1], [1]))).toEqual(Float64Array.of(1));
  expect(toNumbers(tensor("string", [1], [Uint8Array.of(1)]))).toEqual(new Float64Array(0));
});

test("64-bit elements keep every bit", () => {
  const big = 2n ** 63n - 1n;
  expect(toBigInts(tensor("int64", [1], BigInt64Array.of(big)))[0]).toBe(big);
  expect(toBigInts(tensor("uint64", [1], BigUint64Array.of(2n ** 64n - 1n)))[0]).toBe(-1n);
  expect(Array.from(toBigInts(fromNumbers("int8", [2], [-3, 5])))).toEqual([-3n, 5n]);
});

test("rounding to a dtype is what storing would do to a float, and nothing to others", () => {
  expect([roundTo("float32", 0.1), roundTo("float16", 1 / 3), roundTo("int8", 1.5), roundTo("float64", 0.1)]).toEqual([
    Math.fround(0.1),
    0.333251953125,
    1.5,
    0.1,
  ]);
});

test("scalars have rank 0", () => {
  expect(scalar("int32", 7)).toEqual({ dtype: "int32", shape: [], data: Int32Array.of(7) });
});

test("fresh elements are zeros, empty strings, nameless handles", () => {
  for (const dtype of dtypes) expect(allocate(dtype, 3), dtype).toHaveLength(3 * entriesPerElement(dtype));
  expect(allocate("string", 1)).toEqual([new Uint8Array(0)]);
  expect(allocate("variant", 1)).toEqual([{ key: "" }]);
});

describe("dtypes", () => {
  test("there are as many as the IR promises, each of one kind", () => {
    expect(dtypes).toHaveLength(23);
    expect(dtypes.filter(isFloat)).toEqual([
      ...["float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2"],
    ]);
    expect(dtypes.filter(isWideInteger)).toEqual(["int64", "uint64"]);
    expect(dtypes.filter((dtype) => dtypeKind(dtype) === "handle")).toEqual(["resource", "variant"]);
    expect(isInteger("bool")).toBe(false);
  });

  test("names are known by themselves, not by what objects inherit", () => {
    expect(["float32", "toString", "__proto__", "float"].map(isDType)).toEqual([true, false, false, false]);
  });

  test("sub-byte elements share bytes", () => {
    expect([1, 2, 3].map((count) => storedByteLength("int4", count))).toEqual([1, 1, 2]);
    expect([storedByteLength("int2", 5), storedByteLength("complex128", 2), storedByteLength("string", 9)]).toEqual([
      2, 32, 0,
    ]);
  });

  test("ranges of integers", () => {
    expect(["int8", "uint8", "int4", "int2", "bool", "int32"].map((d) => integerRange(d as DType))).toEqual([
      { min: -128, max: 127 },
      { min: 0, max: 255 },
      { min: -8, max: 7 },
      { min: -2, max: 1 },
      { min: 0, max: 1 },
      { min: -2147483648, max: 2147483647 },
    ]);
  });
});
