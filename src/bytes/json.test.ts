import fc from "fast-check";
import { expect, test } from "vitest";
import { scanJson } from "./index.ts";

test("reads what JSON writers write, and Python's numbers that JSON has not", () => {
  const law = fc.property(fc.jsonValue(), (value) => {
    expect(scanJson(JSON.stringify(value))).toEqual({ value: JSON.parse(JSON.stringify(value)) });
  });
  fc.assert(law);
  expect(scanJson('[NaN, -Infinity, "\\u00e9", 1e3]')).toEqual({
    value: [Number.NaN, Number.NEGATIVE_INFINITY, "é", 1000],
  });
});

test("says where the text stops being JSON", () => {
  expect(scanJson('{"a": [1,\n 2')).toEqual({
    problem: { position: 12, line: 2, column: 3, problem: "the text ends", near: '{"a": [1,\n 2', size: 12 },
  });
  expect(scanJson("{} x")).toMatchObject({ problem: { position: 3, problem: "something follows the end" } });
});

test("keys that JavaScript gives a meaning are plain keys, and nesting without end is refused", () => {
  const read = scanJson('{"__proto__": 1}');
  expect("value" in read && Object.keys(read.value as object)).toEqual(["__proto__"]);
  expect(scanJson("[".repeat(10_000))).toMatchObject({ problem: { problem: "values nest deeper than 200" } });
});
