// Compiles src/ to dist/. Runs on `npm ci` (prepare), so it must need nothing but the dev dependencies.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const codecs = spawnSync(process.execPath, [`${root}/tools/generate-codecs.mjs`], { cwd: root, stdio: "inherit" });
if (codecs.status !== 0) process.exit(1);
rmSync(`${root}/dist`, { recursive: true, force: true });
const tsc = spawnSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
process.exit(tsc.status ?? 1);
