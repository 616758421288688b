import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attempt } from "../diagnostics/index.ts";
import { type NpyArray, type NpyType, npyStrings, readNpy, writeNpy } from "./npy.ts";
import { memorySource } from "./source.ts";

/** A file with a header as given: version 1 has a 2-byte length, 2 and 3 have 4 bytes. */
function file(header: string, data: readonly number[], version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...data);
}

const read = (bytes: Uint8Array): NpyArray => readNpy(memorySource(bytes, "x.npy"));

function code(bytes: Uint8Array): string | undefined {
  const result = attempt(() => read(bytes));
  return "diagnostic" in result ? result.diagnostic.code : undefined;
}

const header = (descr: string, shape: string, fortran = "False"): string =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': (${shape}), }      \n`;

describe("reading", () => {
  test("little endian, row-major: a view of the file", () => {
    const bytes = file(header("'<i2'", "2, 2"), [1, 0, 2, 0, 3, 0, 255, 255]);
    const array = read(bytes);
    expect(array).toMatchObject({ dtype: "int16", shape: [2, 2], itemSize: 2 });
    expect([...array.bytes]).toEqual([1, 0, 2, 0, 3, 0, 255, 255]);
    expect(array.bytes.buffer).toBe(bytes.buffer);
  });

  test("big endian is swapped, complex numbers part by part", () => {
    expect([...read(file(header("'>u4'", "1,"), [1, 2, 3, 4])).bytes]).toEqual([4, 3, 2, 1]);
    const complex = read(file(header("'>c8'", ""), [1, 2, 3, 4, 5, 6, 7, 8]));
    expect(complex).toMatchObject({ dtype: "complex64", shape: [] });
    expect([...complex.bytes]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  });

  test("Fortran order is put into row-major order", () => {
    const array = read(file(header("'|u1'", "2, 3", "True"), [1, 4, 2, 5, 3, 6]));
    expect([...array.bytes]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("versions 2 and 3, keys in another order, Python 2 integers", () => {
    const other = `{"shape": (2L,), "fortran_order": False, "descr": "<f4"}\n`;
    for (const version of [2, 3]) {
      expect(read(file(other, [0, 0, 128, 63, 0, 0, 0, 64], version))).toMatchObject({ dtype: "float32", shape: [2] });
    }
  });

  test("byte and unicode strings", () => {
    expect(npyStrings(read(file(header("'|S3'", "2,"), [97, 98, 0, 99, 0, 0])))).toEqual(["ab", "c"]);
    expect(npyStrings(read(file(header("'>U2'", "1,"), [0, 0, 0, 0xe9, 0, 1, 0xf3, 0x89])))).toEqual(["é🎉"]);
    expect(npyStrings(read(file(header("'|S0'", "2,"), [])))).toEqual([]);
  });
});

describe("refusals", () => {
  test("what is no .npy file or is cut off", () => {
    expect(code(new Uint8Array())).toBe("NPY-E001");
    expect(code(Uint8Array.of(0x50, 0x4b, 3, 4))).toBe("NPY-E001");
    expect(code(file(header("'<f4'", "2, 2"), [0, 0, 0, 0]))).toBe("NPY-E002");
    expect(code(file(header("'<f4'", "2, 2"), []).subarray(0, 40))).toBe("NPY-E002");
    expect(code(file(header("'<f4'", "99999999999, 99999999999"), []))).toBe("NPY-E002");
    expect(code(file("{'descr': '<f4'}", []))).toBe("NPY-E002");
    expect(code(file(header("'<f4'", ""), [], 4))).toBe("NPY-E002");
    expect(code(file(header("'|u1'", "1, ".repeat(5000), "True"), [1]))).toBe("NPY-E002");
  });

  test("structured, object and unknown dtypes, by name", () => {
    for (const descr of ["[('a', '<f4'), ('b', '<i2')]", "'|O'", "'<f16'", "'<M8[ns]'", "'|V2'"]) {
      expect(code(file(header(descr, "1,"), new Array(20).fill(0))), descr).toBe("NPY-E003");
    }
  });
});

test("what is written reads back the same, aligned to 64 bytes", () => {
  const sizes: { readonly [T in NpyType]: number } = {
    bool: 1,
    int8: 1,
    int16: 2,
    int32: 4,
    int64: 8,
    uint8: 1,
    uint16: 2,
    uint32: 4,
    uint64: 8,
    float16: 2,
    float32: 4,
    float64: 8,
    complex64: 8,
    complex128: 16,
    bytes: 5,
    unicode: 12,
  };
  const arrays = fc
    .tuple(fc.constantFrom(...(Object.keys(sizes) as NpyType[])), fc.array(fc.nat(4), { maxLength: 4 }))
    .chain(([dtype, shape]) => {
      const length = shape.reduce((product, extent) => product * extent, sizes[dtype]);
      return fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((bytes): NpyArray => ({ dtype, shape, itemSize: sizes[dtype], bytes }));
    });
  fc.assert(
    fc.property(arrays, (array) => {
      const written = writeNpy(array);
      expect(read(written)).toEqual(array);
      expect((written.length - array.bytes.length) % 64).toBe(0);
    }),
    { seed: 1 },
  );
});
