import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HoldfastError } from "../diagnostics/index.ts";
import { type ByteSource, joinSources, lazySource, memorySource, sliceSource } from "./index.ts";

const bytes = Uint8Array.from({ length: 20 }, (_, i) => i);

const sources: readonly [string, () => ByteSource][] = [
  ["memory", () => memorySource(bytes.subarray(5, 15), "it")],
  ["a slice", () => sliceSource(memorySource(bytes, "file"), 5, 10, "it")],
  ["a slice of a slice", () => sliceSource(sliceSource(memorySource(bytes), 3, 15), 2, 10, "it")],
  [
    "parts one behind the other",
    () =>
      joinSources(
        [bytes.subarray(5, 9), bytes.subarray(9, 9), bytes.subarray(9, 15)].map((b) => memorySource(b)),
        "it",
      ),
  ],
  ["bytes made on first use", () => lazySource(10, () => bytes.subarray(5, 15), "it")],
];

describe.each(sources)("%s", (_, make) => {
  test("has a name, a size, and the bytes of its range", () => {
    const source = make();
    expect([source.name, source.size]).toEqual(["it", 10]);
    expect(Array.from(source.read(0, 10))).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(Array.from(source.read(3, 2))).toEqual([8, 9]);
    expect(source.read(10, 0).length).toBe(0);
  });

  test("refuses every range that is not inside, by code and place", () => {
    const source = make();
    const number = fc.oneof(
      fc.integer({ min: -20, max: 20 }),
      fc.constantFrom(Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY),
    );
    const law = fc.property(number, number, (offset, length) => {
      if (offset >= 0 && length >= 0 && offset + length <= 10) return;
      try {
        source.read(offset, length);
        expect.unreachable();
      } catch (error) {
        expect((error as HoldfastError).diagnostic).toMatchObject({
          code: "BYT-E001",
          where: { file: "it", offset },
          evidence: { size: 10, offset, length },
        });
      }
    });
    fc.assert(law);
  });
});

test("reads of memory and of its slices are views", () => {
  const source = memorySource(bytes);
  expect(source.read(4, 2).buffer).toBe(bytes.buffer);
  expect(sliceSource(source, 3, 5).read(1, 2).byteOffset).toBe(4);
});

test("a slice must lie in its source, and goes by its name", () => {
  expect(sliceSource(memorySource(bytes, "file"), 20, 0).name).toBe("file");
  expect(() => sliceSource(memorySource(bytes), 15, 6)).toThrow(HoldfastError);
  expect(() => sliceSource(memorySource(bytes), -1, 6)).toThrow("BYT-E001");
});

test("bytes are made once, and not for a range that is refused", () => {
  let made = 0;
  const source = lazySource(4, () => {
    made += 1;
    return Uint8Array.of(1, 2, 3, 4);
  });
  expect(() => source.read(2, 3)).toThrow("BYT-E001");
  expect(made).toBe(0);
  source.read(0, 2);
  source.read(2, 2);
  expect(made).toBe(1);
});
