import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { npyTensor } from "../src/api/npy.ts";
import { memorySource } from "../src/bytes/index.ts";
import { tflite } from "../src/formats/tflite/index.ts";
import type { Model } from "../src/ir/index.ts";
import { fromNumbers, type Tensor, toNumbers } from "../src/numerics/index.ts";
import { createSession } from "../src/runtime/index.ts";

const letters = fileURLToPath(new URL("../../shared/fixtures/letters", import.meta.url));

/** Of the 124 pictures, those where letters_dynamic shows most; interop/check_letters.py runs all. */
const pictures = [49, 99, 116, 117, 118, 119, 120, 121, 122, 123];
const [shape, classes] = [[1, 96, 96, 3], 62];
const size = 96 * 96 * 3;

const golden = (file: string): Float64Array =>
  toNumbers(npyTensor(new Uint8Array(readFileSync(`${letters}/golden/${file}`)), file));

async function open(name: string): Promise<Model> {
  const bytes = memorySource(new Uint8Array(readFileSync(`${letters}/${name}.tflite`)), name);
  const read = await tflite.read?.({ name, bytes, sibling: async () => undefined, list: async () => [] }, {});
  return read?.model as Model;
}

/** Largest distance of the outputs from those of the reference kernels of TensorFlow 2.21. */
function distance(name: string, answer: (picture: Float64Array) => Tensor): number {
  const pixels = golden("images_uint8.npy");
  const wanted = golden(`${name}.tflite.ref.npy`);
  const distances = pictures.flatMap((i) => {
    const got = toNumbers(answer(pixels.subarray(i * size, (i + 1) * size)));
    return Array.from(got, (x, k) => Math.abs(x - (wanted[i * classes + k] as number)));
  });
  return Math.max(...distances);
}

describe.skipIf(!existsSync(letters))("letters against the reference kernels (skipped: no ../shared)", () => {
  test.each([
    ["letters_int8", -128, 0],
    ["letters_uint8io", 0, 0],
    ["letters_int8_floatio", 0, 0],
    ["letters_int16x8", 0, 0],
    ["letters_float32", 0, 1e-5],
    ["letters_float16", 0, 1e-5],
    ["letters_dynamic", 0, 1e-6],
  ])("%s", async (name, offset, bar) => {
    const session = createSession(await open(name));
    const dtype = session.inputs[0]?.type.dtype ?? "float32";
    const [input, output] = [session.inputs[0]?.name ?? "", session.outputs[0]?.name ?? ""];
    const worst = distance(name, (picture) => {
      const stored = picture.map((pixel) => pixel + offset);
      return session.runSync({ [input]: fromNumbers(dtype, shape, stored) })[output] as Tensor;
    });
    expect(worst).toBeLessThanOrEqual(bar);
  });
});
