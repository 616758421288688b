import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type CaseResult, loadCases, runCase } from "../src/api/index.ts";
import { caseHost } from "../src/node/index.ts";

const folder = fileURLToPath(new URL("../../shared/conformance/tflite-ops", import.meta.url));

const unset = "the kernels of TensorFlow Lite compute the first and leave the rest of the result unset";
const adjoint = `OPS-E001: batchMatmul: its first operand is adjoint and has 2 matrices for one of its second: ${unset}`;

/** The cases that are refused, by name, and why. */
const refusals: Readonly<Record<string, string>> = {
  batch_matmul_int8_lead3x2_bc_m5_k4_n6_adj_x: adjoint,
  batch_matmul_int8_lead3x2_bc_m1_k4_n2_adj_x_adj_y: adjoint,
  batch_matmul_int8_lead2_bc_m1_k7_n2_adj_x: adjoint,
  batch_matmul_int16_lead3x2_bc_m5_k4_n2_adj_x: adjoint,
  prelu_int16_sh1x7x7x17_ch:
    "OPS-E001: neg: its result is declared float32, but kernels make int16 without a scale, which the operators after it take for zeros; the conversion of this part went wrong",
};

describe.skipIf(!existsSync(folder))(
  "TensorFlow Lite operators, every stored case (skipped: no ../shared)",
  async () => {
    const file = "cases.jsonl";
    const host = caseHost(folder);
    const cases = existsSync(folder) ? await loadCases(readFileSync(`${folder}/${file}`), file, host) : [];
    const families = [...new Set(cases.map((one) => one.file.split("/")[0] ?? ""))];
    const results: CaseResult[] = [];

    test.each(families)("%s: nothing is wrong", async (family) => {
      const own = cases.filter((one) => one.file.startsWith(`${family}/`));
      for (const one of own) results.push(await runCase(one, host));
      const wrong = results.filter(({ verdict }) => verdict === "wrong");
      expect(wrong.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
    });

    test("what is refused is known by name and reason, and less than 2 %", () => {
      const refused = results.filter(({ verdict }) => verdict === "refused");
      expect(Object.fromEntries(refused.map(({ name, reason }) => [name, reason]))).toEqual(refusals);
      expect(results.length).toBe(cases.length);
      expect(refused.length).toBeLessThan(0.02 * cases.length);
    });
  },
);
