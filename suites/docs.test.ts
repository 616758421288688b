import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { DiagnosticDefinition, Evidence } from "../src/diagnostics/index.ts";
import { decompositions, ops } from "../src/ops/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const src = `${root}src`;
const codeFiles = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("codes.ts"));
const modules: readonly Readonly<Record<string, DiagnosticDefinition<Evidence>>>[] = await Promise.all(
  codeFiles.map((path) => import(`${src}/${path}`)),
);

/** Area of a code in words, by its letters. */
const areas: Readonly<Record<string, string>> = {
  API: "Library calls and golden cases",
  BND: "Labels and metadata",
  BYT: "Bytes",
  CKP: "TensorFlow checkpoints",
  CLI: "Command line",
  FLB: "FlatBuffers",
  FMT: "What a file is",
  HDF: "HDF5 containers",
  IMG: "Pictures",
  IO: "Files",
  IR: "Graph structure",
  KER: "Keras files",
  LED: "Conservation of weights",
  NPY: "NumPy arrays",
  OPS: "Operators",
  PAS: "Rewrites",
  PBF: "Protocol Buffers",
  REP: "Repairs",
  RUN: "Running",
  SFT: "Safetensors files",
  SVM: "TensorFlow SavedModels",
  TFG: "TensorFlow graphs",
  TFL: "TensorFlow Lite files",
  TFS: "Tensors in TensorFlow files",
  TJS: "TensorFlow.js models",
  VAR: "Variables, proved",
  ZIP: "Zip archives",
};

function diagnosticsPage(): string {
  const definitions = modules.flatMap((module) => Object.values(module)).sort((a, b) => (a.code < b.code ? -1 : 1));
  const lines = [
    "# Diagnostics",
    "",
    "Every problem that a user can cause has a code. Codes are stable: a number is never used again for something else.",
    "`E` stops what was asked for, `W` may change the answer, `N` explains. This page is made from the definitions by `npm run docs`.",
  ];
  for (const area of new Set(definitions.map(({ code }) => code.split("-")[0] as string))) {
    lines.push("", `## ${areas[area] ?? area}`, "", "| code | meaning |", "|---|---|");
    for (const { code, title } of definitions) {
      if (code.startsWith(`${area}-`)) lines.push(`| ${code} | ${title} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function operatorsPage(): string {
  const lines = [
    "# Operators",
    "",
    "The operators of the graph, from their definitions in `src/ops`. This page is made by `npm run docs`.",
    "",
    "| operator | meaning | inputs | attributes | defined by |",
    "|---|---|---|---|---|",
  ];
  for (const [name, definition] of Object.entries(ops)) {
    const inputs = definition.inputs.map((slot: { name: string; optional?: true; variadic?: true }) =>
      slot.variadic ? `${slot.name}...` : slot.optional ? `${slot.name}?` : slot.name,
    );
    const how = decompositions[name as keyof typeof decompositions] === "primitive" ? "itself" : "simpler operators";
    const summary = definition.summary.replaceAll("|", "\\|");
    lines.push(
      `| ${name} | ${summary} | ${inputs.join(", ")} | ${Object.keys(definition.attrs).join(", ")} | ${how} |`,
    );
  }
  return `${lines.join("\n")}\n`;
}

describe("generated pages are current (npm run docs)", () => {
  test("diagnostics", async () => {
    await expect(diagnosticsPage()).toMatchFileSnapshot("../docs/diagnostics.md");
  });

  test("operators", async () => {
    await expect(operatorsPage()).toMatchFileSnapshot("../docs/operators.md");
  });

  test("every area of codes has a name", () => {
    const found = modules.flatMap((module) => Object.values(module).map(({ code }) => code.split("-")[0]));
    expect(found.filter((area) => areas[area as string] === undefined)).toEqual([]);
  });
});

const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  ...readdirSync(`${root}docs`).map((name) => `docs/${name}`),
];

test.each(documents.filter((name) => name.endsWith(".md")))("paths named in %s exist", (name) => {
  const text = readFileSync(`${root}${name}`, "utf8");
  const paths = [...text.matchAll(/`((?:src|suites|docs|tools|interop|demo|fixtures|bench)\/[\w./-]*)`/g)].map(
    ([, path]) => path as string,
  );
  expect(paths.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
});
