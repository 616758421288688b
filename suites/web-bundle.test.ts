import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The library as a browser gets it: one script, bundled from `src/web.ts`. */
async function bundle(): Promise<string> {
  const build = await rolldown({ input: `${root}src/web.ts`, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "iife", name: "holdfast", codeSplitting: false });
  return output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("\n");
}

describe("browser entry", () => {
  let code = "";
  beforeAll(async () => {
    code = await bundle();
  });

  test("needs nothing of Node", () => {
    expect(code).not.toMatch(/["']node:|\brequire\(/);
  });

  test("reads, converts and runs a model where only a browser's names exist", async () => {
    // `process`, `Buffer` and `require` are not there, as in a page.
    const page = createContext({ TextDecoder, TextEncoder, setTimeout });
    runInContext(code, page);
    page["model"] = new Uint8Array(readFileSync(`${root}demo/letters.h5`));
    page["picture"] = new Uint8Array(readFileSync(`${root}demo/images/upper_A_0.png`));
    const best = await runInContext(
      `(async () => {
        const { model, diagnostics } = await holdfast.readModelFrom(holdfast.memoryInput(globalThis.model, "letters.h5"));
        if (!model) throw new Error(JSON.stringify(diagnostics));
        const { files, ledger } = await holdfast.convert(model, { to: "tflite", name: "letters.tflite" });
        const back = await holdfast.readModelFrom(holdfast.memoryInput(files[0].bytes, "letters.tflite"));
        const session = holdfast.createSession(back.model);
        const decoded = await holdfast.decodeImage(picture, "A.png");
        const target = { width: 96, height: 96, channels: 3, dtype: "float32", layout: "NHWC" };
        const { probabilities } = await session.run({ image: holdfast.preparePicture(decoded, target) });
        return { balanced: ledger.balanced, index: holdfast.topK(probabilities)[0][0].index };
      })()`,
      page,
    );
    // Class 10 is A: ten digits come first.
    expect({ ...best }).toEqual({ balanced: true, index: 10 });
  });
});
