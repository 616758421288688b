import fc from "fast-check";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type ByteSource, memorySource } from "../bytes/index.ts";
import type { Diagnostic } from "../diagnostics/index.ts";
import type { FormatInput } from "./format.ts";
import { identifyForeign } from "./unrecognized.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...encode(part)] : [...part])));
const zeros = (count: number): readonly number[] => new Array<number>(count).fill(0);

function fileInput(name: string, source: ByteSource): FormatInput {
  return { name, bytes: source, sibling: async () => undefined, list: async () => [] };
}

const identify = (name: string, content: Uint8Array): Promise<Diagnostic> =>
  identifyForeign(fileInput(name, memorySource(content, name)));

const folder = (paths: readonly string[]): Promise<Diagnostic> =>
  identifyForeign({ name: "model", bytes: undefined, sibling: async () => undefined, list: async () => paths });

/** A protocol buffer field with a length. */
const field = (number: number, ...content: readonly (string | readonly number[])[]): readonly number[] => {
  const inner = bytes(...content);
  return [(number << 3) | 2, inner.length, ...inner];
};

const node = field(1, field(1, "x"), field(2, "Placeholder"));
const tarHead = (name: string, size: number): Uint8Array => {
  const block = new Uint8Array(512);
  block.set(encode(name), 0);
  block.set(encode(size.toString(8).padStart(11, "0")), 124);
  block.set(encode("ustar"), 257);
  return block;
};

describe("not a model", () => {
  const cases: readonly (readonly [name: string, content: Uint8Array, code: string, words: string])[] = [
    ["empty.h5", bytes(), "FMT-E001", "0 bytes"],
    ["page.h5", bytes("\n<!DOCTYPE html><html><head><title>Sign in\n to x</title>"), "FMT-E003", "'Sign in to x'"],
    ["page.tflite", bytes("<!-- saved --><html>"), "FMT-E003", "20 bytes of HTML"],
    ["e.pth", bytes('{"error": "Access denied"}'), "FMT-E004", "'Access denied'"],
    ["e.onnx", bytes("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>"), "FMT-E004", "'NoSuchKey'"],
    ["a.json", bytes('[{"name": "error", "message": "not an error"}]'), "FMT-E006", "JSON"],
    ["a.txt", bytes("cat\ndog\n"), "FMT-E006", "text (begins with 'cat dog')"],
    ["a.py", bytes("import numpy as np\n\ndef f():\n  pass\n"), "FMT-E006", "Python source"],
    ["utf16.txt", bytes([0xff, 0xfe, 0x63, 0, 0x61, 0, 0x74, 0]), "FMT-E006", "text (begins with 'cat')"],
    ["a.png", bytes([0x89], "PNG\r\n\x1a\n", zeros(40)), "FMT-E006", "PNG image"],
    ["a.pdf", bytes("%PDF-1.7", [0xe2, 0xe3, 1]), "FMT-E006", "PDF"],
    ["a.so", bytes([0x7f], "ELF", [2, 1, 1, 0, 0, 0, 0, 0]), "FMT-E006", "ELF"],
    ["a.npz", zipSync({ "x.npy": encode("1") }), "FMT-E006", "NumPy arrays"],
    ["a.docx", zipSync({ "[Content_Types].xml": encode("<x/>") }), "FMT-E006", "Office"],
    ["m.gz", gzipSync(encode("x"), { filename: "model.tflite" }), "FMT-E005", "'model.tflite'"],
    ["m.7z", bytes([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]), "FMT-E005", "7z"],
    ["m.zip", zipSync({ "a/model.h5": encode("x"), "a/readme.md": encode("x") }), "FMT-E005", "'a/model.h5'"],
    ["m.tar", bytes([...tarHead("./m.pth", 5)], "12345", zeros(507)), "FMT-E005", "'m.pth'"],
    ["._m.h5", bytes([0, 5, 0x16, 7, 0, 2, 0, 0], zeros(16)), "FMT-E013", "macOS"],
    ["m.tflite", new Uint8Array(100_000), "FMT-E014", "100000 bytes are zero"],
    ["m.h5", bytes([0x89], "HDF\r\n"), "FMT-E009", "HDF5"],
    ["m.keras", zipSync({ a: encode("text") }).subarray(0, 50), "FMT-E009", "zip archive"],
    ["m.h5", bytes([0x89], "HDF\n\x1a\n", [0, 0, 8, 8]), "FMT-E015", "CR LF became LF"],
    ["m.pb", bytes([0x0a, 0xff], "�x�y�z�w"), "FMT-E015", "4 times"],
    ["m.bin", bytes([0x85, 0x7a, 0x7c, 0xbf, 0xe6]), "FMT-E012", "m.xml"],
    ["m.data-00000-of-00001", bytes([0x85, 0x7a, 0xbf]), "FMT-E012", "'m.index'"],
    ["m.abc", bytes([0x85, 0x7a, 0x7c, 0xbf, 0xe6]), "FMT-E011", "begin with 85 7a 7c bf e6"],
  ];
  for (const [name, content, code, words] of cases) {
    test(`${code} ${words}`, async () => {
      const found = await identify(name, content);
      expect(found.code).toBe(code);
      expect(found.explain).toContain(words);
      expect(found.where.file).toBe(name);
      expect(found.fix?.text.length).toBeGreaterThan(10);
    });
  }

  test("a Git LFS pointer tells the size and hash it stands for", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize 14536120\n`;
    const found = await identify("m.h5", encode(pointer));
    expect(found).toMatchObject({
      code: "FMT-E002",
      evidence: { size: pointer.length, oid: "4d".repeat(32), modelSize: 14536120 },
      fix: { command: "git lfs pull" },
    });
    expect(found.explain).toContain("14,536,120 bytes");
  });
});

describe("models in formats that are not read", () => {
  const cases: readonly (readonly [format: string, content: Uint8Array])[] = [
    ["onnx", bytes([8, 8], field(2, "pytorch"), field(7, "graph"), field(8, [16, 17]))],
    ["graph-def", bytes(node, node, field(4, [8, 24]))],
    ["meta-graph", bytes(field(1, "info"), field(2, node), field(3, "saver"))],
    ["saved-model", bytes([8, 1], field(2, field(1, "info"), field(2, node)))],
    ["core-ml", bytes([8, 4], field(2, "description"), [0xa2, 0x1f, 1, 0x41])],
    ["caffe", bytes(field(1, "net"), [0xa2, 6, 1, 0x41, 0xa2, 6, 1, 0xc1])],
    ["safetensors", bytes([2, 0, 0, 0, 0, 0, 0, 0], "{}")],
    ["pytorch-archive", zipSync({ "m/data.pkl": encode("x"), "m/data/0": encode("x") })],
    ["torchscript", zipSync({ "m/constants.pkl": encode("x"), "m/data.pkl": encode("x") })],
    ["pt2", zipSync({ "m/models/model.json": encode("{}") })],
    ["pytorch-legacy", bytes([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e])],
    ["openvino", bytes('<?xml version="1.0"?>\n<net name="m" version="11">')],
    ["gguf", bytes("GGUF", [3, 0, 0, 0])],
    ["ort", bytes([0x20, 0, 0, 0], "ORTM", zeros(8))],
    ["ncnn", bytes("7767517\n75 83\n")],
    ["caffe-prototxt", bytes('name: "net"\nlayer {\n')],
    ["tf-checkpoint", bytes(zeros(41), [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb])],
    ["graph-def-text", bytes('node {\n  name: "x"\n  op: "Placeholder"\n}')],
    ["tflite-source", bytes("const unsigned char m[] = {\n 0x1c, 0x00, 0x00, 0x00, 0x54, 0x46, 0x4c, 0x33,")],
    ["hugging-face", bytes('{"architectures": ["ViT"], "model_type": "vit"}')],
  ];
  for (const [format, content] of cases) {
    test(format, async () => {
      const found = await identify("model.dat", content);
      expect(found).toMatchObject({ code: "FMT-E007", evidence: { format } });
      expect(found.fix?.text).toBeTruthy();
    });
  }

  test("an ONNX file that ends inside its graph is cut off", async () => {
    const whole = bytes([8, 8], field(2, "pytorch"), field(7, "the graph of the model"));
    expect(await identify("m.onnx", whole.subarray(0, -4))).toMatchObject({
      code: "FMT-E009",
      evidence: { kind: "an ONNX model", size: whole.length - 4 },
    });
  });
});

describe("pickles are named, never loaded", () => {
  test("protocol 4 of joblib", async () => {
    const pickle = bytes(
      [0x80, 4, 0x95],
      zeros(8),
      [0x8c, 15],
      "sklearn.svm._c1",
      [0x94, 0x8c, 3],
      "SVC",
      [0x94, 0x93, 0x2e],
    );
    expect(await identify("m.pkl", pickle)).toMatchObject({
      code: "FMT-E008",
      evidence: { writer: "scikit-learn", protocol: 4, names: ["sklearn.svm._c1.SVC"] },
    });
  });

  test("text protocol", async () => {
    const found = await identify("m.pth", encode("cposix\nsystem\n(S'echo'\ntR."));
    expect(found).toMatchObject({ code: "FMT-E008", evidence: { protocol: 0, names: ["posix.system"] } });
  });
});

describe("folders", () => {
  test("a model of another format is named, a file that is read is pointed to, an empty folder told", async () => {
    expect(await folder(["Manifest.json", "Data/com.apple.CoreML/model.mlmodel"])).toMatchObject({
      code: "FMT-E007",
      evidence: { format: "core-ml-package" },
    });
    expect(await folder(["a/frozen.pb", "b/m.index", "b/m.data-00000-of-00001"])).toMatchObject({
      evidence: { candidates: ["a/frozen.pb", "b/m.index"] },
    });
    expect(await folder([".DS_Store", "labels.txt", "v2/model.tflite"])).toMatchObject({
      code: "FMT-E010",
      evidence: { count: 2, candidates: ["v2/model.tflite"] },
      fix: { text: "Give 'v2/model.tflite'." },
    });
    const nested = ["00000123/saved_model.pb", "00000123/variables/variables.index"];
    expect(await folder(nested)).toMatchObject({ evidence: { candidates: ["00000123"] } });
    const empty = await folder([]);
    expect(empty.explain).toMatch(/^The folder is empty; looked for '\*\.tflite'/);
  });
});

test("whatever the bytes, one diagnostic comes soon", async () => {
  const starts = [
    "<!---->".repeat(500),
    "<!DOCTYPE x [".repeat(300),
    " \n".repeat(2000),
    "#\n".repeat(2000),
    "(c".repeat(2000),
    "PK\x03\x04",
    "{",
  ];
  const content = fc
    .tuple(fc.constantFrom("", ...starts), fc.uint8Array({ maxLength: 600 }))
    .map(([start, rest]) => bytes(start, [...rest]));
  await fc.assert(
    fc.asyncProperty(content, async (data) => {
      const begin = performance.now();
      expect((await identify("x", data)).code).toMatch(/^(FMT|ZIP)-E/);
      expect(performance.now() - begin).toBeLessThan(1000);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("little is read of a large file", async () => {
  let count = 0;
  const size = 2 ** 31;
  const source: ByteSource = {
    name: "large.dat",
    size,
    read(offset, length) {
      count += length;
      return new Uint8Array(length).fill(offset === 0 ? 0x91 : 0x92);
    },
  };
  expect((await identifyForeign(fileInput("large.dat", source))).code).toBe("FMT-E011");
  expect(count).toBeLessThan(20_000);
});
