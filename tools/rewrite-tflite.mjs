// Reads every .tflite file under a folder and writes it again under another, for interop/tflite_roundtrip.py:
// node tools/rewrite-tflite.mjs ORIGINALS REWRITTEN
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error("usage: node tools/rewrite-tflite.mjs ORIGINALS REWRITTEN");
  process.exit(2);
}

/** The format as it stands in the sources: the published package converts, which changes the graph. */
async function loadFormat() {
  const input = fileURLToPath(new URL("../src/formats/tflite/index.ts", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  const bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file: join(folder, "tflite.mjs"), format: "esm" });
  await bundle.close();
  const { tflite } = await import(pathToFileURL(join(folder, "tflite.mjs")).href);
  rmSync(folder, { recursive: true });
  return tflite;
}

/** What the reader asks of bytes in memory (`ByteSource`). */
function inMemory(path) {
  const bytes = new Uint8Array(readFileSync(path));
  return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

const tflite = await loadFormat();
let failed = 0;
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith(".tflite")) continue;
  const path = join(entry.parentPath, entry.name);
  const input = { name: entry.name, bytes: inMemory(path), sibling: async () => undefined, list: async () => [] };
  const read = await tflite.read(input, {});
  const written = read.model && tflite.write(read.model, entry.name, {});
  const file = written?.files[0];
  if (file === undefined) {
    const problem = [...(written ?? read).diagnostics].find((diagnostic) => diagnostic.severity === "error");
    console.error(`${path}: ${problem?.code} ${problem?.explain}`);
    failed += 1;
    continue;
  }
  const target = join(to, relative(from, path));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, file.bytes);
}
process.exit(failed === 0 ? 0 : 1);
