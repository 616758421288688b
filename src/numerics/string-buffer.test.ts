import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeStrings, encodeStrings } from "./index.ts";

const strings = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 5 });

test("the layout is that of TensorFlow Lite's string_util.h", () => {
  const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  expect(Array.from(encodeStrings([a, b]))).toEqual([
    ...[2, 0, 0, 0],
    ...[16, 0, 0, 0, 18, 0, 0, 0, 19, 0, 0, 0],
    ...[1, 2, 3],
  ]);
  expect(encodeStrings([])).toEqual(Uint8Array.of(0, 0, 0, 0, 8, 0, 0, 0));
});

test("what is encoded is decoded", () => {
  const law = fc.property(strings, (list) => {
    expect(decodeStrings(encodeStrings(list))).toEqual(list);
  });
  fc.assert(law);
});

test("strings are views of the buffer, wherever it lies in memory", () => {
  const encoded = encodeStrings([Uint8Array.of(7)]);
  const placed = new Uint8Array([9, ...encoded]).subarray(1);
  const [string] = decodeStrings(placed) as Uint8Array[];
  expect([string?.buffer === placed.buffer, Array.from(string as Uint8Array)]).toEqual([true, [7]]);
});

test("an empty buffer holds no strings", () => {
  expect(decodeStrings(new Uint8Array(0))).toEqual([]);
});

test.each([
  ["cut in the header", [1, 0, 0, 0]],
  ["a count below zero", [255, 255, 255, 255, 8, 0, 0, 0]],
  ["a count beyond the buffer", [255, 255, 255, 127, 8, 0, 0, 0]],
  ["an end beyond the buffer", [1, 0, 0, 0, 12, 0, 0, 0, 99, 0, 0, 0]],
  ["an end before its start", [1, 0, 0, 0, 12, 0, 0, 0, 4, 0, 0, 0]],
  ["a start below zero", [1, 0, 0, 0, 255, 255, 255, 255, 12, 0, 0, 0]],
])("%s is no string buffer", (_, bytes) => {
  expect(decodeStrings(Uint8Array.from(bytes))).toBeUndefined();
});

test("damage is answered, never thrown, and never reads outside the buffer", () => {
  const law = fc.property(
    strings,
    fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 255 }))),
    fc.nat({ max: 60 }),
    (list, edits, cut) => {
      const bytes = encodeStrings(list);
      for (const [at, byte] of edits) if (at < bytes.length) bytes[at] = byte;
      const damaged = bytes.subarray(0, Math.min(cut, bytes.length));
      for (const string of decodeStrings(damaged) ?? []) {
        expect(string.byteOffset + string.length).toBeLessThanOrEqual(damaged.byteOffset + damaged.length);
      }
    },
  );
  fc.assert(law, { numRuns: 1000 });
});
