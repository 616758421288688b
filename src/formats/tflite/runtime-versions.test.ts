import { expect, test } from "vitest";
import { formatVersion, isNewer, newestRuntime, parseVersion, runtimeOf } from "./runtime-versions.ts";

test("releases by operator version", () => {
  expect(runtimeOf("CONV_2D", 1)).toEqual([1, 5, 0]);
  expect(runtimeOf("CONV_2D", 6)).toEqual([2, 9, 0]);
  expect(runtimeOf("DEQUANTIZE", 1)).toEqual([1, 13, 1]);
  expect(runtimeOf("BROADCAST_TO", 1)).toBeUndefined();
  expect(runtimeOf("CONV_2D", 99)).toBeUndefined();
  expect(runtimeOf("DELEGATE", 1)).toBeUndefined();
});

test("versions are compared by their numbers, not as text", () => {
  expect(isNewer([2, 10, 0], [2, 9, 3])).toBe(true);
  expect(isNewer([2, 9, 0], [2, 9, 0])).toBe(false);
  expect(isNewer([1, 15, 0], [2, 0, 0])).toBe(false);
  expect(newestRuntime([1, 15, 0], [2, 3, 0])).toEqual([2, 3, 0]);
});

test("text", () => {
  expect(parseVersion("2.8")).toEqual([2, 8, 0]);
  expect(parseVersion("2.14.1")).toEqual([2, 14, 1]);
  expect(parseVersion("2.x")).toBeUndefined();
  expect(formatVersion([2, 8, 0])).toBe("2.8.0");
});
