import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { memorySource } from "../bytes/index.ts";
import { type AssociatedFile, type ModelMetadata, readPackedLabels, type TensorMetadata } from "./index.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const output = (...files: AssociatedFile[]): TensorMetadata => ({
  content: "feature",
  mean: [],
  std: [],
  min: [],
  max: [],
  files,
});
const model = (...outputs: TensorMetadata[]): ModelMetadata => ({
  inputs: [],
  outputs,
  associatedFiles: outputs.flatMap((tensor) => tensor.files),
});
const archive = (files: Record<string, Uint8Array>, prefix = 0) =>
  memorySource(Uint8Array.from([...new Uint8Array(prefix), ...zipSync(files, { level: 0 })]), "m.tflite");
const axis: AssociatedFile = { name: "labels.txt", type: "tensor-axis-labels" };
const value: AssociatedFile = { name: "map.txt", type: "tensor-value-labels", locale: "en" };

describe("readPackedLabels", () => {
  it("reads each output's labels from the archive at the end of the file", () => {
    const packed = archive({ "labels.txt": text("a\nb\n"), "map.txt": text("0 x\n1 y\n") }, 100);
    const { labels, diagnostics } = readPackedLabels(model(output(axis), output(value)), packed);
    expect(diagnostics).toEqual([]);
    expect(labels.map(({ labels, output, names, file }) => [labels, output, names, file.name])).toEqual([
      [["a", "b"], 0, "axis", "labels.txt"],
      [["x", "y"], 1, "value", "map.txt"],
    ]);
  });

  it("names what is missing, and files that nobody mentions", () => {
    const { labels, diagnostics } = readPackedLabels(model(output(axis)), archive({ "other.txt": text("a") }));
    expect(labels).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: "BND-W005", evidence: { file: "labels.txt", archive: ["other.txt"] } },
      { code: "BND-N004", evidence: { files: ["other.txt"] } },
    ]);
    expect(readPackedLabels(model(output(axis)), undefined).diagnostics).toMatchObject([
      { code: "BND-W005", evidence: { file: "labels.txt", archive: [] } },
    ]);
  });

  it("reads the others when one file is no label file", () => {
    const packed = archive({ "labels.txt": Uint8Array.of(0, 1), "map.txt": text("x\ny") });
    const { labels, diagnostics } = readPackedLabels(model(output(axis, value)), packed);
    expect(labels.map((l) => l.file.name)).toEqual(["map.txt"]);
    expect(diagnostics).toMatchObject([{ code: "BND-E001", where: { file: "labels.txt" } }]);
  });

  it("reports an archive that cannot be opened", () => {
    const { diagnostics } = readPackedLabels(model(output(axis)), memorySource(new Uint8Array(50), "m.tflite"));
    expect(diagnostics.map((d) => d.code.slice(0, 4))).toEqual(["ZIP-", "BND-"]);
  });
});
