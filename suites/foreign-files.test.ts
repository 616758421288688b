import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { memorySource } from "../src/bytes/index.ts";
import { identifyForeign } from "../src/formats/unrecognized.ts";

const fixtures = new URL("../../shared/fixtures/", import.meta.url);

interface Case {
  readonly name: string;
  readonly file: string;
  readonly format: string;
  readonly expect?: object;
}

/** How the fixtures' own name of a format appears in the diagnostic's evidence. */
const titles: Readonly<Record<string, readonly string[]>> = {
  onnx: ["onnx", "ort"],
  "frozen-graph": ["graph-def", "graph-def-text", "meta-graph"],
  "tf1-checkpoint": ["tf-checkpoint", "meta-graph", "graph-def-text"],
  "torch-pickle": ["pytorch-archive", "pytorch-legacy", "pytorch-tar", "safetensors"],
  torchscript: ["torchscript"],
  pt2: ["pt2"],
  safetensors: ["safetensors", "safetensors-index"],
  openvino: ["openvino"],
};

describe.skipIf(!existsSync(fixtures))(
  `good files of other formats are named${existsSync(fixtures) ? "" : " (skipped: no ../shared)"}`,
  () => {
    for (const folder of ["onnx", "openvino", "safetensors", "torch", "tf1"]) {
      test(folder, async () => {
        const path = new URL(`${folder}/`, fixtures);
        const cases: readonly Case[] = JSON.parse(readFileSync(new URL("cases.json", path), "utf8"));
        const wrong: string[] = [];
        let checked = 0;
        for (const { name, file, format, expect: trouble } of cases) {
          const place = new URL(file, path);
          if (trouble !== undefined || !existsSync(place) || statSync(place).isDirectory()) continue;
          checked++;
          const bytes = memorySource(new Uint8Array(readFileSync(place)), file);
          const found = await identifyForeign({
            name: file,
            bytes,
            sibling: async () => undefined,
            list: async () => [],
          });
          const named = String(found.evidence["format"] ?? found.code);
          if (!(titles[format] ?? []).includes(named)) wrong.push(`${name} (${format}) is called ${named}`);
        }
        expect(wrong).toEqual([]);
        expect(checked).toBeGreaterThan(0);
      });
    }
  },
);
