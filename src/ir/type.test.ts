import { describe, expect, test } from "vitest";
import { boundedDim, symbolDim, unknownDim } from "../numerics/index.ts";
import { compatibleTypes, formatType, sameType, type TensorType, tensorType, valueId } from "./index.ts";

const float = (...shape: NonNullable<TensorType["shape"]>): TensorType => tensorType("float32", shape);
const int8 = (quantization: NonNullable<TensorType["quantization"]>): TensorType =>
  tensorType("int8", [4], quantization);

test("a type reads dtype and shape", () => {
  expect(formatType(float(symbolDim("N"), 224, unknownDim, boundedDim(9)))).toBe("float32[N,224,?,?<=9]");
  expect(formatType(tensorType("bool", undefined))).toBe("bool[*]");
});

test("the same type is the same expression; compatible types may turn out the same", () => {
  const [n, m] = [float(symbolDim("N")), float(symbolDim("M"))];
  expect([sameType(n, n), sameType(n, m), sameType(n, float(3))]).toEqual([true, false, false]);
  expect([compatibleTypes(n, m), compatibleTypes(n, float(3)), compatibleTypes(n, float(3, 3))]).toEqual([
    true,
    true,
    false,
  ]);
  expect(compatibleTypes(tensorType("float32", undefined), float(1, 2))).toBe(true);
  expect(compatibleTypes(float(2), float(3))).toBe(false);
  expect(compatibleTypes(float(2), tensorType("float16", [2]))).toBe(false);
});

describe("quantization is compared by its numbers", () => {
  const kinds: TensorType[] = [
    int8({ kind: "perTensor", scale: 0.5, zeroPoint: 1 }),
    int8({ kind: "perTensor", scale: 0.5, zeroPoint: 2 }),
    int8({ kind: "perTensor", scale: 0.25, zeroPoint: 1 }),
    int8({ kind: "perAxis", axis: 0, scales: [0.5], zeroPoints: [1] }),
    int8({ kind: "perAxis", axis: 1, scales: [0.5], zeroPoints: [1] }),
    int8({ kind: "perAxis", axis: 0, scales: [0.5, 0.5], zeroPoints: [1, 1] }),
    int8({ kind: "perAxis", axis: 0, scales: [0.5], zeroPoints: [2] }),
    int8({ kind: "blockwise", axis: 0, blockSize: 2, scales: valueId(1) }),
    int8({ kind: "blockwise", axis: 0, blockSize: 4, scales: valueId(1) }),
    int8({ kind: "blockwise", axis: 0, blockSize: 2, scales: valueId(2) }),
    int8({ kind: "blockwise", axis: 0, blockSize: 2, scales: valueId(1), zeroPoints: valueId(2) }),
    tensorType("int8", [4]),
  ];

  test("each kind is itself and nothing else", () => {
    for (const [i, a] of kinds.entries()) {
      expect(kinds.map((b) => sameType(a, b))).toEqual(kinds.map((_, j) => i === j));
      expect(kinds.map((b) => compatibleTypes(a, b))).toEqual(kinds.map((_, j) => i === j));
    }
  });

  test("not by the order in which they were written", () => {
    const written = int8({ zeroPoint: 1, scale: 0.5, kind: "perTensor" });
    expect(sameType(written, kinds[0] as TensorType)).toBe(true);
  });
});
