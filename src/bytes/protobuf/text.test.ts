import { describe, expect, test } from "vitest";
import { attempt } from "../../diagnostics/index.ts";
import { memorySource } from "../source.ts";
import { packedNumbers, parseTextMessage } from "./index.ts";

const schema = {
  messages: {
    Node: {
      name: "1 string",
      size: "2 int64",
      weight: "3 float",
      flag: "4 bool",
      color: "5 Color",
      bytes: "6 bytes",
      input: "7 [string]",
      child: "8 [Node]",
      only: "9 Node",
      attr: "10 {Node}",
      floats: "11 packed float",
      dims: "12 [int32]",
      content: "13 data",
      unsigned: "14 uint32",
    },
  },
  enums: { Color: { NONE: 0, RED: 1 } },
} as const;

const parse = (text: string) =>
  parseTextMessage(schema, "Node", memorySource(new TextEncoder().encode(text), "m.pbtxt"));
const letters = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe("the text format", () => {
  test("has scalars, strings, lists and messages", () => {
    const node = parse(`
      # a comment
      name: "net" size: -9007199254740993; weight: 1.5f, flag: true color: RED
      input: "a" input: ['b', "c"]
      child { name: "x" } child: < name: "y" child { dims: [1, 2, 3] dims: 4 } >
      only {}
    `);
    expect(node).toMatchObject({
      name: "net",
      size: "-9007199254740993",
      weight: 1.5,
      flag: true,
      color: "RED",
      input: ["a", "b", "c"],
      only: { name: "" },
    });
    expect(node.child.map(({ name }) => name)).toEqual(["x", "y"]);
    expect(node.child[1]?.child[0]?.dims).toEqual([1, 2, 3, 4]);
  });

  test("has maps, of which the last entry counts", () => {
    const { attr } = parse(`attr { key: "k" value { size: 1 } } attr { key: "k" value { size: 2 } } attr { key: "e" }`);
    expect([...attr].map(([key, value]) => [key, value.size])).toEqual([
      ["k", 2],
      ["e", 0],
    ]);
  });

  test("has escapes of bytes and code points, and joins strings that follow each other", () => {
    const { bytes, name } = parse(String.raw`bytes: "a\n\t\\\"\'\x41\101\0\377" 'b' # joined
      "c" name: "\u00e9\U0001F600é"`);
    expect([...bytes]).toEqual([97, 10, 9, 92, 34, 39, 65, 65, 0, 255, 98, 99]);
    expect(name).toBe("é😀é");
  });

  test("has numbers in every spelling", () => {
    expect(parse("size: 0x1F").size).toBe(31);
    expect(parse("size: 017").size).toBe(15);
    expect(parse("size: - 5").size).toBe(-5);
    expect(parse("weight: inf").weight).toBe(Number.POSITIVE_INFINITY);
    expect(parse("weight: -inf").weight).toBe(Number.NEGATIVE_INFINITY);
    expect(parse("weight: nan").weight).toBeNaN();
    expect(parse("weight: 1e-3").weight).toBe(0.001);
    expect(parse("weight: .5 flag: 1").flag).toBe(true);
    expect(parse("color: 1").color).toBe("RED");
    expect(parse("color: 77").color).toBe(77);
  });

  test("gives unread numbers and bytes as the binary form does", () => {
    const { floats, content } = parse(String.raw`floats: 1 floats: [2.5, -3] content: "\001\002"`);
    expect(packedNumbers("float", floats)).toEqual([1, 2.5, -3]);
    expect(content?.read(0, 2)).toEqual(Uint8Array.of(1, 2));
  });

  test("passes over fields and extensions it does not know", () => {
    const { name } = parse(
      `new: [ { a: 1 }, { b < c: "x" > } ] [type.googleapis.com/x.Y] { z: 1 } other: -inf name: "n"`,
    );
    expect(name).toBe("n");
  });

  test.each([
    ["size: 1.5", 1, 7, "no int64"],
    ["unsigned: -1", 1, 12, "no uint32"],
    ['name: "a\nb"', 1, 7, "not closed"],
    ["name: x", 1, 7, "a string is expected"],
    ["child { ", 1, 9, "name is expected"],
    ["only { name: 'a' }\n}", 2, 1, "name is expected"],
    ["name 'a'", 1, 6, "':' is expected"],
    ["flag: maybe", 1, 7, "neither true nor false"],
    ["color: GREEN", 1, 8, "not known"],
    ["dims: [1 2]", 1, 10, "']' is expected"],
    ["child: 5", 1, 8, "'{' is expected"],
    ["\u0001", 1, 1, "unexpected character"],
    [String.raw`name: "\q"`, 1, 7, "escape"],
    [`name: "${String.raw`\U99999999`}"`, 1, 7, "escape"],
    ["child{".repeat(200), 1, 607, "too deep"],
    ["x{".repeat(200), 1, 204, "too deep"],
  ])("refuses %j with its place", (text, line, column, problem) => {
    const result = attempt(() => parse(text));
    const found = "diagnostic" in result ? result.diagnostic : undefined;
    expect(found?.code).toBe("PBF-E004");
    expect(found?.evidence).toEqual({ line, column, problem: expect.stringContaining(problem) });
  });
});

test("letters outside strings are kept as UTF-8 inside them", () => {
  expect(letters(parse('bytes: "über"').bytes)).toBe("über");
});
