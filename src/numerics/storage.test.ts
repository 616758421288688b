import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DType,
  dtypeBits,
  dtypes,
  fromNumbers,
  storedByteLength,
  tensor,
  tensorFromBytes,
  tensorToBytes,
} from "./index.ts";

const stored = dtypes.filter((dtype) => dtypeBits(dtype) > 0);

test("bytes survive unpacking and packing for every dtype; padding bits of sub-byte types become zero", () => {
  const law = fc.property(
    fc.constantFrom(...stored),
    fc.nat({ max: 9 }),
    fc.nat({ max: 8 }),
    fc.gen(),
    (dtype, count, lead, g) => {
      const length = storedByteLength(dtype, count);
      const bytes = g(fc.uint8Array, { minLength: length, maxLength: length });
      const used = (count * dtypeBits(dtype)) % 8;
      if (used !== 0) bytes[length - 1] = (bytes[length - 1] as number) & (2 ** used - 1);
      const placed = new Uint8Array([...new Uint8Array(lead), ...bytes]).subarray(lead);
      const back = tensorToBytes(tensorFromBytes(dtype, [count], placed));
      expect(Array.from(back)).toEqual(Array.from(bytes));
    },
  );
  fc.assert(law, { numRuns: 500 });
});

describe("sub-byte integers", () => {
  test.each<[DType, number[], number[]]>([
    // The first element lies in the low bits.
    ["int4", [1, -2, 7], [0xe1, 0x07]],
    ["int4", [-8, -1], [0xf8]],
    ["uint4", [1, 14, 7], [0xe1, 0x07]],
    ["int2", [0, 1, -2, -1, 1], [0b11_10_01_00, 0b01]],
  ])("%s %j", (dtype, elements, bytes) => {
    const t = fromNumbers(dtype, [elements.length], elements);
    expect(Array.from(tensorToBytes(t))).toEqual(bytes);
    expect(tensorFromBytes(dtype, [elements.length], Uint8Array.from(bytes))).toEqual(t);
  });

  test("every byte of two int4 is unpacked to them", () => {
    const wrong = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => {
      const [low, high] = tensorFromBytes("int4", [2], Uint8Array.of(byte)).data as Int8Array;
      return low !== ((byte & 15) ^ 8) - 8 || high !== ((byte >> 4) ^ 8) - 8;
    });
    expect(wrong).toEqual([]);
  });
});

test("aligned bytes are viewed, others copied", () => {
  const buffer = new ArrayBuffer(16);
  const aligned = tensorFromBytes("float32", [2], new Uint8Array(buffer, 4, 8)).data as Float32Array;
  expect([aligned.buffer === buffer, aligned.byteOffset]).toEqual([true, 4]);
  const shifted = tensorFromBytes("float32", [2], new Uint8Array(buffer, 5, 8)).data as Float32Array;
  expect(shifted.buffer).not.toBe(buffer);
});

test("bytes beyond the elements are ignored", () => {
  expect(tensorFromBytes("int16", [1], Uint8Array.of(1, 2, 3, 4)).data).toEqual(Int16Array.of(0x0201));
});

test("strings and handles have no bytes", () => {
  expect(tensorToBytes(tensor("string", [1], [Uint8Array.of(1)]))).toEqual(new Uint8Array(0));
  expect(tensorFromBytes("resource", [2], new Uint8Array(0)).data).toEqual([{ key: "" }, { key: "" }]);
});
