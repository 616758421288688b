import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attempt } from "../../diagnostics/index.ts";
import {
  bool,
  byteString,
  decodeMessage,
  encodeMessage,
  float32,
  int32,
  int64,
  type Message,
  nested,
  optional,
  repeated,
  single,
  text,
  textMap,
} from "./index.ts";

interface Sample {
  readonly name: string;
  readonly count: bigint;
  readonly kind: number;
  readonly isOn: boolean | undefined;
  readonly ratio: number;
  readonly raw: Uint8Array | undefined;
  readonly sizes: readonly bigint[];
  readonly ratios: readonly number[];
  readonly words: readonly string[];
  readonly parts: ReadonlyMap<string, bigint>;
  readonly inner: Sample | undefined;
}

const sample: Message<Sample> = {
  name: single(1, text, ""),
  count: single(2, int64, 0n),
  kind: single(3, int32, 0),
  isOn: optional(4, bool),
  ratio: single(5, float32, 0),
  raw: optional(6, byteString),
  sizes: repeated(7, int64),
  ratios: repeated(8, float32),
  words: repeated(9, text),
  parts: textMap(10, int64),
  inner: optional(
    11,
    nested((): Message<Sample> => sample),
  ),
};

const read = (...bytes: readonly number[]): Sample => decodeMessage(sample, Uint8Array.from(bytes), "sample");
const codeOf = (...bytes: readonly number[]): string | undefined => {
  const result = attempt(() => read(...bytes));
  return "diagnostic" in result ? result.diagnostic.code : undefined;
};

describe("decodeMessage", () => {
  test("an empty message has every field's absent value", () => {
    expect(read()).toEqual({
      name: "",
      count: 0n,
      kind: 0,
      isOn: undefined,
      ratio: 0,
      raw: undefined,
      sizes: [],
      ratios: [],
      words: [],
      parts: new Map(),
      inner: undefined,
    });
  });

  test("a negative integer takes ten bytes", () => {
    expect(read(0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).count).toBe(-1n);
    expect(read(0x10, 0xac, 0x02).count).toBe(300n);
  });

  test("of a field given twice the last counts", () => {
    expect(read(0x10, 1, 0x10, 2).count).toBe(2n);
  });

  test("lists of numbers are read packed, one by one, and mixed", () => {
    expect(read(0x3a, 2, 1, 2, 0x38, 3).sizes).toEqual([1n, 2n, 3n]);
    expect(read(0x42, 4, 0, 0, 0x80, 0x3f, 0x45, 0, 0, 0, 0xc0).ratios).toEqual([1, -2]);
  });

  test("fields that are not known, or of another wire type, are passed over", () => {
    expect(read(0x78, 1, 0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x08, 5, 0x10, 7)).toMatchObject({
      name: "",
      count: 7n,
    });
  });

  test("damage is refused by code", () => {
    expect(codeOf(0x0a, 5, 65)).toBe("PB-E001");
    expect(codeOf(0x80)).toBe("PB-E001");
    expect(codeOf(0x10, ...new Array<number>(11).fill(0xff))).toBe("PB-E001");
    expect(codeOf(0x0b)).toBe("PB-E001");
    expect(codeOf(0x02, 0)).toBe("PB-E001");
    expect(codeOf(0x2d, 0, 0)).toBe("PB-E001");
    expect(codeOf(0x3a, 1, 0x80)).toBe("PB-E001");
    expect(codeOf(0x42, 3, 0, 0, 0)).toBe("PB-E001");
  });

  test("messages nested without end are refused", () => {
    const wrapper = { raw: single(11, byteString, new Uint8Array(0)) };
    let bytes: Uint8Array = Uint8Array.of(0x10, 1);
    for (let depth = 0; depth < 200; depth++) bytes = encodeMessage(wrapper, { raw: bytes });
    expect(codeOf(...bytes)).toBe("PB-E002");
  });

  test("nothing but diagnostics leaves it, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        attempt(() => decodeMessage(sample, bytes, "noise"));
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

describe("encodeMessage", () => {
  const plain = {
    name: fc.string(),
    count: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    kind: fc.integer(),
    isOn: fc.option(fc.boolean(), { nil: undefined }),
    ratio: fc.float({ noNaN: true }),
    raw: fc.option(fc.uint8Array(), { nil: undefined }),
    sizes: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    ratios: fc.array(fc.float({ noNaN: true })),
    words: fc.array(fc.string()),
    parts: fc
      .dictionary(fc.string(), fc.bigInt({ min: 0n, max: 99n }))
      .map((entries) => new Map(Object.entries(entries))),
  };
  const values: fc.Arbitrary<Sample> = fc.record({
    ...plain,
    inner: fc.option(fc.record({ ...plain, inner: fc.constant(undefined) }), { nil: undefined }),
  });

  test("reads back as it was", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeMessage(sample, encodeMessage(sample, value), "again")).toEqual(value);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
