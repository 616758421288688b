import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HoldfastError } from "../diagnostics/index.ts";
import { parseGraph, parseModel, printModel } from "./index.ts";
import { randomModel } from "./testing/random-model.ts";

const inGraph = (line: string): string => `graph "g" () -> () {\n${line}\n}`;

describe("refusals name the line, what was expected, and what was found", () => {
  test.each([
    ["", 1, "'graph'", ""],
    ["grahp", 1, "'graph'", "grahp"],
    ['graph "g" (%0 %1) -> () {}', 1, "')'", "%1) -> () {}"],
    ['graph "g" () -> () {\n', 2, "a value, a node or '}'", ""],
    ['graph "g" () -> () {} more', 1, "the end", "more"],
    ['graph "g', 1, "a string that ends", '"g'],
    ['graph "\\x" () -> () {}', 1, "a string", '"\\x" () -> () {}'],
    [inGraph('%0 "x": float33[1]'), 2, "a dtype", "float33[1]"],
    [inGraph('%0 "x": float32[1,-]'), 2, "a shape", "[1,-]"],
    [inGraph('%0 "x": float32[1'), 2, "a shape", "[1"],
    [
      inGraph('%0 "x": float32[1]\n%0 "y": float32[1]'),
      3,
      "a value that has not been declared yet",
      '%0 "y": float32[1]',
    ],
    [inGraph('%9007199254740993 "x": float32[1]'), 2, "a whole number", '9007199254740993 "x": fl'],
    [inGraph('%0 "x": int8[2] = [1]'), 2, "2 elements", "[1]"],
    [inGraph('%0 "x": int8[1] = [128]'), 2, "int8", "128]"],
    [inGraph('%0 "x": uint64[1] = [-1]'), 2, "uint64", "-1]"],
    [inGraph('%0 "x": int32[1] = [1.5]'), 2, "int32", "1.5]"],
    [inGraph('%0 "x": bool[1] = [1]'), 2, "a bool", "1]"],
    [inGraph('%0 "x": float32[N] = [1]'), 2, "a constant's dtype and shape", "[1]"],
    [inGraph('%0 "x": float32[1] = #12'), 2, "'#' and 16 hexadecimal digits", "#12"],
    [
      inGraph('%0 "x": int8[1] = #0123456789abcdef base64 "AA=="'),
      2,
      "1 bytes with the hash #0123456789abcdef",
      '"AA=="',
    ],
    [inGraph('%0 "x": int8[1] = [1] computed "why" &0'), 2, "a defined formula", "&0"],
    [inGraph('add "n"() {a: base64 "A"}'), 2, "base64 text", '"A"}'],
    [inGraph('add "n"() {a: ?}'), 2, "a value", "?}"],
    [inGraph('add "n"() {1: 2}'), 2, "a key", "1: 2}"],
    [inGraph('add "n"(%0, x)'), 2, "'%'", "x)"],
  ])("%j", (text, line, expected, found) => {
    try {
      parseGraph(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(HoldfastError);
      expect((error as HoldfastError).diagnostic).toMatchObject({
        code: "IR-E004",
        evidence: { line, expected, found },
      });
    }
  });

  test("graphs of a model are numbered in order", () => {
    expect(() => parseModel('model "m" from x graph ^1 "g" () -> () {}')).toThrow("expected '^0', found '^1");
  });

  test("the role of a weight is one of four", () => {
    const text = 'model "m" from x weight "w": int8[1] bytes 1 role spare';
    expect(() => parseModel(text)).toThrow("expected weight, optimizer, state, metadata, found 'spare'");
  });
});

test("blanks and line breaks mean nothing", () => {
  const spread = 'graph"g"(\t%0 )\r\n->(%0)\n\n{%0"x":float32[ 1 , N ]}';
  expect(parseGraph(spread)).toEqual(parseGraph('graph "g" (%0) -> (%0) { %0 "x": float32[1,N] }'));
});

test("operators may be named like words of the grammar, when quoted", () => {
  const { nodes } = parseGraph(inGraph('"by" "n"() -> (%4, %5)\n"as" "m"(_)'));
  expect(nodes.map(({ id, op, inputs, outputs }) => ({ id, op, inputs, outputs }))).toEqual([
    { id: 0, op: "by", inputs: [], outputs: [4, 5] },
    { id: 1, op: "as", inputs: [null], outputs: [] },
  ]);
});

test("a few digits cannot ask for much memory", () => {
  expect(() => parseGraph(inGraph('%4194304 "x": float32[1]'))).toThrow("expected at most 4194304 values");
  const text = parseGraph(inGraph('%0 "x": float32[1000000,1000000] = #0123456789abcdef'));
  expect(text.values[0]?.constant?.source.size).toBe(4e12);
  expect(() => parseGraph(inGraph('%0 "x": float64[99999999,99999999,99999999] = []'))).toThrow("IR-E004");
});

test("brackets without end are refused, not followed", () => {
  expect(() => parseGraph(inGraph(`add "n"() {a: ${"[".repeat(100_000)}`))).toThrow("at most 500 brackets");
  const formula = `float32[1] [1] computed "r" neg(`.repeat(100_000);
  expect(() => parseGraph(`&0 = ${formula}`)).toThrow("at most 500 brackets");
});

test("damaged text is refused by code or read as something else, never a crash", () => {
  const law = fc.property(
    fc.gen(),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat({ max: 3 }),
        put: fc.constantFrom("", '"', "[", "{", "&0", "%1", "9", "-", "}"),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    (g, edits) => {
      let text = printModel(randomModel(g), { data: "inline" });
      for (const { at, cut, put } of edits) {
        const place = Math.floor(at * text.length);
        text = text.slice(0, place) + put + text.slice(place + cut);
      }
      try {
        printModel(parseModel(text));
      } catch (error) {
        expect(error).toBeInstanceOf(HoldfastError);
      }
    },
  );
  fc.assert(law, { numRuns: 500 });
});
