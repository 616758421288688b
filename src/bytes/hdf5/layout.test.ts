import { describe, expect, test } from "vitest";
import { attempt } from "../../diagnostics/index.ts";
import { Cursor } from "./cursor.ts";
import { type Layout, readLayout } from "./layout.ts";

const read = (...bytes: readonly number[]): Layout =>
  readLayout(new Cursor(Uint8Array.from(bytes), "x.h5", 0, "Layout", { offsetSize: 4, lengthSize: 4 }));

const u32 = (value: number): readonly number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >> 24];
const reserved = [0, 0, 0, 0, 0];

describe("layout messages before version 3, which no current library writes", () => {
  test("compact", () => {
    const layout = read(1, 2, 0, ...reserved, ...u32(2), ...u32(1), ...u32(2), 7, 8);
    expect(layout.kind === "compact" && [...layout.data.bytes]).toEqual([7, 8]);
  });

  test("contiguous", () => {
    expect(read(1, 2, 1, ...reserved, ...u32(512), ...u32(2), ...u32(4))).toEqual({ kind: "contiguous", address: 512 });
  });

  test("chunked: the last extent is the size of an element", () => {
    expect(read(2, 3, 2, ...reserved, ...u32(512), ...u32(5), ...u32(6), ...u32(4))).toMatchObject({
      kind: "chunked",
      chunkDims: [5, 6],
      elementSize: 4,
      index: "b-tree-v1",
      address: 512,
    });
  });
});

test("all bits set is no address", () => {
  expect(read(3, 1, 0xff, 0xff, 0xff, 0xff, ...u32(16))).toEqual({ kind: "contiguous", address: undefined });
});

test("what cannot be is refused with its place", () => {
  const code = (...bytes: readonly number[]): unknown => {
    const result = attempt(() => read(...bytes));
    return "diagnostic" in result && [result.diagnostic.code, result.diagnostic.where.offset];
  };
  expect(code(9)).toEqual(["HDF-E004", 0]);
  expect(code(3, 9)).toEqual(["HDF-E004", 2]);
  expect(code(3, 2, 2, ...u32(512), ...u32(0), ...u32(4))).toEqual(["HDF-E004", 15]);
  expect(code(3, 1, 0)).toEqual(["HDF-E003", 2]);
});
