import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { npyTensor, type Prediction, tensorNpy } from "../src/api/index.ts";
import { runCli } from "../src/cli/run-cli.ts";
import type { Terminal } from "../src/cli/terminal.ts";
import { decodeImage } from "../src/image/index.ts";
import { writeFiles } from "../src/node/index.ts";
import { tensor, toNumbers } from "../src/numerics/index.ts";

const models = fileURLToPath(new URL("../../shared/models", import.meta.url));

interface Ran {
  readonly answers: readonly { readonly input: string; readonly top?: readonly Prediction[] }[];
  readonly codes: readonly string[];
}

/** `holdfast run <model> ... --json`, in this process. */
async function run(model: string, ...args: readonly string[]): Promise<Ran> {
  const lines: string[] = [];
  const out = (line: string): void => void lines.push(line);
  const terminal: Terminal = { out, err: out, color: false, interactive: false, columns: 100 };
  const code = await runCli(["run", `${models}/tflite/${model}.tflite`, ...args, "--top", "1", "--json"], terminal);
  const report = JSON.parse(lines.join("\n")) as Ran & { readonly diagnostics: readonly { readonly code: string }[] };
  expect([code, report.diagnostics.map((d) => d.code).filter((d) => /-E\d/.test(d))]).toEqual([0, []]);
  return { answers: report.answers, codes: report.diagnostics.map((d) => d.code) };
}

const folder = (): string => mkdtempSync(join(tmpdir(), "holdfast-labels-"));

const burger = "labels_photos/tflite_support/burger.jpg";
const hopper = "labels_photos/tflite_support/grace_hopper.jpg";
const [bird, cat, sunflower, captain] = ["bird", "cat", "sunflower", "grace_hopper"].map(
  (name) => `labels_photos/coral/${name}.bmp`,
) as [string, string, string, string];
const labels = ["--labels", `${models}/labels_photos/coral/imagenet_labels.txt`];

/** ImageNet has no sunflowers. */
const easy = { [burger]: "cheeseburger", [bird]: "chickadee", [sunflower]: "daisy" };
const house = { [cat]: "Egyptian cat" };
const uniform = { [captain]: "military uniform" };

/** What a model says of pictures, prepared by default; where it has no labels, the number of the class. */
const rows: readonly (readonly [model: string, args: readonly string[], said: Readonly<Record<string, string>>])[] = [
  ["coral_mobilenet_v1_quant_widths/mobilenet_v1_0.25_128_quant", [], { ...easy, [cat]: "tiger cat" }],
  ["coral_mobilenet_v1_quant_widths/mobilenet_v1_0.5_160_quant", [], { ...easy, ...house }],
  ["coral_mobilenet_v1_quant_widths/mobilenet_v1_0.75_192_quant", [], { ...easy, ...uniform, [cat]: "tabby" }],
  ["coral_mobilenet_v2_1.0_224_quant/mobilenet_v2_1.0_224_quant", [], { ...house, ...uniform }],
  ["coral_tf2_mobilenet_v2_1.0_224_ptq/tf2_mobilenet_v2_1.0_224_ptq", [], { [bird]: "chickadee", ...uniform }],
  ["support_mobilenet_v1_0.25_224_quant/mobilenet_v1_0.25_224_quant", [], { ...easy, ...house }],
  [
    "support_mobilenet_v1_0.25_224_quant/mobilenet_v1_0.25_224_quant_without_subgraph_metadata",
    labels,
    { ...easy, ...house },
  ],
  ["support_mobilenet_v1_0.25_224_float/mobilenet_v1_0.25_224_1_metadata_1", [], { ...easy, ...house }],
  ["support_mobilenet_v1_0.25_224_float/mobilenet_v1_0.25_224_1_default_1", labels, { ...easy, ...house }],
  // Is there a person? Trained on pictures that Pillow had made smaller.
  ["mlperf_tiny_all/vww_96_int8", ["--definition", "pil"], { [cat]: "0", [burger]: "0", [hopper]: "1" }],
  ["mlperf_tiny_all/vww_96_float", ["--definition", "pil"], { [cat]: "0", [burger]: "0", [hopper]: "1" }],
  ["micro_person_detect/person_detect", [], { [cat]: "0", [burger]: "0", [hopper]: "1" }],
];

describe.skipIf(!existsSync(models))("models name what is in pictures (skipped: no ../shared)", () => {
  test.each(rows)("%s %j", async (model, args, said) => {
    const pictures = Object.keys(said).map((picture) => `${models}/${picture}`);
    const { answers, codes } = await run(model, ...args, "--image", pictures.join(","));
    const got = answers.map(({ top }) => top?.[0]?.label?.split(",")[0] ?? String(top?.[0]?.index));
    expect(got).toEqual(Object.values(said));
    const silent = model.includes("default") || model.includes("vww_96_float");
    expect(codes.includes("BND-W008")).toBe(silent);
  });

  // These two files hold the bytes of the int8 tensor, so that what is shown is the picture with its upper bit flipped.
  test.each([
    ["person", 1],
    ["no_person", 0],
  ])("micro_person_detect on its own %s.bmp", async (name, index) => {
    const bytes = new Uint8Array(readFileSync(`${models}/tflite/micro_person_detect/${name}.bmp`));
    const { data, width, height } = await decodeImage(bytes, name);
    const stored = tensor("int8", [1, height, width, 1], Int8Array.from(data));
    const path = folder();
    writeFiles(path, [{ name: "x.npy", bytes: tensorNpy(stored) }], {});
    const { answers } = await run("micro_person_detect/person_detect", "--input", `input=${path}/x.npy`);
    expect(answers[0]?.top?.[0]?.index).toBe(index);
  });

  test("DeepLab finds what is where, as the picture of the Task Library's test says", async () => {
    const place = `${models}/tflite/support_deeplabv3_257_float`;
    const wanted = await decodeImage(
      new Uint8Array(readFileSync(`${place}/segmentation_golden_rotation0.png`)),
      "golden",
    );
    const path = folder();
    await run(
      "support_deeplabv3_257_float/deeplabv3",
      "--image",
      `${place}/segmentation_input_rotation0.jpg`,
      "--output",
      path,
    );
    const file = `${path}/segmentation_input_rotation0.jpg.ResizeBilinear_3.npy`;
    const scores = npyTensor(new Uint8Array(readFileSync(file)), file);
    const [, height, width, classes] = scores.shape as [number, number, number, number];
    const numbers = toNumbers(scores);
    expect([wanted.width, wanted.height]).toEqual([width, height]);
    // The picture holds 10 times the class; horse is 13, person 15.
    const same = wanted.data.filter((pixel, i) => {
      const row = numbers.subarray(i * classes, (i + 1) * classes);
      return row.indexOf(Math.max(...row)) * 10 === pixel;
    });
    expect(same.length / wanted.data.length).toBeGreaterThan(0.98);
  });
});
