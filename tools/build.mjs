// Builds dist/. Runs on `npm ci` (prepare), so it must need nothing but the dev dependencies.
// The compiler checks and writes the declarations; the bundler joins the modules, because Node takes 0.3 s to open 600 files.
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [`${root}${script}`, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run("tools/generate-codecs.mjs");
rmSync(`${root}dist`, { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");

const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const bundle = await rolldown({
  input: { index: `${root}src/index.ts`, web: `${root}src/web.ts`, "cli/main": `${root}src/cli/main.ts` },
  external: [/^node:/, ...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`))],
  platform: "neutral",
});
await bundle.write({ dir: `${root}dist`, format: "esm", sourcemap: true, chunkFileNames: "chunks/[name]-[hash].js" });
await bundle.close();
chmodSync(`${root}dist/cli/main.js`, 0o755);
