import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memorySource } from "../bytes/index.ts";
import {
  type DType,
  dtypeBits,
  dtypes,
  entriesPerElement,
  fromNumbers,
  rowMajorStrides,
  tensor,
} from "../numerics/index.ts";
import {
  type Constant,
  constantByteLength,
  constantBytes,
  constantFromTensor,
  constantHash,
  constantTensor,
  constantView,
  type Origin,
  reshapeConstant,
  sliceConstant,
  transposeConstant,
} from "./index.ts";

const origin: Origin = { kind: "source", weight: "w" };
const wholeByteTypes = dtypes.filter((dtype) => dtypeBits(dtype) >= 8);

/** Elements as opaque byte groups with a shape: what the views must agree with. */
interface Naive {
  readonly shape: readonly number[];
  readonly elements: readonly (readonly number[])[];
}

function at({ shape, elements }: Naive, index: readonly number[]): readonly number[] {
  const strides = rowMajorStrides(shape);
  return elements[index.reduce((sum, i, axis) => sum + i * (strides[axis] as number), 0)] as readonly number[];
}

function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (lists, dim) => lists.flatMap((list) => Array.from({ length: dim }, (_, i) => [...list, i])),
    [[]],
  );
}

function transposed(n: Naive, permutation: readonly number[]): Naive {
  const shape = permutation.map((axis) => n.shape[axis] as number);
  const source = (index: number[]): number[] => n.shape.map((_, axis) => index[permutation.indexOf(axis)] as number);
  return { shape, elements: indices(shape).map((index) => at(n, source(index))) };
}

function sliced(n: Naive, axis: number, begin: number, size: number): Naive {
  const shape = n.shape.map((dim, i) => (i === axis ? size : dim));
  const source = (index: number[]): number[] => index.map((at, i) => (i === axis ? at + begin : at));
  return { shape, elements: indices(shape).map((index) => at(n, source(index))) };
}

test("views give the elements that a naive implementation gives, for every element width", () => {
  const start = fc.record({
    dtype: fc.constantFrom(...wholeByteTypes),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
    byteOffset: fc.nat({ max: 17 }),
  });
  const law = fc.property(start, fc.gen(), ({ dtype, shape, byteOffset }, g) => {
    const width = dtypeBits(dtype) / 8;
    const count = shape.reduce((product, dim) => product * dim, 1);
    const bytes = Uint8Array.from({ length: byteOffset + count * width + 3 }, (_, i) => (i * 37) % 251);
    let naive: Naive = {
      shape,
      elements: Array.from({ length: count }, (_, i) =>
        Array.from(bytes.subarray(byteOffset + i * width, byteOffset + (i + 1) * width)),
      ),
    };
    let constant = constantView(dtype, shape, memorySource(bytes), byteOffset, origin);
    for (let steps = g(fc.nat, { max: 4 }); steps > 0; steps--) {
      const rank = constant.shape.length;
      const kind = g(fc.nat, { max: 2 });
      if (kind === 0) {
        const permutation = [
          ...g(
            fc.shuffledSubarray,
            naive.shape.map((_, i) => i),
            { minLength: rank },
          ),
        ];
        constant = transposeConstant(constant, permutation);
        naive = transposed(naive, permutation);
      } else if (kind === 1 && rank > 0) {
        const axis = g(fc.nat, { max: rank - 1 });
        const begin = g(fc.nat, { max: naive.shape[axis] as number });
        const size = g(fc.nat, { max: (naive.shape[axis] as number) - begin });
        constant = sliceConstant(constant, axis, begin, size);
        naive = sliced(naive, axis, begin, size);
      } else {
        const flat = [1, naive.elements.length];
        constant = reshapeConstant(constant, flat);
        naive = { shape: flat, elements: naive.elements };
      }
      expect(constant.shape).toEqual(naive.shape);
      expect(Array.from(constantBytes(constant))).toEqual(naive.elements.flat());
      expect(constantByteLength(constant)).toBe(naive.elements.length * width);
    }
  });
  fc.assert(law, { numRuns: 400 });
});

describe("row-major constants", () => {
  const bytes = Uint8Array.from({ length: 12 }, (_, i) => i);
  const constant = constantView("int8", [3, 4], memorySource(bytes), 0, origin);

  test("are read without a copy, slices of the first axis too", () => {
    expect(constantBytes(constant).buffer).toBe(bytes.buffer);
    const row = sliceConstant(constant, 0, 1, 2);
    expect(constantBytes(row).buffer).toBe(bytes.buffer);
    expect(Array.from(constantBytes(row))).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(constantBytes(transposeConstant(constant, [0, 1])).buffer).toBe(bytes.buffer);
  });

  test("keep a transposition of axes of length one without a copy", () => {
    const row = reshapeConstant(constant, [12, 1]);
    expect(constantBytes(transposeConstant(row, [1, 0])).buffer).toBe(bytes.buffer);
  });

  test("that end outside their source are refused", () => {
    expect(() => constantBytes({ ...constant, byteOffset: 1 })).toThrow("BYT-E001");
    expect(() => constantBytes(transposeConstant({ ...constant, byteOffset: 1 }, [1, 0]))).toThrow("BYT-E001");
  });
});

test("views are recorded in a source origin, in order", () => {
  const constant = constantView("float32", [4, 2], memorySource(new Uint8Array(32)), 0, origin);
  const gate = sliceConstant(transposeConstant(constant, [1, 0], "transposed"), 1, 2, 2, "gate 2 of 2");
  expect(gate.origin).toEqual({ kind: "source", weight: "w", view: "transposed, gate 2 of 2" });
  expect(transposeConstant(constant, [1, 0]).origin).toEqual(origin);
});

test("impossible views are refused by code", () => {
  const constant = constantView("int8", [3, 4], memorySource(new Uint8Array(12)), 0, origin);
  expect(() => reshapeConstant(constant, [5])).toThrow("IR-E002");
  expect(() => sliceConstant(constant, 1, 3, 2)).toThrow(
    "IR-E002: A constant of shape [3,4] has no indices [3, 5) of axis 1.",
  );
  expect(() => sliceConstant(constant, 2, 0, 1)).toThrow("IR-E002");
  const packed = constantView("int4", [2, 2], memorySource(new Uint8Array(2)), 0, origin);
  expect(() => transposeConstant(packed, [1, 0])).toThrow("IR-E002");
  expect(() => sliceConstant(packed, 0, 0, 1)).toThrow("IR-E002");
});

describe("tensors", () => {
  test("come back from constants as they went in", () => {
    for (const dtype of dtypes.filter((d) => dtypeBits(d) > 0) as DType[]) {
      const t = fromNumbers(dtype, [3], [0, 1, 1, 0, 1, 0].slice(0, 3 * entriesPerElement(dtype)));
      expect(constantTensor(constantFromTensor(t, origin)), dtype).toEqual(t);
    }
  });

  test("of strings carry their byte length", () => {
    const strings = [Uint8Array.of(65), new Uint8Array(0)];
    const constant = constantFromTensor(tensor("string", [2], strings), origin);
    // Count, three offsets, one byte.
    expect(constantByteLength(constant)).toBe(4 * 4 + 1);
    expect(constantTensor(constant).data).toEqual(strings);
    expect(constantTensor(reshapeConstant(constant, [2, 1])).shape).toEqual([2, 1]);
  });

  test("of strings whose buffer is damaged or holds another count are refused", () => {
    const string = (shape: number[], bytes: Uint8Array): Constant => {
      return { dtype: "string", shape, source: memorySource(bytes), byteOffset: 0, byteLength: bytes.length, origin };
    };
    expect(() => constantTensor(string([1], Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0)))).toThrow("IR-E002");
    expect(() => constantTensor(string([1], new Uint8Array(0)))).toThrow("IR-E002");
  });

  test("are views where the bytes are aligned, copies elsewhere", () => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setFloat32(5, 1.5, true);
    const constant = constantView("float32", [1], memorySource(bytes), 5, origin);
    expect(constantTensor(constant).data).toEqual(Float32Array.of(1.5));
  });
});

test("a hash is that of the packed bytes", () => {
  const constant = constantView("uint8", [3, 1], memorySource(new TextEncoder().encode("abc")), 0, origin);
  // FIPS 180-4, the example message "abc".
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(constantHash(constant)).toBe(abc);
  expect(constantHash(transposeConstant(constant, [1, 0]))).toBe(abc);
});
