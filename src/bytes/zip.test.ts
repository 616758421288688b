import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { attempt, type Diagnostic } from "../diagnostics/index.ts";
import { memorySource } from "./source.ts";
import { isZip, openZip, type ZipMember } from "./zip.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function openAll(bytes: Uint8Array): Readonly<Record<string, string>> {
  const members = [...openZip(memorySource(bytes, "x.zip")).values()];
  return Object.fromEntries(members.map(({ name, size, source }) => [name, decode(source.read(0, size))]));
}

function member(bytes: Uint8Array, name: string): ZipMember {
  const found = openZip(memorySource(bytes, "x.zip")).get(name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

function refusal(work: () => unknown): Diagnostic | undefined {
  const result = attempt(work);
  return "diagnostic" in result ? result.diagnostic : undefined;
}

/** Changes the fields of the only member in its local header and directory entry, at their offsets in each. */
function patched(
  bytes: Uint8Array,
  fields: readonly (readonly [local: number, central: number, value: number])[],
): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  const central = view.getUint32(out.length - 6, true);
  for (const [local, inEntry, value] of fields) {
    if (local >= 0) view.setUint16(local, value, true);
    view.setUint16(central + inEntry, value, true);
  }
  return out;
}

const content = "weights ".repeat(40);
const deflated = zipSync({ "a.txt": encode(content) });
const stored = zipSync({ "a.txt": encode(content) }, { level: 0 });

describe("reading", () => {
  test("stored and deflated members, folders left out", () => {
    const bytes = zipSync({
      folder: { "ünï.txt": [encode("stored"), { level: 0 }], "b.txt": encode(content) },
      none: encode(""),
    });
    expect(openAll(bytes)).toEqual({ "folder/ünï.txt": "stored", "folder/b.txt": content, none: "" });
    expect(member(bytes, "folder/ünï.txt").method).toBe("stored");
    expect(member(bytes, "folder/b.txt")).toMatchObject({ method: "deflated", size: 320 });
  });

  test("a stored member is a view of the archive", () => {
    const { source, byteOffset } = member(stored, "a.txt");
    const view = source.read(0, 7);
    expect(view.buffer).toBe(stored.buffer);
    expect(view.byteOffset).toBe(byteOffset);
    expect(decode(view)).toBe("weights");
  });

  test("an archive behind other bytes, with a comment and trailing bytes", () => {
    const prefix = encode("#!/bin/sh\n");
    const bytes = Uint8Array.of(...prefix, ...deflated, 1, 2, 3);
    expect(isZip(memorySource(bytes))).toBe(false);
    expect(openAll(bytes)).toEqual({ "a.txt": content });
  });

  test("zip64: sizes in the extra field, as Python writes them to a stream", () => {
    const bytes =
      "UEsDBC0ACAAAAAAAIQAAAAAA//////////8DABQAYmlnAQAQAAAAAAAAAAAAAAAAAAAAAAB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eFBLBwgDimKsMgAAAAAAAAAyAAAAAAAAAFBLAQItAy0ACAAAAAAAIQADimKsMgAAADIAAAADAAAAAAAAAAAAAACAAQAAAABiaWdQSwUGAAAAAAEAAQAxAAAAfwAAAAAA";
    expect(openAll(Buffer.from(bytes, "base64"))).toEqual({ big: "x".repeat(50) });
  });

  test("zip64: end record found through its locator", () => {
    const bytes =
      "UEsDBC0AAAAAAAAAIQBqtulI//////////8FABQAYS50eHQBABAADQAAAAAAAAANAAAAAAAAAHppcDY0IGNvbnRlbnRQSwECLQMtAAAAAAAAACEAarbpSP//////////BQAUAAAAAAAAAAAAgAEAAAAAYS50eHQBABAADQAAAAAAAAANAAAAAAAAAFBLBgYsAAAAAAAAAC0ALQAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAABHAAAAAAAAAEQAAAAAAAAAUEsGBwAAAACLAAAAAAAAAAEAAABQSwUGAAAAAAEAAQBHAAAARAAAAAAA";
    expect(openAll(Buffer.from(bytes, "base64"))).toEqual({ "a.txt": "zip64 content" });
  });
});

describe("refusals", () => {
  test("cut off: no central directory", () => {
    expect(refusal(() => openZip(memorySource(deflated.subarray(0, -30))))).toMatchObject({ code: "ZIP-E001" });
    expect(refusal(() => openZip(memorySource(new Uint8Array())))?.code).toBe("ZIP-E001");
  });

  test("bytes missing in the middle", () => {
    const bytes = Uint8Array.of(...deflated.subarray(0, 20), ...deflated.subarray(30));
    expect(refusal(() => openAll(bytes))?.code).toBe("ZIP-E002");
  });

  test("a changed byte: stored by its checksum when verified, deflated by structure or checksum", () => {
    const changed = stored.slice();
    changed[50] = (changed[50] ?? 0) ^ 1;
    const damaged = member(changed, "a.txt");
    expect(refusal(() => damaged.verify())).toMatchObject({ code: "ZIP-E004", evidence: { member: "a.txt" } });
    const packed = deflated.slice();
    packed[37] = (packed[37] ?? 0) ^ 0x20;
    expect(refusal(() => member(packed, "a.txt").source.read(0, 1))?.code).toMatch(/ZIP-E00[47]/);
  });

  test("a checksum of 0 in a stored member was not computed", () => {
    const bytes = patched(stored, [
      [14, 16, 0],
      [16, 18, 0],
    ]);
    expect(refusal(() => member(bytes, "a.txt").verify())).toBeUndefined();
  });

  test("encryption and other methods, by name", () => {
    expect(refusal(() => openAll(patched(stored, [[6, 8, 1]])))).toMatchObject({
      code: "ZIP-E003",
      evidence: { member: "a.txt", feature: "encryption" },
    });
    expect(refusal(() => openAll(patched(stored, [[8, 10, 14]])))?.explain).toContain("LZMA");
  });

  test("names that lead out of the archive", () => {
    for (const name of ["../a", "/etc/a", "C:\\a", "a/../../b", "..\\a"]) {
      expect(refusal(() => openAll(zipSync({ [name]: encode("x") })))?.code, name).toBe("ZIP-E005");
    }
    expect(openAll(zipSync({ "..a/b..": encode("x") }))).toEqual({ "..a/b..": "x" });
  });

  test("a bomb is refused unopened, an impossible size before memory is taken", () => {
    const size = (high: number): Uint8Array => patched(deflated, [[-1, 26, high]]);
    expect(refusal(() => openAll(size(0x8000)))).toMatchObject({ code: "ZIP-E006" });
    expect(refusal(() => openAll(size(0x0100)))).toMatchObject({ code: "ZIP-E007" });
  });

  test("a size that is too small or too large by one", () => {
    for (const size of [319, 321]) {
      expect(refusal(() => openAll(patched(deflated, [[-1, 24, size]])))?.code).toBe("ZIP-E007");
    }
  });

  test("members over each other", () => {
    const bytes = zipSync({ a: encode("1"), b: encode("2") }, { level: 0 });
    const view = new DataView(bytes.buffer);
    const central = view.getUint32(bytes.length - 6, true);
    view.setUint32(central + 47 + 42, 0, true);
    expect(refusal(() => openAll(bytes))?.code).toBe("ZIP-E002");
  });

  test("a local header with another name than the directory", () => {
    const bytes = stored.slice();
    bytes[30] = 0x62;
    expect(refusal(() => openAll(bytes))?.code).toBe("ZIP-E002");
  });
});
