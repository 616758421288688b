import { describe, expect, test } from "vitest";
import type { OpName } from "../src/ops/index.ts";
import { type InputText, inferred, refusalOf } from "./infer-operator.ts";

const huge = "int32[2147483647]";
const none = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };

interface Case {
  readonly op: OpName;
  readonly inputs: readonly InputText[];
  readonly attrs?: object;
}

const refusal = ({ op, inputs, attrs = {} }: Case): string => refusalOf(() => inferred(op, inputs, attrs as never));

describe("a shape operand as long as a tensor can be asks for a tensor of that rank", () => {
  const draw = { seed: 0, seed2: 0 };
  test.each<Case>([
    { op: "reshape", inputs: ["float32[2]", huge] },
    { op: "fill", inputs: [huge, "float32[]"] },
    { op: "broadcastTo", inputs: ["float32[2]", huge] },
    { op: "tile", inputs: ["float32[*]", huge] },
    { op: "transpose", inputs: ["float32[*]", huge] },
    { op: "slice", inputs: ["float32[*]", huge, huge] },
    { op: "stridedSlice", inputs: ["float32[2]", huge, huge, huge], attrs: none },
    { op: "scatterNd", inputs: ["int32[1,1]", "float32[1]", huge] },
    { op: "sparseToDense", inputs: ["int32[1]", huge, "float32[1]", "float32[]"], attrs: { validateIndices: false } },
    { op: "randomUniform", inputs: [huge], attrs: draw },
    { op: "randomStandardNormal", inputs: [huge], attrs: draw },
    {
      op: "statelessRandomUniform",
      inputs: [huge, "uint64[1]", "uint64[2]", "int32[]"],
      attrs: { dtype: "float32" },
    },
    { op: "reduceWindow", inputs: ["float32[*]", "float32[]", huge, huge, huge], attrs: { reduction: "add" } },
    { op: "spaceToBatchNd", inputs: ["float32[2,2,2]", huge, "int32[2147483647,2]"] },
  ])("$op", (given) => {
    expect(refusal(given)).toMatch(/^(OPS-E001|OPS-E005|OPS-E012) |^accepted$/);
  });

  test.each<Case>([
    { op: "reshape", inputs: ["float32[2]", "int32[33]"] },
    { op: "fill", inputs: ["int32[33]", "float32[]"] },
    { op: "randomUniform", inputs: ["int32[33]"], attrs: draw },
    { op: "tile", inputs: ["float32[*]", "int32[33]"] },
    { op: "fill", inputs: [new Array<number>(33).fill(1), "float32[]"] },
    { op: "abs", inputs: [`float32[${new Array(33).fill(1).join(",")}]`] },
    { op: "expandDims", inputs: [`float32[${new Array(32).fill(1).join(",")}]`, [0]] },
  ])("$op of rank 33 is refused", (given) => {
    expect(refusal(given)).toMatch(/^OPS-E012 /);
  });
});

describe("sizes that no tensor has", () => {
  test.each<readonly [string, Case]>([
    ["OPS-E005", { op: "fill", inputs: [[65536, 65536], "float32[]"] }],
    ["OPS-E005", { op: "broadcastTo", inputs: ["float32[1]", [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1]] }],
    ["OPS-E005", { op: "tile", inputs: ["float32[65536]", [65536]] }],
    ["OPS-E005", { op: "add", inputs: ["float32[65536,1]", "float32[65536]"], attrs: { activation: "none" } }],
    ["OPS-E005", { op: "abs", inputs: ["float32[4294967296]"] }],
    ["OPS-E005", { op: "abs", inputs: ["float32[94906267,94906267]"] }],
    ["OPS-E001", { op: "fill", inputs: [[2, -1], "float32[]"] }],
    ["OPS-E001", { op: "reshape", inputs: ["float32[4]", [-2, -2]] }],
    ["OPS-E001", { op: "reshape", inputs: ["float32[6]", [-1, -1]] }],
  ])("%s: %o", (code, given) => {
    expect(refusal(given)).toMatch(new RegExp(`^${code} `));
  });
});
