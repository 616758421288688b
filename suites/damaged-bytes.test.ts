import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { type Hdf5Dataset, type Hdf5Group, memorySource, openHdf5, openZip } from "../src/bytes/index.ts";
import { attempt } from "../src/diagnostics/index.ts";
import { hdf5Fixture } from "./hdf5-fixtures.ts";
import { mutations, seededRandom } from "./mutations.ts";

const count = 2000;
const secondsAllowed = 2;

/** Runs `read` on every damaged copy: only diagnostics may leave it, soon. Gives the codes seen with their numbers. */
function survive(
  files: Readonly<Record<string, Uint8Array>>,
  read: (bytes: Uint8Array, note: (code: string) => void) => void,
): ReadonlyMap<string, number> {
  const codes = new Map<string, number>();
  const note = (code: string): void => void codes.set(code, (codes.get(code) ?? 0) + 1);
  for (const { name, bytes } of mutations(files, count, 20261121)) {
    const start = performance.now();
    try {
      const result = attempt(() => read(bytes, note));
      note("diagnostic" in result ? result.diagnostic.code : "read");
    } catch (error) {
      throw new Error(`${name} left by another error`, { cause: error });
    }
    expect((performance.now() - start) / 1000, name).toBeLessThan(secondsAllowed);
  }
  return codes;
}

/** Reads every attribute and element below an object; what cannot be read is noted and passed over. */
function readAll(object: Hdf5Group | Hdf5Dataset, size: number, note: (code: string) => void, seen: Set<number>): void {
  const trying = (work: () => void): void => {
    const result = attempt(work);
    if ("diagnostic" in result) note(result.diagnostic.code);
  };
  if (seen.has(object.address)) return;
  seen.add(object.address);
  trying(() => {
    for (const name of object.attributes.names()) {
      trying(() => object.attributes.get(name));
      trying(() => object.attributes.describe(name));
    }
  });
  if (object.kind === "dataset") {
    trying(() => object.strings());
    trying(() => {
      const { bytes } = object;
      expect(bytes.size).toBeLessThanOrEqual(size * 1000);
      bytes.read(0, bytes.size);
    });
    return;
  }
  trying(() => {
    for (const name of object.names()) {
      trying(() => {
        const child = object.child(name);
        if (child !== undefined) readAll(child, size, note, seen);
      });
    }
  });
}

test("damaged HDF5 gives diagnostics, never another error, a loop or a large allocation", () => {
  const names = ["old", "new", "user_block", "sizes_4", "shared_messages", "paged_indexes"];
  const files = Object.fromEntries(names.map((name) => [name, hdf5Fixture(name)]));
  const codes = survive(files, (bytes, note) => {
    readAll(openHdf5(memorySource(bytes)), bytes.length, note, new Set());
  });
  for (const code of ["read", "HDF-E002", "HDF-E003", "HDF-E004", "HDF-E005", "HDF-E011"]) {
    expect(codes.get(code), code).toBeGreaterThan(10);
  }
});

test("damaged zip gives diagnostics, never another error, a loop or a large allocation", () => {
  const random = seededRandom(1);
  const noise = Uint8Array.from({ length: 300 }, () => random() * 256);
  const text = new TextEncoder().encode("the same again ".repeat(60));
  const files = {
    deflated: zipSync({ "a/text.txt": text, noise, empty: new Uint8Array() }),
    stored: zipSync({ "a/text.txt": text, noise }, { level: 0 }),
    prefixed: Uint8Array.of(...new Array<number>(100).fill(7), ...zipSync({ text, noise })),
  };
  const codes = survive(files, (bytes) => {
    for (const member of openZip(memorySource(bytes)).values()) {
      expect(member.size).toBeLessThanOrEqual(2 ** 32);
      member.verify();
    }
  });
  for (const code of ["read", "ZIP-E001", "ZIP-E002", "ZIP-E004", "ZIP-E007"]) {
    expect(codes.get(code), code).toBeGreaterThan(10);
  }
});
