// Writes src/image/generated/<codec>-wasm.ts: the WebAssembly picture decoders of the @cwasm packages, deflated and in
// base64, so that the core has them without reading a file or asking a network. Not in git: `npm ci` makes them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}/src/image/generated`;
const codecs = [
  {
    name: "jpeg",
    file: "@cwasm/jpeg-turbo/jpeg-turbo.wasm",
    about: "libjpeg-turbo 2.0.4 (IJG and BSD-3-Clause licences), built by @cwasm/jpeg-turbo 0.1.3 (MIT)",
    sha256: "80ed55eef2d0ff276f837ef521fad8181ccdfa6f298f652f6e45aed7fbbbc871",
  },
  {
    name: "webp",
    file: "@cwasm/webp/webp.wasm",
    about: "libwebp (BSD-3-Clause licence), built by @cwasm/webp 0.1.5 (MIT)",
    sha256: "b0bc0f19c589f0d7f27cd98191bc113d0779108a10f38538f466cea4985c480e",
  },
];

mkdirSync(folder, { recursive: true });
for (const { name, file, about, sha256 } of codecs) {
  const wasm = readFileSync(`${root}/node_modules/${file}`);
  const found = createHash("sha256").update(wasm).digest("hex");
  if (found !== sha256) {
    console.error(
      `${file}: SHA-256 is ${found}, not ${sha256}: run the accuracy table of docs/images.md before moving`,
    );
    process.exit(1);
  }
  const text = `// Written by tools/generate-codecs.mjs; do not edit.

/** ${about}; ${wasm.length} bytes, raw deflate, base64. */
export const ${name}Wasm: { readonly byteLength: number; readonly deflated: string } = {
  byteLength: ${wasm.length},
  deflated:
    "${deflateRawSync(wasm, { level: 9 }).toString("base64")}",
};
`;
  const path = `${folder}/${name}-wasm.ts`;
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}
