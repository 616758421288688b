import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFlexBuffer } from "./flexbuffer.ts";
import { encodeFlexBuffer } from "./flexbuffer-encode.ts";

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

test("a map with integers and a float, as LiteRT writes them", () => {
  // The attributes of an `odml.group_norm` composite: channel_axis, epsilon, num_groups.
  const hex =
    "6368616e6e656c5f61786973006570 73696c6f6e006e756d5f67726f75707300032115 0e03000000010000000300 0000ffffffffbd3786350100000006 0e060f2601".replaceAll(
      " ",
      "",
    );
  expect(decodeFlexBuffer(bytesOf(hex))).toEqual({ channel_axis: -1, epsilon: Math.fround(1e-6), num_groups: 1 });
});

test("typed vectors, as FlatBuffers' own documentation packs them", () => {
  // { vec: [-100, "Fred", 4.0], foo: 100 } in FlexBuffers' C++ example has mixed vectors; here a typed one of int8.
  expect(decodeFlexBuffer(Uint8Array.of(3, 1, 2, 3, 3, 44, 1))).toEqual([1, 2, 3]);
});

test("what is encoded decodes to the same", () => {
  const leaf = fc.oneof(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, min: -1e18, max: 1e18 }),
    fc.boolean(),
    fc.constant(null),
  );
  const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0"));
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      leaf,
      text,
      fc.array(tie("json")),
      fc.dictionary(text, tie("json"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      const expected = JSON.parse(JSON.stringify(value));
      expect(decodeFlexBuffer(encodeFlexBuffer(value as never))).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test("other bytes are no FlexBuffer, and never a crash", () => {
  expect(decodeFlexBuffer(new Uint8Array(0))).toBeUndefined();
  expect(decodeFlexBuffer(Uint8Array.of(9, 40, 1))).toBeUndefined();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void decodeFlexBuffer(bytes)));
});

test("a vector that holds itself ends", () => {
  // Vector of one element at offset 1 whose element refers back to it, two deep and wide: 2^32 paths without a limit.
  const bytes = Uint8Array.of(2, 0, 1, 40, 40, 4, 40, 1);
  expect(decodeFlexBuffer(bytes)).toBeUndefined();
});
