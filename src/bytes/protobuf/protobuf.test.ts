import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attempt } from "../../diagnostics/index.ts";
import { memorySource } from "../source.ts";
import { decodeMessage, encodeMessage, type MessageInput, messageHead, packedNumbers } from "./index.ts";

const schema = {
  messages: {
    All: {
      int32: "1 int32",
      int64: "2 int64",
      uint64: "3 uint64",
      flag: "4 bool",
      float: "5 float",
      double: "6 double",
      fixed: "7 fixed32",
      text: "8 string",
      bytes: "9 bytes",
      color: "10 Color",
      inner: "11 All",
      numbers: "12 [int64]",
      names: "13 [string]",
      parts: "14 [All]",
      map: "15 {All}",
      words: "16 {string}",
      maybe: "17 int32?",
      data: "18 data",
      floats: "19 packed float",
      colors: "20 [Color]",
      wide: "1000 fixed64",
    },
  },
  enums: { Color: { NONE: 0, RED: 1, BLUE: 7 } },
} as const;

type All = MessageInput<typeof schema, "All">;

const decode = (...bytes: readonly number[]) =>
  decodeMessage(schema, "All", memorySource(Uint8Array.from(bytes), "m.pb"));
const code = (...bytes: readonly number[]): string => {
  const result = attempt(() => decode(...bytes));
  return "diagnostic" in result ? `${result.diagnostic.code} ${result.diagnostic.explain}` : "read";
};

describe("a message", () => {
  test("without fields has every default", () => {
    expect(decode()).toEqual({
      int32: 0,
      int64: 0,
      uint64: 0,
      flag: false,
      float: 0,
      double: 0,
      fixed: 0,
      text: "",
      bytes: new Uint8Array(0),
      color: "NONE",
      inner: undefined,
      numbers: [],
      names: [],
      parts: [],
      map: new Map(),
      words: new Map(),
      maybe: undefined,
      data: undefined,
      floats: [],
      colors: [],
      wide: 0,
    });
  });

  test("has the bytes of the encoding's documentation", () => {
    expect(decode(0x08, 0x96, 0x01).int32).toBe(150);
    expect(decode(0x42, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67).text).toBe("testing");
    expect(decode(0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).int32).toBe(-2);
    expect(encodeMessage(schema, "All", { int32: 150 })).toEqual(Uint8Array.of(0x08, 0x96, 0x01));
  });

  test("keeps 64-bit numbers exact, as digits where a double does not hold them", () => {
    const value = { int64: "-9223372036854775808", uint64: "18446744073709551615", wide: 2 ** 53 - 1 } as const;
    expect(decode(...encodeMessage(schema, "All", value))).toMatchObject(value);
  });

  test("reads repeated numbers packed and one by one", () => {
    expect(decode(0x62, 3, 1, 0x96, 0x01, 0x60, 5).numbers).toEqual([1, 150, 5]);
    expect(decode(0xa2, 1, 2, 1, 99).colors).toEqual(["RED", 99]);
  });

  test("passes over fields it does not know and merges messages given twice", () => {
    const unknown = [0xf8, 0x3f, 1, 0xfa, 0x3f, 2, 9, 9, 0xfd, 0x3f, 1, 2, 3, 4, 0xf9, 0x3f, 1, 2, 3, 4, 5, 6, 7, 8];
    expect(decode(...unknown, 0x08, 3).int32).toBe(3);
    const merged = decode(0x5a, 2, 0x08, 3, 0x5a, 3, 0x42, 1, 0x61);
    expect(merged.inner).toMatchObject({ int32: 3, text: "a" });
  });

  test("tells an absent number from a zero where the schema asks for it", () => {
    expect([decode().maybe, decode(0x88, 1, 0).maybe]).toEqual([undefined, 0]);
    expect(encodeMessage(schema, "All", { maybe: 0, int32: 0, inner: {} })).toEqual(Uint8Array.of(0x5a, 0, 0x88, 1, 0));
  });

  test("keeps data and packed numbers unread", () => {
    const bytes = encodeMessage(schema, "All", {
      data: Uint8Array.of(1, 2),
      floats: [Uint8Array.of(0, 0, 0x80, 0x3f)],
    });
    const { data, floats } = decode(...bytes);
    expect(data?.read(0, 2)).toEqual(Uint8Array.of(1, 2));
    expect(packedNumbers("float", floats)).toEqual([1]);
    expect(packedNumbers("float", decode(0x9d, 1, 0, 0, 0, 0x40, 0x9d, 1, 0, 0, 0x40, 0x40).floats)).toEqual([2, 3]);
  });

  test("is a view of large bytes, which are copied once when written", () => {
    const large = new Uint8Array(100_000).fill(7);
    const source = memorySource(encodeMessage(schema, "All", { inner: { parts: [{ bytes: large }] } }));
    const found = decodeMessage(schema, "All", source).inner?.parts[0]?.bytes;
    expect(found).toEqual(large);
    expect(found?.buffer).toBe(source.read(0, 1).buffer);
  });
});

describe("damage", () => {
  test.each([
    ["a number cut off", [0x08, 0x96], "PBF-E001"],
    ["a string cut off", [0x42, 7, 0x74], "PBF-E001 bytes"],
    ["a length that reaches out of its message", [0x5a, 3, 0x42, 9, 0, 1, 1, 1, 1, 1, 1, 1, 1], "PBF-E001"],
    ["fixed numbers cut off", [0x2d, 1, 2], "PBF-E001"],
    ["an endless number", [0x10, ...new Array<number>(11).fill(0xff)], "PBF-E002"],
    ["another wire type than the field has", [0x0d, 1, 2, 3, 4], "PBF-E002"],
    ["field number 0", [0x00, 1], "PBF-E002"],
    ["a group", [0xfb, 0x3f], "PBF-E002"],
  ])("%s is named", (_, bytes, expected) => {
    expect(code(...bytes)).toContain(expected.split(" ")[0]);
  });

  test("is named with file, offset and path", () => {
    const result = attempt(() => decode(0x72, 4, 0x5a, 2, 0x42, 9));
    expect("diagnostic" in result && result.diagnostic.where).toEqual({
      file: "m.pb",
      offset: 6,
      path: "All.parts[0].inner.text",
    });
  });

  test("by messages inside messages ends at a depth", () => {
    let bytes: number[] = [];
    for (let depth = 0; depth < 60; depth++) bytes = [0x5a, bytes.length, ...bytes].slice(0, 120);
    expect(code(...bytes)).toBe("read");
    let deep: All = {};
    for (let depth = 0; depth < 150; depth++) deep = { inner: deep };
    expect(code(...encodeMessage(schema, "All", deep))).toContain("PBF-E003");
  });

  test("by more messages than a file of that size needs is refused", () => {
    const bytes = new Uint8Array(2_000_000);
    for (let at = 0; at < bytes.length; at += 2) bytes[at] = 0x72;
    const result = attempt(() => decodeMessage(schema, "All", memorySource(bytes)));
    expect("diagnostic" in result && result.diagnostic.code).toBe("PBF-E003");
  });
});

const finite = fc.double({ noNaN: true });
const leaf = fc.record(
  {
    int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(long),
    uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(long),
    flag: fc.boolean(),
    float: finite.map(Math.fround),
    double: finite,
    fixed: fc.nat(),
    text: fc.string({ unit: "grapheme" }),
    bytes: fc.uint8Array(),
    color: fc.constantFrom("NONE" as const, "RED" as const, "BLUE" as const, 5),
    numbers: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(long)),
    names: fc.array(fc.string()),
    words: fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => new Map(pairs)),
    maybe: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  },
  { requiredKeys: [] },
);

function long(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

test("what is written is read again", () => {
  const tree = fc.record({
    inner: leaf,
    parts: fc.array(leaf, { maxLength: 3 }),
    map: fc.array(fc.tuple(fc.string(), leaf)).map((pairs) => new Map(pairs)),
  });
  fc.assert(
    fc.property(tree, (value) => {
      const bytes = encodeMessage(schema, "All", value);
      const found = decode(...bytes);
      expect(found.parts.map((part) => ({ ...part }))).toMatchObject(value.parts.map(present));
      expect([...found.map.keys()]).toEqual([...value.map.keys()]);
      expect(found.inner).toMatchObject(present(value.inner));
      expect(encodeMessage(schema, "All", found as All)).toEqual(bytes);
    }),
    { numRuns: 200 },
  );
});

const present = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));

test("the head of a message is seen without looking into it", () => {
  const source = memorySource(Uint8Array.of(0x08, 5, 0x42, 2, 0x61, 0x62, 0x5a, 100));
  expect(messageHead(source, 10)).toEqual([
    { number: 1, wireType: 0, offset: 1, length: 1 },
    { number: 8, wireType: 2, offset: 4, length: 2 },
    { number: 11, wireType: 2, offset: 8, length: 100 },
  ]);
  expect(messageHead(memorySource(new TextEncoder().encode("version https")), 10)).toBeUndefined();
});
