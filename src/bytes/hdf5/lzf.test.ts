import { expect, test } from "vitest";
import { unpackLzf } from "./lzf.ts";

const unpack = (bytes: readonly number[], size: number): readonly number[] | undefined => {
  const result = unpackLzf(Uint8Array.from(bytes), size);
  return result && [...result];
};

test("literals, short and long copies, copies that overlap themselves", () => {
  expect(unpack([2, 7, 8, 9], 3)).toEqual([7, 8, 9]);
  expect(unpack([1, 7, 8, 0x20, 1], 5)).toEqual([7, 8, 7, 8, 7]);
  expect(unpack([0, 5, 0xe0, 1, 0], 11)).toEqual(new Array(11).fill(5));
});

test("data that reach before the beginning or do not give the size are refused", () => {
  expect(unpack([0, 5, 0x20, 1], 4)).toBeUndefined();
  expect(unpack([2, 7, 8], 3)).toBeUndefined();
  expect(unpack([0, 7], 2)).toBeUndefined();
  expect(unpack([1, 7, 8], 1)).toBeUndefined();
  expect(unpack([0, 7], 1e12)).toBeUndefined();
});
