import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HoldfastError } from "../../diagnostics/index.ts";
import { type ByteSource, memorySource } from "../source.ts";
import { withoutDefaults } from "./compact.ts";
import { decodeFlatBuffer } from "./decode.ts";
import { defaultTable } from "./defaults.ts";
import { createFlatEncoder } from "./encode.ts";
import type { FlatSchema } from "./schema.ts";

const schema = {
  tables: {
    Root: {
      flag: "bool=true",
      small: "byte",
      count: "int=7",
      wide: "long",
      unsigned: "ulong",
      ratio: "float",
      color: "Color=GREEN",
      mode: "Mode",
      name: "string",
      bytes: "[ubyte]",
      dims: "[int]",
      scales: "[float]",
      longs: "[long]",
      flags: "[bool]",
      leaf: "Leaf",
      leaves: "[Leaf]",
      shape: "Shape",
      data: "data",
    },
    Leaf: { value: "int", text: "string" },
    Square: { side: "int" },
  },
  enums: { Color: ["RED", "GREEN"], Mode: ["OFF", "ON"] },
  wideEnums: ["Mode"],
  unions: { Shape: ["NONE", "Leaf", "Square"] },
} as const satisfies FlatSchema;

function encode(value: Parameters<ReturnType<typeof createFlatEncoder<typeof schema>>["table"]>[1]): Uint8Array {
  const encoder = createFlatEncoder(schema, 0);
  return encoder.finish(encoder.table("Root", value as never), "TEST");
}

const decode = (bytes: Uint8Array) => decodeFlatBuffer(schema, "Root", memorySource(bytes, "file"));

function refusal(bytes: Uint8Array): { readonly code: string; readonly offset?: number; readonly path?: string } {
  try {
    decode(bytes);
  } catch (error) {
    if (error instanceof HoldfastError) return { code: error.diagnostic.code, ...error.diagnostic.where };
    throw error;
  }
  return { code: "none" };
}

describe("encode and decode", () => {
  test("every kind of field comes back", () => {
    const value = {
      flag: false,
      small: -3,
      count: 2 ** 31 - 1,
      wide: -5,
      unsigned: "18446744073709551615",
      ratio: 0.5,
      color: "RED",
      mode: "ON",
      name: "",
      bytes: Uint8Array.of(1, 2, 3),
      dims: [1, -1, 3],
      scales: [0.25, -1.5],
      longs: [1, -1, "9007199254740993"],
      flags: [true, false],
      leaf: { value: 4, text: "tensor" },
      leaves: [
        { value: 0, text: undefined },
        { value: 9, text: "tensor" },
      ],
      shape: { type: "Square", value: { side: 12 } },
    } as const;
    expect(decode(encode(value)).root).toEqual({ ...value, data: undefined });
  });

  test("fields that are left out take their defaults and no space", () => {
    const bytes = encode({ count: 7, flag: true, color: "GREEN" });
    expect(decode(bytes).root).toEqual(defaultTable(schema, "Root"));
    expect(bytes.length).toBeLessThanOrEqual(20);
  });

  test("data is a range of the file that starts at a multiple of 16", () => {
    const content = Uint8Array.from({ length: 21 }, (_, i) => i);
    const bytes = encode({ name: "odd", data: content });
    const { data } = decode(bytes).root;
    expect(data?.length).toBe(21);
    expect((data?.offset ?? 1) % 16).toBe(0);
    expect(bytes.subarray(data?.offset, (data?.offset ?? 0) + 21)).toEqual(content);
  });

  test("a code that is newer than the enumeration stays a number", () => {
    expect(decode(encode({ color: 9, mode: 70_000 })).root).toMatchObject({ color: 9, mode: 70_000 });
  });

  test("equal strings and vectors are written once", () => {
    const leaf = { value: 1, text: "a rather long name that is shared by all" };
    const one = encode({ leaves: [leaf] }).length;
    expect(encode({ leaves: [leaf, leaf, leaf, leaf] }).length - one).toBeLessThan(4 * 20);
  });

  test("tables of data come back in order, whatever their lengths", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 12 }), (contents) => {
        const files = {
          tables: { Files: { all: "[File]" }, File: { data: "data" } },
          enums: {},
          wideEnums: [],
          unions: {},
        };
        const encoder = createFlatEncoder(files, 0);
        const all = encoder.dataTables("File", "data", contents);
        const bytes = encoder.finish(encoder.table("Files", { all } as never), "TEST");
        const { root } = decodeFlatBuffer(files, "Files", memorySource(bytes));
        const ranges = (root as unknown as { all: { data: { offset: number; length: number } }[] }).all;
        expect(ranges.every(({ data }) => data.offset % 16 === 0)).toBe(true);
        const back = ranges.map(({ data }) => bytes.slice(data.offset, data.offset + data.length));
        expect(back).toEqual(contents.map((content) => Uint8Array.from(content)));
      }),
    );
  });

  test("any values come back", () => {
    const leaf = fc.record({ value: fc.integer(), text: fc.option(fc.string(), { nil: undefined }) });
    const value = fc.record({
      count: fc.integer(),
      wide: fc.maxSafeInteger(),
      ratio: fc.float({ noNaN: true }),
      name: fc.option(fc.string({ unit: "grapheme" }), { nil: undefined }),
      dims: fc.option(fc.array(fc.integer()), { nil: undefined }),
      leaves: fc.option(fc.array(leaf), { nil: undefined }),
    });
    fc.assert(
      fc.property(value, (given) => {
        expect(decode(encode(given as never)).root).toMatchObject(given);
      }),
    );
  });

  test("plain data without defaults encodes to the same table", () => {
    const value = {
      count: 3,
      flag: true,
      leaf: { value: 0, text: "x" },
      shape: { type: "Leaf", value: { value: 0 } },
    } as const;
    const plain = withoutDefaults(schema, "Root", decode(encode(value)).root);
    expect(plain).toEqual({ count: 3, leaf: { text: "x" }, shape: { type: "Leaf", value: {} } });
    expect(encode(plain as never)).toEqual(encode(value));
  });
});

describe("damage", () => {
  const good = encode({ name: "model", leaf: { value: 1, text: "text" }, dims: [1, 2, 3] });

  test("no prefix of a file decodes to anything but the whole or a refusal", () => {
    for (let length = 0; length < good.length; length++) {
      const { code } = refusal(good.slice(0, length));
      expect(["FLB-E001", "FLB-E002", "none"]).toContain(code);
    }
  });

  test("an offset past the end names the field and the place", () => {
    const bytes = good.slice();
    new DataView(bytes.buffer).setUint32(0, 4000, true);
    expect(refusal(bytes)).toMatchObject({ code: "FLB-E001", offset: 4000 });
  });

  test("a vector that claims more elements than the file has", () => {
    const encoder = createFlatEncoder(schema, 0);
    const bytes = encoder.finish(encoder.table("Root", { leaves: [{ value: 1 }, { text: "x" }] }), "TEST").slice();
    const view = new DataView(bytes.buffer);
    const at = Array.from(bytes.keys()).findLast((i) => i % 4 === 0 && view.getUint32(i, true) === 2) as number;
    view.setUint32(at, 0x7fffffff, true);
    expect(refusal(bytes)).toMatchObject({ code: "FLB-E001", path: "leaves", offset: at + 4 });
  });

  test("any bytes give a value or a diagnostic", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(good.length - 1), fc.nat(255), (noise, at, byte) => {
        refusal(noise);
        const changed = good.slice();
        changed[at] = byte;
        refusal(changed);
      }),
    );
  });

  test("fields that are newer than the schema are reported once each", () => {
    const newer = { ...schema, tables: { ...schema.tables, Leaf: { value: "int", text: "string", extra: "int" } } };
    const encoder = createFlatEncoder(newer, 0);
    const leaves = [{ extra: 1 }, { extra: 2 }];
    const { diagnostics } = decode(encoder.finish(encoder.table("Root", { leaves } as never), "TEST"));
    expect(diagnostics).toMatchObject([{ code: "FLB-W001", evidence: { table: "Leaf", field: 2 } }]);
  });

  test("a structure that is referenced a million times is decoded once", () => {
    const encoder = createFlatEncoder(schema, 0);
    const leaf = encoder.table("Leaf", { text: "x".repeat(1000) });
    const { root } = decode(encoder.finish(encoder.table("Root", { leaves: new Array(1_000_000).fill(leaf) }), "TEST"));
    expect(root.leaves?.[999_999]).toBe(root.leaves?.[0]);
  });

  test("structures that overlap do not exhaust the reader", () => {
    // 10,000 tables whose strings begin 4 bytes apart in one region; at each of its words stands the length 65,536.
    const count = 10_000;
    const vtable = 8;
    const root = 32;
    const vector = root + 8;
    const leaves = vector + 4 + 4 * count;
    const region = leaves + 8 * count;
    const bytes = new Uint8Array(region + 4 * count + 65_540);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, root, true);
    // Root: its vtable names `leaves`, the sixteenth field, at offset 4 of the table.
    const rootVtable = bytes.length - 64;
    [4 + 2 * 16, 8].forEach((word, i) => void view.setUint16(rootVtable + 2 * i, word, true));
    view.setUint16(rootVtable + 4 + 2 * 15, 4, true);
    view.setInt32(root, root - rootVtable, true);
    view.setUint32(root + 4, vector - root - 4, true);
    view.setUint32(vector, count, true);
    [8, 8, 0, 4].forEach((word, i) => void view.setUint16(vtable + 2 * i, word, true));
    for (let i = 0; i < count; i++) {
      const leaf = leaves + 8 * i;
      view.setUint32(vector + 4 + 4 * i, leaf - (vector + 4 + 4 * i), true);
      view.setInt32(leaf, leaf - vtable, true);
      view.setUint32(leaf + 4, region + 4 * i - (leaf + 4), true);
      view.setUint32(region + 4 * i, 65_536, true);
    }
    expect(refusal(bytes)).toMatchObject({ code: "FLB-E003" });
  });
});

test("a reader of tables does not read the data behind them", () => {
  const data = new Uint8Array(2 ** 23);
  const encoder = createFlatEncoder({ ...schema, tables: { Root: { all: "[File]" }, File: { data: "data" } } }, 0);
  const all = encoder.dataTables("File", "data", [data, data, data]);
  const bytes = encoder.finish(encoder.table("Root", { all } as never), "TEST");
  let read = 0;
  const source: ByteSource = {
    ...memorySource(bytes),
    read(offset, length) {
      read += length;
      return bytes.subarray(offset, offset + length);
    },
  };
  decodeFlatBuffer({ ...schema, tables: { Root: { all: "[File]" }, File: { data: "data" } } }, "Root", source);
  expect(read).toBeLessThan(2 ** 20 + 100);
});
