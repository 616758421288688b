import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tensorNpy } from "../src/api/index.ts";
import { encodeFlexBuffer } from "../src/bytes/index.ts";
import { runCli } from "../src/cli/run-cli.ts";
import { tfliteFile } from "../src/formats/tflite/testing/file.ts";
import { type CustomOperators, createSession, decodeFlexBuffer, readModel, tensor } from "../src/index.ts";
import { fromNumbers } from "../src/numerics/index.ts";

const page = readFileSync(new URL("../docs/custom-operators.md", import.meta.url), "utf8");

/** A file of one custom operator over three numbers, its options a FlexBuffer map. */
function fileOf(custom_code: string): Uint8Array {
  const floats = (name: string) => ({ name, shape: [3], has_rank: true });
  return tfliteFile({
    operator_codes: [{ builtin_code: 32, deprecated_builtin_code: 32, custom_code, version: 1 }],
    subgraphs: [
      {
        inputs: [0],
        outputs: [1],
        tensors: [floats("x"), floats("y")],
        operators: [{ inputs: [0], outputs: [1], custom_options: encodeFlexBuffer({ factor: 2.5 }) }],
      },
    ],
  });
}

/** The operators of the page's module, its import replaced by the functions themselves. */
function exampleOperators(): CustomOperators {
  const code = /```js\n(.*?)```/s.exec(page)?.[1] ?? "";
  const [line, names = ""] = /^import \{ (.*) \} from "holdfast";$/m.exec(code) ?? [];
  const body = code.replace(line ?? "", "").replace("export const operators =", "return");
  const known = { decodeFlexBuffer, tensor };
  return new Function(...names.split(", "), body)(...Object.values(known)) as CustomOperators;
}

const x = fromNumbers("float32", [3], [1, -2, 4]);
const scaled = [2.5, -5, 10];

test("the example of docs/custom-operators.md runs", async () => {
  const { model } = await readModel(fileOf("Scale"));
  if (model === undefined) throw new Error("not read");
  const session = createSession(model, { customOperators: exampleOperators() });
  expect(session.runSync({ x })["y"]?.data).toEqual(Float32Array.from(scaled));
});

test("holdfast run and verify take a module of operators", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-operators-"));
  const path = (name: string): string => join(folder, name);
  writeFileSync(path("m.tflite"), fileOf("Scale"));
  writeFileSync(path("x.npy"), tensorNpy(x));
  writeFileSync(path("y.npy"), tensorNpy(fromNumbers("float32", [3], scaled)));
  writeFileSync(
    path("operators.mjs"),
    `export const operators = { Scale: {
      infer: ({ inputs: [x] }) => [{ dtype: x.dtype, shape: x.shape }],
      reference: ({ inputs: [x] }) => [{ ...x, data: x.data.map((value) => value * 2.5) }],
    } };`,
  );
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const terminal = { out: print, err: print, color: false, interactive: false, columns: 100 };
  const run = (...more: readonly string[]) =>
    runCli(["run", path("m.tflite"), "--input", `x=${path("x.npy")}`, ...more], terminal);
  expect(await run()).not.toBe(0);
  expect(lines.join("\n")).toContain("OPS-E003");
  expect(await run("--operators", path("operators.mjs"), "--json")).toBe(0);
  const files = { inputs: { x: "x.npy" }, outputs: { y: "y.npy" } };
  const cases = [{ name: "scale", file: "m.tflite", format: "tflite", ...files }];
  writeFileSync(path("cases.json"), JSON.stringify(cases));
  const verified = ["verify", "--cases", path("cases.json")];
  lines.length = 0;
  expect(await runCli([...verified, "--operators", path("operators.mjs")], terminal), lines.join("\n")).toBe(0);
  expect(lines.join("\n")).toMatch(/1 right/);
  await runCli(verified, terminal);
  expect(lines.join("\n")).toMatch(/1 refused/);
});

describe("operators without an implementation are named with what they are", () => {
  test.each([
    [
      "edgetpu-custom-op",
      /Coral Edge TPU.*the portable original is the quantized \.tflite that edgetpu_compiler was given/,
    ],
    [
      "FlexErf",
      /TensorFlow operator Erf, which needs the Flex delegate.*the portable original is the TensorFlow model/,
    ],
    ["ethos-u", /Ethos-U.*vela/],
    ["MaxUnpooling2D", /MediaPipe/],
    ["Mine", /a custom operator of whoever made the file/],
  ])("%s", async (name, words) => {
    const { model } = await readModel(fileOf(name));
    const session = createSession(model as NonNullable<typeof model>);
    expect(() => session.runSync({ x })).toThrow(words);
    expect(() => session.runSync({ x })).toThrow(name);
  });
});
