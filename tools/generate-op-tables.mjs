// Writes src/ops/generated/*.ts from the operator files: each `export const x: OpDef<"name", Attrs>` becomes a row.
// `--check` writes nothing and exits 1 when the tables are not what the files say; a test runs it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const opsFolder = fileURLToPath(new URL("../src/ops", import.meta.url));
const generated = `${opsFolder}/generated`;

const found = readdirSync(opsFolder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
  .map((entry) => `${entry.parentPath}/${entry.name}`)
  .filter((path) => !path.startsWith(generated))
  .flatMap((path) => {
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/^export const (\w+): OpDef<\s*"(\w+)"/gm)].map(([, constant, name]) => ({
      constant,
      name,
      module: `../${relative(opsFolder, path)}`,
      has: (suffix) => new RegExp(`^export const ${constant}${suffix}\\b`, "m").test(text),
    }));
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const header = "// Written by tools/generate-op-tables.mjs from the operator files; do not edit.\n";
const imports = (rows, suffix) =>
  rows
    .map((row) => `import { ${row.constant}${suffix} } from "${row.module}";`)
    .sort()
    .join("\n");
const missing = (suffix) => found.filter((row) => !row.has(suffix));

const files = {
  "table.ts": `${header}import type { OpDef } from "../define.ts";
${imports(found, "")}

export interface Ops {
${found.map((row) => `  readonly ${row.name}: typeof ${row.constant};`).join("\n")}
}

/** Every operator, by name. */
export const ops: Ops = {
${found.map((row) => `  ${row.name}: ${row.constant},`).join("\n")}
};

export type OpName = keyof Ops;
export type AttrsOf<N extends OpName> = Ops[N] extends OpDef<string, infer A> ? A : never;
`,
  "references.ts": `${header}import type { Reference, RegionReference } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
${imports(
  found.filter((row) => row.has("Reference")),
  "Reference",
)}

/** Reference semantics of every operator. */
export const references: { readonly [N in OpName]: Reference<AttrsOf<N>> | RegionReference<AttrsOf<N>> } = {
${found.map((row) => `  ${row.name}: ${row.constant}Reference,`).join("\n")}
};
`,
  "quantized-references.ts": `${header}import type { Reference } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
${imports(
  found.filter((row) => row.has("QuantizedReference")),
  "QuantizedReference",
)}

/** Arithmetic of each operator on quantized tensors; \`none\` where it has none of its own. */
export const quantizedReferences: { readonly [N in OpName]: Reference<AttrsOf<N>> | "none" } = {
${found.map((row) => `  ${row.name}: ${row.has("QuantizedReference") ? `${row.constant}QuantizedReference` : '"none"'},`).join("\n")}
};
`,
  "decompositions.ts": `${header}import type { Decomposition } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
${imports(
  found.filter((row) => row.has("Decomposition")),
  "Decomposition",
)}

/** Each operator in terms of simpler ones; \`primitive\` when it is one of those. */
export const decompositions: { readonly [N in OpName]: Decomposition<AttrsOf<N>> | "primitive" } = {
${found.map((row) => `  ${row.name}: ${row.has("Decomposition") ? `${row.constant}Decomposition` : '"primitive"'},`).join("\n")}
};
`,
  "examples.ts": `${header}import type { Example } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
${imports(
  found.filter((row) => row.has("Examples")),
  "Examples",
)}

/** Literal cases of every operator. */
export const examples: { readonly [N in OpName]: readonly Example<AttrsOf<N>>[] } = {
${found.map((row) => `  ${row.name}: ${row.constant}Examples,`).join("\n")}
};
`,
};

const duplicates = found.filter((row, index) => found[index - 1]?.name === row.name);
for (const row of duplicates) console.error(`${row.module}: operator ${row.name} is defined twice`);
for (const suffix of ["Reference", "Examples"]) {
  for (const row of missing(suffix)) console.error(`${row.module}: ${row.constant}${suffix} is missing`);
}

const stale = Object.entries(files).filter(([name, text]) => {
  try {
    return readFileSync(`${generated}/${name}`, "utf8") !== text;
  } catch {
    return true;
  }
});
if (process.argv.includes("--check")) {
  for (const [name] of stale) console.error(`src/ops/generated/${name} is not current: run npm run ops`);
  process.exit(stale.length > 0 || duplicates.length > 0 ? 1 : 0);
}
for (const [name, text] of stale) writeFileSync(`${generated}/${name}`, text);
console.log(`${found.length} operators, ${stale.length} tables written`);
