import { describe, expect, test } from "vitest";
import { type Json, memorySource } from "../../../bytes/index.ts";
import { createCollector, type HoldfastError } from "../../../diagnostics/index.ts";
import { constantTensor } from "../../../ir/index.ts";
import { toNumbers } from "../../../numerics/index.ts";
import type { FormatInput } from "../../format.ts";
import type { TfjsWeight } from "../weight.ts";
import { readManifest } from "./manifest.ts";
import { shardPath } from "./paths.ts";

function folder(files: Readonly<Record<string, Uint8Array>>): FormatInput {
  return {
    name: "model.json",
    bytes: undefined,
    sibling: async (path) => {
      const bytes = Object.hasOwn(files, path) ? files[path] : undefined;
      return bytes === undefined ? undefined : memorySource(bytes, path);
    },
    list: async () => Object.keys(files),
  };
}

async function read(manifest: readonly Json[], files: Readonly<Record<string, Uint8Array>>) {
  const report = createCollector();
  const weights = await readManifest(manifest, folder(files), "model.json", report);
  return { weights, codes: report.diagnostics.map(({ code }) => code), diagnostics: report.diagnostics };
}

const floats = (...values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const group = (paths: readonly string[], ...weights: readonly Json[]): Json => ({ paths, weights });
const numbers = ({ value, stored }: TfjsWeight): readonly number[] => [...toNumbers(constantTensor(value ?? stored))];

test("weights lie one behind the other, across files and without padding", async () => {
  const bytes = new Uint8Array([7, ...floats(1, 2, 3)]);
  const { weights, codes } = await read(
    [
      group(
        ["a.bin", "b.bin"],
        { name: "m/flag", shape: [1], dtype: "bool" },
        { name: "m/kernel", shape: [3], dtype: "float32" },
      ),
    ],
    { "a.bin": bytes.subarray(0, 6), "b.bin": bytes.subarray(6) },
  );
  expect(codes).toEqual([]);
  expect(weights.map((weight) => [weight.name, weight.dtype, numbers(weight)])).toEqual([
    ["m/flag", "bool", [7]],
    ["m/kernel", "float32", [1, 2, 3]],
  ]);
});

test("quantized weights stand for stored * scale + min, rounded once, and keep what is stored as their origin", async () => {
  const { weights, codes } = await read(
    [
      group(
        ["q.bin"],
        { name: "u8", shape: [3], dtype: "float32", quantization: { dtype: "uint8", scale: 0.1, min: -1 } },
        { name: "i", shape: [2], dtype: "int32", quantization: { dtype: "uint8", scale: 0.5, min: -3 } },
        { name: "f16", shape: [1], dtype: "float32", quantization: { dtype: "float16" } },
      ),
    ],
    { "q.bin": Uint8Array.of(0, 10, 255, 1, 6, 0x00, 0x3e) },
  );
  expect(codes).toEqual(["TJS-N002"]);
  const [u8, i, f16] = weights as [TfjsWeight, TfjsWeight, TfjsWeight];
  expect(numbers(u8)).toEqual([-1, Math.fround(10 * 0.1 - 1), Math.fround(255 * 0.1 - 1)]);
  expect([u8.dtype, u8.value?.dtype, u8.value?.origin]).toMatchObject(["uint8", "float32", { kind: "computed" }]);
  // -2.5 becomes -2: halves go up, as JavaScript's Math.round has it.
  expect(numbers(i)).toEqual([-2, 0]);
  expect(numbers(f16)).toEqual([1.5]);
});

test("strings stand behind their lengths", async () => {
  const text = [2, 0, 0, 0, 0x68, 0x69, 0, 0, 0, 0, 1, 0, 0, 0, 0x21];
  const { weights } = await read([group(["s.bin"], { name: "words", shape: [3], dtype: "string" })], {
    "s.bin": Uint8Array.from(text),
  });
  const { data } = constantTensor((weights[0] as TfjsWeight).stored);
  expect((data as readonly Uint8Array[]).map((word) => new TextDecoder().decode(word))).toEqual(["hi", "", "!"]);
});

describe("what is wrong with files and descriptions has a code", () => {
  const two = { name: "w", shape: [2], dtype: "float32" };
  const cases: readonly (readonly [
    string,
    readonly string[],
    readonly Json[],
    Readonly<Record<string, Uint8Array>>,
  ])[] = [
    ["a file is missing", ["TJS-E005"], [group(["w.bin"], two)], {}],
    ["too few bytes", ["TJS-E006"], [group(["w.bin"], two)], { "w.bin": floats(1) }],
    ["too many bytes", ["TJS-W002"], [group(["w.bin"], two)], { "w.bin": floats(1, 2, 3) }],
    ["a path out of the folder", ["TJS-E007"], [group(["a/../../w.bin"], two)], { "w.bin": floats(1, 2) }],
    [
      "a web address, the file beside",
      ["TJS-W001"],
      [group(["https://a.b/c/w.bin?x=1"], two)],
      { "w.bin": floats(1, 2) },
    ],
    ["a web address alone", ["TJS-E008"], [group(["//a.b/w.bin"], two)], {}],
    ["an absolute path", ["TJS-W001"], [group(["C:\\models\\w.bin"], two)], { "w.bin": floats(1, 2) }],
    ["one name twice", ["TJS-E010"], [group(["w.bin"], two, two)], { "w.bin": floats(1, 2, 3, 4) }],
    ["an unknown type", ["TJS-E009"], [group(["w.bin"], { ...two, dtype: "float33" })], { "w.bin": floats(1, 2) }],
    ["a negative extent", ["TJS-E009"], [group(["w.bin"], { ...two, shape: [-2] })], { "w.bin": floats(1, 2) }],
    ["an extent beyond memory", ["TJS-E009"], [group(["w.bin"], { ...two, shape: [2 ** 40, 2 ** 40] })], {}],
    [
      "a quantization without a scale",
      ["TJS-E009"],
      [group(["w.bin"], { ...two, quantization: { dtype: "uint8", min: 0 } })],
      { "w.bin": Uint8Array.of(1, 2) },
    ],
    [
      "strings that do not end",
      ["TJS-E006"],
      [group(["w.bin"], { ...two, dtype: "string" })],
      { "w.bin": floats(1e9) },
    ],
    [
      "a pointer of Git LFS",
      ["FMT-E002"],
      [group(["w.bin"], two)],
      { "w.bin": new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 8\n") },
    ],
  ];
  test.each(cases)("%s", async (_, codes, manifest, files) => {
    const found = (await read(manifest, files)).codes;
    expect(found.filter((code) => (!code.includes("-N") && code !== "TJS-E005") || codes.includes(code))).toEqual(
      codes,
    );
  });

  test("a weight that is not there is listed, and says why when it is read", async () => {
    const { weights } = await read([group(["w.bin", "x.bin"], two, { ...two, name: "v" })], { "w.bin": floats(1, 2) });
    expect(numbers(weights[0] as TfjsWeight)).toEqual([1, 2]);
    try {
      numbers(weights[1] as TfjsWeight);
      expect.unreachable();
    } catch (error) {
      expect((error as HoldfastError).diagnostic).toMatchObject({ code: "TJS-E005", evidence: { shard: "x.bin" } });
    }
  });
});

test("paths are taken for what they are", () => {
  const kinds = [
    "a.bin",
    "./b/../a.bin",
    "../a.bin",
    "b/../../a.bin",
    "/a.bin",
    "d:\\a.bin",
    "file:///a.bin",
    "https://x/",
  ];
  expect(kinds.map((path) => shardPath(path).kind)).toEqual([
    "relative",
    "relative",
    "escapes",
    "escapes",
    "absolute",
    "absolute",
    "url",
    "escapes",
  ]);
});
