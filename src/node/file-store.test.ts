import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTensors, saveTensors } from "../api/index.ts";
import { memorySource } from "../bytes/index.ts";
import { attempt } from "../diagnostics/index.ts";
import { allocate, type DType, fromNumbers, type Tensor, tensor } from "../numerics/index.ts";
import { fileStore } from "./file-store.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "holdfast-store-"));
const codeOf = (work: () => unknown): string => {
  const result = attempt(work);
  return "diagnostic" in result ? result.diagnostic.code : "done";
};

const dtypes: readonly DType[] = ["float32", "float64", "float16", "bfloat16", "int64", "int8", "uint8", "bool"];
const samples: ReadonlyMap<string, Tensor> = new Map([
  ...dtypes.map((dtype): [string, Tensor] => [`layer/${dtype}`, fromNumbers(dtype, [2, 1], [1, 0])]),
  ["a scalar", fromNumbers("float32", [], [0.1])],
  ["nothing", tensor("int32", [0, 3], allocate("int32", 0))],
  ["__proto__", fromNumbers("int32", [1], [5])],
  ["../../kernel", fromNumbers("int32", [1], [-5])],
]);

describe("fileStore", () => {
  test("gives back what was written, also from another store on the folder", () => {
    const at = folder();
    fileStore(at).write("a/state.ckpt", samples);
    expect(fileStore(at).read("a/state.ckpt")).toEqual(samples);
    expect(readdirSync(join(at, "a"))).toEqual(["state.ckpt"]);
  });

  test("sees what was written since it read", () => {
    const store = fileStore(folder());
    const second = new Map([["b", fromNumbers("int32", [1], [2])]]);
    expect(store.read("state")).toBe(undefined);
    store.write("state", samples);
    expect(store.read("state")?.size).toBe(samples.size);
    store.write("state", second);
    expect(store.read("state")).toEqual(second);
  });

  test.each(["../out", "/etc/passwd", "C:\\out", "a/../../out", "", ".", "a/", "a\0b"])(
    "refuses the name %j",
    (name) => {
      const at = join(folder(), "inside");
      mkdirSync(at);
      const store = fileStore(at);
      expect(codeOf(() => store.write(name, samples))).toBe("IO-E005");
      expect(codeOf(() => store.read(name))).toBe("IO-E005");
      expect(readdirSync(join(at, ".."))).toEqual(["inside"]);
    },
  );

  test("refuses names that lead out through a link", () => {
    const at = join(folder(), "inside");
    const outside = folder();
    mkdirSync(at);
    symlinkSync(outside, join(at, "link"));
    expect(codeOf(() => fileStore(at).write("link/state", samples))).toBe("IO-E005");
    expect(readdirSync(outside)).toEqual([]);
  });

  test("does not overwrite a file of another kind", () => {
    const at = folder();
    writeFileSync(join(at, "notes.txt"), "keep me");
    expect(codeOf(() => fileStore(at).write("notes.txt", samples))).toBe("IO-E006");
    expect(readFileSync(join(at, "notes.txt"), "utf8")).toBe("keep me");
  });

  test("strings cannot be kept, and what was there stays", () => {
    const at = folder();
    const store = fileStore(at);
    store.write("state", samples);
    const words = new Map([["w", tensor("string", [1], [Uint8Array.of(65)])]]);
    expect(codeOf(() => store.write("state", words))).toBe("API-E006");
    expect(store.read("state")).toEqual(samples);
    expect(codeOf(() => store.write("other", words))).toBe("API-E006");
    expect(existsSync(join(at, "other"))).toBe(false);
  });

  test("damage is found: a file cut off, a flipped bit, another kind of file", () => {
    const bytes = saveTensors(samples);
    const read = (damaged: Uint8Array): string => codeOf(() => loadTensors(memorySource(damaged, "state")));
    expect(read(bytes)).toBe("done");
    for (const length of [0, 5, 100, bytes.length - 1]) expect(read(bytes.subarray(0, length))).toBe("SFT-E001");
    const flipped = bytes.slice();
    flipped[bytes.length - 1] = (flipped[bytes.length - 1] as number) ^ 1;
    expect(read(flipped)).toBe("API-E008");
    expect(read(new TextEncoder().encode("<!DOCTYPE html><html></html>"))).toBe("SFT-E001");
    expect(codeOf(() => saveTensors(new Map([["__metadata__", fromNumbers("int32", [1], [1])]])))).toBe("API-E008");
  });

  test("a file by another program needs no checksum, but sizes that agree", () => {
    const file = (shape: string): Uint8Array => {
      const header = `{"w":{"dtype":"F32","shape":${shape},"data_offsets":[0,8]}}`;
      const bytes = new Uint8Array(8 + header.length + 8);
      bytes[0] = header.length;
      bytes.set(new TextEncoder().encode(header), 8);
      bytes.set([0, 0, 0x80, 0x3f], 8 + header.length);
      return bytes;
    };
    const read = (shape: string) => loadTensors(memorySource(file(shape), "state")).get("w");
    expect(read("[2]")).toEqual(fromNumbers("float32", [2], [1, 0]));
    expect(codeOf(() => read("[3]"))).toBe("API-E008");
    expect(codeOf(() => read("[-2]"))).toBe("SFT-E001");
  });
});
