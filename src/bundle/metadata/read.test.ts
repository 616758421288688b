import { describe, expect, it } from "vitest";
import { createFlatEncoder, type TableInput } from "../../bytes/index.ts";
import { readModelMetadata } from "../index.ts";
import { metadataSchema } from "./schema.ts";

type Root = TableInput<typeof metadataSchema, "ModelMetadata">;

function encode(root: Root, identifier = "M001"): Uint8Array {
  const encoder = createFlatEncoder(metadataSchema, 1024);
  return encoder.finish(encoder.table("ModelMetadata", root), identifier);
}

const labels = { name: "labels.txt", description: "names", type: "tensor-axis-labels" } as const;
const classifier: Root = {
  name: "classifier",
  description: "what it is",
  version: "v1",
  author: "us",
  license: "Apache-2.0",
  min_parser_version: "1.0.0",
  associated_files: [{ name: "readme.md", type: "descriptions" }],
  subgraph_metadata: [
    {
      input_tensor_metadata: [
        {
          name: "image",
          content: {
            content_properties: {
              type: "ImageProperties",
              value: { color_space: "grayscale", default_size: { width: 96, height: 64 } },
            },
          },
          process_units: [{ options: { type: "NormalizationOptions", value: { mean: [1, 2, 3], std: [4, 5, 6] } } }],
          stats: { min: [-1], max: [1] },
        },
      ],
      output_tensor_metadata: [
        {
          name: "probability",
          content: { content_properties: { type: "FeatureProperties", value: {} } },
          process_units: [{ options: { type: "ScoreThresholdingOptions", value: { global_score_threshold: 0.25 } } }],
          associated_files: [labels, { ...labels, name: "namen.txt", locale: "de" }],
        },
      ],
    },
  ],
};

describe("readModelMetadata", () => {
  it("reads every fact a picture model's metadata has", () => {
    const { metadata, diagnostics } = readModelMetadata(encode(classifier), "m.tflite");
    expect(diagnostics).toEqual([]);
    expect(metadata).toEqual({
      name: "classifier",
      description: "what it is",
      version: "v1",
      author: "us",
      license: "Apache-2.0",
      inputs: [
        {
          name: "image",
          content: "image",
          colorSpace: "grayscale",
          defaultSize: { width: 96, height: 64 },
          mean: [1, 2, 3],
          std: [4, 5, 6],
          min: [-1],
          max: [1],
          files: [],
        },
      ],
      outputs: [
        {
          name: "probability",
          content: "feature",
          mean: [],
          std: [],
          min: [],
          max: [],
          scoreThreshold: 0.25,
          files: [
            { name: "labels.txt", description: "names", type: "tensor-axis-labels" },
            { name: "namen.txt", description: "names", type: "tensor-axis-labels", locale: "de" },
          ],
        },
      ],
      associatedFiles: [
        { name: "readme.md", type: "descriptions" },
        { name: "labels.txt", description: "names", type: "tensor-axis-labels" },
        { name: "namen.txt", description: "names", type: "tensor-axis-labels", locale: "de" },
      ],
    });
  });

  it("reads metadata that says nothing", () => {
    expect(readModelMetadata(encode({}), "m")).toEqual({
      metadata: { inputs: [], outputs: [], associatedFiles: [] },
      diagnostics: [],
    });
  });

  it("notes a newer version and reads on", () => {
    const { metadata, diagnostics } = readModelMetadata(encode({ name: "x", min_parser_version: "1.10.0" }), "m");
    expect(metadata?.name).toBe("x");
    expect(diagnostics).toMatchObject([{ code: "BND-N003", evidence: { needed: "1.10.0", known: "1.5.0" } }]);
  });

  it("refuses other blocks by their identifier", () => {
    expect(readModelMetadata(encode({}, "TFL3"), "m").diagnostics).toMatchObject([
      { code: "BND-E003", severity: "error", evidence: { identifier: "TFL3" } },
    ]);
    expect(readModelMetadata(new Uint8Array(0), "m").diagnostics).toMatchObject([{ code: "BND-E003" }]);
  });

  it("survives 2,000 mutations with a diagnostic or metadata", () => {
    const bytes = encode(classifier);
    let state = 20261121;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    let read = 0;
    let refused = 0;
    const start = performance.now();
    for (let i = 0; i < 2000; i++) {
      let mutated = Uint8Array.from(bytes);
      for (let n = 1 + below(4); n > 0; n--) mutated[8 + below(mutated.length - 8)] = below(256);
      if (below(4) === 0) mutated = mutated.slice(0, 8 + below(mutated.length - 8));
      const { metadata, diagnostics } = readModelMetadata(mutated, "m");
      if (metadata !== undefined) read++;
      else {
        expect(diagnostics.map((d) => d.severity)).toContain("error");
        refused++;
      }
    }
    expect(performance.now() - start).toBeLessThan(10_000);
    expect([read > 100, refused > 100]).toEqual([true, true]);
  });
});
