import { describe, expect, test } from "vitest";
import {
  type ByteSource,
  type Hdf5Dataset,
  type Hdf5Group,
  isHdf5,
  memorySource,
  openHdf5,
} from "../src/bytes/index.ts";
import { attempt, type Diagnostic } from "../src/diagnostics/index.ts";
import { hdf5Fixture } from "./hdf5-fixtures.ts";

const open = (name: string): Hdf5Group => openHdf5(memorySource(hdf5Fixture(name), name));

function dataset(group: Hdf5Group, path: string): Hdf5Dataset {
  const object = group.child(path);
  if (object?.kind !== "dataset") throw new Error(`${path} is no dataset`);
  return object;
}

function diagnosticOf(work: () => unknown): Diagnostic | undefined {
  const result = attempt(work);
  return "diagnostic" in result ? result.diagnostic : undefined;
}

/** Counts the bytes that are read. */
function counted(bytes: Uint8Array): { readonly source: ByteSource; readonly count: () => number } {
  const inner = memorySource(bytes);
  let count = 0;
  const source: ByteSource = {
    ...inner,
    read(offset, length) {
      count += length;
      return inner.read(offset, length);
    },
  };
  return { source, count: () => count };
}

describe("opening", () => {
  test("reads only the superblock and the root's header", () => {
    const { source, count } = counted(hdf5Fixture("old"));
    openHdf5(source);
    expect(count()).toBeLessThan(2500);
  });

  test("finds a superblock behind a user block and counts offsets from the beginning of the file", () => {
    const bytes = hdf5Fixture("user_block");
    const float = dataset(openHdf5(memorySource(bytes)), "<f4");
    const at = float.storage.byteOffset ?? 0;
    expect(isHdf5(memorySource(bytes))).toBe(true);
    expect([...bytes.subarray(at, at + 8)]).toEqual([...float.bytes.read(0, 8)]);
    expect(new DataView(bytes.buffer, at).getFloat32(4, true)).toBe(1);
  });

  test("follows a superblock that was moved after writing", () => {
    const bytes = hdf5Fixture("new");
    const moved = new Uint8Array(2048 + bytes.length);
    moved.set(bytes, 2048);
    expect(openHdf5(memorySource(moved)).attributes.get("int")).toBe(-5);
  });

  test("says what a cut-off file lacks", () => {
    const bytes = hdf5Fixture("old");
    const cut = diagnosticOf(() => openHdf5(memorySource(bytes.subarray(0, 5000), "cut.h5")));
    expect(cut).toMatchObject({
      code: "HDF-E002",
      where: { file: "cut.h5", offset: 5000 },
      evidence: { expected: bytes.length, size: 5000 },
    });
  });

  test("refuses what is not HDF5", () => {
    const zip = memorySource(Uint8Array.of(0x50, 0x4b, 3, 4), "x.h5");
    expect(isHdf5(zip)).toBe(false);
    expect(diagnosticOf(() => openHdf5(zip))).toMatchObject({ code: "HDF-E001", evidence: { begins: "50 4b 03 04" } });
    expect(diagnosticOf(() => openHdf5(memorySource(new Uint8Array())))?.code).toBe("HDF-E001");
  });
});

describe("data", () => {
  test("contiguous little-endian elements are a view of the file", () => {
    const bytes = hdf5Fixture("old");
    const view = dataset(openHdf5(memorySource(bytes)), "types/<f8").bytes.read(0, 48);
    expect(view.buffer).toBe(bytes.buffer);
  });

  test("packed elements are unpacked once and only when read", () => {
    const { source, count } = counted(hdf5Fixture("old"));
    const packed = dataset(openHdf5(source), "layouts/gzip");
    const before = count();
    expect(packed.bytes.size).toBe(288);
    expect(count()).toBe(before);
    const first = packed.bytes.read(0, 4);
    const after = count();
    expect(after).toBeGreaterThan(before);
    packed.bytes.read(0, 288);
    expect(count()).toBe(after);
    expect([...first]).toEqual([0, 0, 0, 0]);
  });

  test("a contiguous dataset that reaches over the end names itself", () => {
    const bytes = hdf5Fixture("old");
    const view = new DataView(bytes.buffer);
    const at = dataset(openHdf5(memorySource(bytes)), "types/<f8").storage.byteOffset ?? 0;
    // Old layout messages hold the address of the data in the clear, without a checksum.
    for (let i = 0; i + 8 <= bytes.length; i++) {
      if (view.getBigUint64(i, true) === BigInt(at)) view.setUint32(i, bytes.length - 8, true);
    }
    const moved = dataset(openHdf5(memorySource(bytes, "old.h5")), "types/<f8");
    expect(diagnosticOf(() => moved.bytes)).toMatchObject({
      code: "HDF-E003",
      evidence: { structure: "Dataset '/types/<f8'", offset: bytes.length - 8, length: 48, size: bytes.length },
    });
  });

  test("a changed byte in packed data is found by zlib's checksum or structure", () => {
    const bytes = hdf5Fixture("old");
    const zlibHead = bytes.findIndex((byte, i) => byte === 0x78 && bytes[i + 1] === 0x5e);
    const at = zlibHead + 8;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    const packed = dataset(openHdf5(memorySource(bytes)), "types/packed big endian");
    expect(diagnosticOf(() => packed.bytes.read(0, 4))).toMatchObject({
      code: "HDF-E011",
      where: { offset: zlibHead, path: "/types/packed big endian" },
      evidence: { filter: "deflate" },
    });
  });

  test("a changed byte in metadata of new files is found by its checksum", () => {
    const bytes = hdf5Fixture("shared_messages");
    const header = new DataView(bytes.buffer).getUint32(36, true);
    bytes[header + 20] = (bytes[header + 20] ?? 0) ^ 1;
    expect(diagnosticOf(() => openHdf5(memorySource(bytes)))).toMatchObject({
      code: "HDF-E005",
      where: { offset: header },
      evidence: { structure: "Object header" },
    });
  });
});

describe("links", () => {
  test("a path may be walked from a group or from the root", () => {
    const root = open("new");
    const inner = root.child("groups/inner");
    expect(inner?.path).toBe("/groups/inner");
    expect(inner?.kind === "group" && inner.child("/types/scalar")?.path).toBe("/types/scalar");
    expect(root.child("soft relative/ünï コード")?.attributes.get("x")).toBe(1);
    expect(root.child("types/scalar/deeper")).toBeUndefined();
    expect(root.child("nothing here")).toBeUndefined();
  });

  test("two paths to one object have one address", () => {
    const root = open("old");
    expect(root.child("hard")?.address).toBe(root.child("layouts/gzip")?.address);
    expect(root.child("soft")?.address).toBe(root.child("layouts/gzip")?.address);
    expect(root.child("hard")?.address).not.toBe(root.child("layouts/lzf")?.address);
  });
});

describe("what is refused by name", () => {
  const refusals: readonly (readonly [string, string, string])[] = [
    ["scale offset", "HDF-E007", "scaleoffset"],
    ["virtual", "HDF-E007", "virtual"],
    ["external data", "HDF-E012", "weights.raw"],
    ["huge", "HDF-E010", "4000000000000"],
    ["circle", "HDF-E009", "circle"],
  ];
  for (const [name, code, words] of refusals) {
    test(name, () => {
      const problem = diagnosticOf(() => dataset(open("refused"), name).bytes);
      expect(problem?.code).toBe(code);
      expect(problem?.explain).toContain(words);
    });
  }

  test("type and extents of what is refused are still told", () => {
    const root = open("refused");
    expect(dataset(root, "scale offset")).toMatchObject({ dtype: "int32", shape: [8, 9] });
    expect(dataset(root, "scale offset").storage).toEqual({ layout: "chunked", filters: ["scaleoffset"] });
    expect(dataset(root, "virtual").storage.layout).toBe("virtual");
  });
});
