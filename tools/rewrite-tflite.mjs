// Reads every .tflite file under a folder and writes it again under another, for interop/tflite_roundtrip.py:
// node tools/rewrite-tflite.mjs ORIGINALS REWRITTEN. Needs the build (`npm run build`).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { memorySource } from "../dist/bytes/index.js";
import { tflite } from "../dist/formats/tflite/index.js";

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error("usage: node tools/rewrite-tflite.mjs ORIGINALS REWRITTEN");
  process.exit(2);
}
let failed = 0;
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith(".tflite")) continue;
  const path = join(entry.parentPath, entry.name);
  const bytes = memorySource(readFileSync(path), path);
  const input = { name: entry.name, bytes, sibling: async () => undefined, list: async () => [] };
  const read = await tflite.read(input, {});
  const written = read.model && tflite.write(read.model, entry.name, {});
  const file = written?.files[0];
  if (file === undefined) {
    const [problem] = [...(written ?? read).diagnostics].filter((diagnostic) => diagnostic.severity === "error");
    console.error(`${path}: ${problem?.code} ${problem?.explain}`);
    failed += 1;
    continue;
  }
  const target = join(to, relative(from, path));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, file.bytes);
}
process.exit(failed === 0 ? 0 : 1);
