import { expect, test } from "vitest";
import { attempt } from "../../diagnostics/index.ts";
import { Cursor } from "./cursor.ts";
import { type Datatype, readDatatype } from "./datatype.ts";
import { elementType } from "./element-type.ts";

const read = (bytes: readonly number[]): Datatype =>
  readDatatype(new Cursor(Uint8Array.from(bytes), "x.h5", 0, "Datatype", { offsetSize: 8, lengthSize: 8 }));

const int32 = [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];
const float32 = [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];

test("numbers", () => {
  expect(elementType(read(int32)).type).toBe("int32");
  expect(elementType(read(float32)).type).toBe("float32");
  expect(read([0x11, 0x20, 15, 0, 2, 0, 0, 0, 0, 0, 16, 0, 7, 8, 0, 7, 127, 0, 0, 0])).toEqual({
    class: "float",
    size: 2,
    format: "bfloat16",
    bigEndian: false,
  });
});

test("numbers of unusual layout are told as other, with their width", () => {
  const twelveBits = [0x10, 0, 0, 0, 2, 0, 0, 0, 0, 0, 12, 0];
  expect(elementType(read(twelveBits))).toMatchObject({ type: "other", description: "12-bit integer in 2 bytes" });
  const vax = [...float32];
  vax[1] = 0x61;
  expect(elementType(read(vax)).type).toBe("other");
});

test("an array of arrays adds its extents", () => {
  const inner = [0x3a, 0, 0, 0, 12, 0, 0, 0, 1, 3, 0, 0, 0, ...int32];
  const outer = [0x3a, 0, 0, 0, 24, 0, 0, 0, 1, 2, 0, 0, 0, ...inner];
  expect(elementType(read(outer))).toMatchObject({ type: "int32", size: 4, dims: [2, 3] });
});

test("nesting without end, sizes of zero and sizes that disagree are damage", () => {
  const codeOf = (bytes: readonly number[]): string | undefined => {
    const result = attempt(() => read(bytes));
    return "diagnostic" in result ? result.diagnostic.code : undefined;
  };
  const list = [0x39, 0, 0, 0, 16, 0, 0, 0];
  expect(codeOf(new Array<readonly number[]>(1000).fill(list).flat())).toBe("HDF-E004");
  expect(codeOf([0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBe("HDF-E004");
  expect(codeOf([0x3a, 0, 0, 0, 13, 0, 0, 0, 1, 3, 0, 0, 0, ...int32])).toBe("HDF-E004");
  expect(codeOf(int32.slice(0, 9))).toBe("HDF-E003");
});
