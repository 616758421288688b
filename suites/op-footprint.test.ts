import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/** Files of the project that name an operator; tests and generated tables aside. */
function filesNaming(operator: string): readonly string[] {
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("/generated/"))
    .filter((path) => new RegExp(`\\b${operator}\\b`).test(readFileSync(src + path, "utf8")))
    .filter((path) => !path.startsWith("formats/keras/"))
    .sort();
}

test("an operator is one file and a row per target (docs/adding-an-operator.md)", () => {
  expect(filesNaming("thresholdedRelu")).toEqual([
    "formats/tflite/ops/elementwise.ts",
    "ops/elementwise/thresholded-relu.ts",
  ]);
});
