import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeFlatBuffer, memorySource } from "../bytes/index.ts";
import {
  checkLabelCount,
  type ModelMetadata,
  openPackedFiles,
  parseLabels,
  readModelMetadata,
  readPackedLabels,
  suggestPreprocessing,
} from "./index.ts";

const models = new URL("../../../shared/models/", import.meta.url);
const available = existsSync(models);
const title = available ? "real models" : "real models (skipped: no ../shared)";

/** As much of TensorFlow Lite's schema as it takes to find the metadata block. */
const modelSchema = {
  tables: {
    Buffer: { data: "data" },
    Metadata: { name: "string", buffer: "uint" },
    Model: {
      version: "uint",
      operator_codes: "data",
      subgraphs: "data",
      description: "string",
      buffers: "[Buffer]",
      metadata_buffer: "data",
      metadata: "[Metadata]",
    },
  },
  enums: {},
  wideEnums: [],
  unions: {},
} as const;

function open(path: string): { metadata: ModelMetadata; file: Uint8Array } {
  const file = readFileSync(new URL(`tflite/${path}`, models));
  const { root } = decodeFlatBuffer(modelSchema, "Model", memorySource(file, path));
  const entry = root.metadata?.find((m) => m.name === "TFLITE_METADATA");
  const block = root.buffers?.[entry?.buffer ?? -1]?.data;
  if (block === undefined) throw new RangeError(`${path} has no metadata`);
  const { metadata, diagnostics } = readModelMetadata(file.subarray(block.offset, block.offset + block.length), path);
  expect(diagnostics).toEqual([]);
  if (metadata === undefined) throw new RangeError(`${path}: metadata does not read`);
  return { metadata, file };
}

/** Facts as the flatbuffers compiler's Python reader of tflite-support 0.4.4 gives them. */
const cases = [
  ["coral_mobilenet_v1_quant_widths/mobilenet_v1_0.25_128_quant.tflite", "ImageClassifier", 1001, "background"],
  ["coral_mobilenet_v1_quant_widths/mobilenet_v1_0.5_160_quant.tflite", "ImageClassifier", 1001, "background"],
  ["coral_mobilenet_v1_quant_widths/mobilenet_v1_0.75_192_quant.tflite", "ImageClassifier", 1001, "background"],
  ["coral_mobilenet_v2_1.0_224_quant/mobilenet_v2_1.0_224_quant.tflite", "ImageClassifier", 1001, "background"],
  ["coral_tf2_mobilenet_v2_1.0_224_ptq/tf2_mobilenet_v2_1.0_224_ptq.tflite", "ImageClassifier", 1001, "background"],
  ["coral_edgetpu_compiled_example/mobilenet_v1_0.25_128_quant_edgetpu.tflite", "ImageClassifier", 1001, "background"],
  [
    "support_mobilenet_v1_0.25_224_float/mobilenet_v1_0.25_224_1_metadata_1.tflite",
    "MobileNetV1 image classifier",
    1001,
    "background",
  ],
  [
    "support_mobilenet_v1_0.25_224_quant/mobilenet_v1_0.25_224_quant.tflite",
    "MobileNetV1 image classifier (quantized)",
    1001,
    "background",
  ],
  ["support_deeplabv3_257_float/deeplabv3.tflite", "DeepLabV3", 21, "background"],
] as const;

describe.skipIf(!available)(title, () => {
  it.each(cases)("%s: name, labels, normalisation", (path, name, count, first) => {
    const { metadata, file } = open(path);
    expect(metadata.name).toBe(name);
    expect(metadata.inputs).toMatchObject([
      { name: "image", content: "image", colorSpace: "rgb", mean: [127.5], std: [127.5] },
    ]);
    const { labels, diagnostics } = readPackedLabels(metadata, memorySource(file, path));
    expect(labels).toHaveLength(1);
    expect(labels[0]).toMatchObject({ output: 0, names: "axis", form: "lines" });
    expect([labels[0]?.labels.length, labels[0]?.labels[0]]).toEqual([count, first]);
    // ImageNet has two pairs of namesakes; nothing else is to be said.
    expect(diagnostics.map((d) => d.code)).toEqual(count === 1001 ? ["BND-N001"] : []);
  });

  it("give preprocessing that fits their inputs", () => {
    const float = open("support_mobilenet_v1_0.25_224_float/mobilenet_v1_0.25_224_1_metadata_1.tflite").metadata;
    expect(suggestPreprocessing({ dtype: "float32", channels: 3 }, float.inputs[0], {})).toEqual({
      normalize: { mean: [127.5], std: [127.5] },
      channelOrder: "RGB",
      from: "metadata normalization",
      evidence: { mean: [127.5], std: [127.5], range: [-1, 1] },
      diagnostics: [],
    });
    const coral = open("coral_mobilenet_v1_quant_widths/mobilenet_v1_0.25_128_quant.tflite").metadata;
    const quantization = { kind: "perTensor", scale: 0.0078125, zeroPoint: 128 } as const;
    const input = { dtype: "uint8", channels: 3, quantization } as const;
    expect(suggestPreprocessing(input, coral.inputs[0], {}).diagnostics).toEqual([]);
  });

  it("without a word on labels still show the file that they carry", () => {
    const path = "support_mobilenet_v1_0.25_224_quant/mobilenet_v1_0.25_224_quant_without_subgraph_metadata.tflite";
    const { metadata, file } = open(path);
    expect([metadata.inputs, metadata.outputs]).toEqual([[], []]);
    const { labels, diagnostics } = readPackedLabels(metadata, memorySource(file, path));
    expect(labels).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "BND-N004", evidence: { files: ["labels.txt"] } }]);
    const packed = openPackedFiles(memorySource(file, path)).read("labels.txt");
    expect(parseLabels(packed ?? new Uint8Array(0), "labels.txt").labels).toHaveLength(1001);
  });

  it("may have metadata and no files", () => {
    const { metadata } = open("support_dilated_conv/dilated_conv.tflite");
    expect(metadata).toMatchObject({
      version: "v1",
      outputs: [{ content: "unknown", files: [] }],
      associatedFiles: [],
    });
    expect(metadata.inputs).toMatchObject([{ mean: [0], std: [1], min: [0], max: [255] }]);
  });

  it.each([
    [
      "labels_photos/coral/imagenet_labels.txt",
      1001,
      "lines",
      "background",
      "toilet tissue, toilet paper, bathroom tissue",
    ],
    [
      "labels_photos/coral_edgetpu_repo/imagenet_labels.txt",
      1001,
      "indexed",
      "background",
      "toilet tissue, toilet paper, bathroom tissue",
    ],
    ["labels_photos/tflite_support/labels.txt", 1001, "lines", "background", "toilet tissue"],
    ["labels_photos/coral/coco_labels.txt", 90, "lines", "person", "toothbrush"],
  ] as const)("label file %s", (path, count, form, first, last) => {
    const labels = parseLabels(readFileSync(new URL(path, models)), path);
    expect([labels.labels.length, labels.form, labels.labels[0], labels.labels.at(-1)]).toEqual([
      count,
      form,
      first,
      last,
    ]);
    expect(checkLabelCount(labels, count, {})).toEqual([]);
  });
});
