import { describe, expect, test } from "vitest";
import { type InputText, inferred, refusalOf } from "../../../suites/infer-operator.ts";
import type { Conv2dAttrs } from "./conv2d.ts";
import type { Conv3dAttrs } from "./conv3d.ts";

const conv: Conv2dAttrs = { strides: [2, 2], dilations: [1, 1], padding: "same", activation: "none" };
const deep: Conv3dAttrs = { strides: [1, 1, 1], dilations: [1, 1, 1], padding: "valid", activation: "none" };
const spread = { strides: [2, 2], padding: "same", activation: "none", quantizedBiasType: "none" } as const;
const filter = "float32[8,3,3,4]";

describe("types that are not fixed", () => {
  test.each([
    ["float32[N,224,224,4]", "float32[N,112,112,8]"],
    ["float32[N,2H,?,4]", "float32[N,H,?,8]"],
    ["float32[N,H,7,4]", "float32[N,?,4,8]"],
    ["float32[*]", "float32[?,?,?,8]"],
  ])("conv2d of %s is %s", (x, y) => {
    expect(inferred("conv2d", [x, filter], conv)).toEqual([y]);
  });

  test("valid windows of stride 1 keep a symbol", () => {
    const attrs = { ...conv, strides: [1, 1], padding: "valid" } as const;
    expect(inferred("depthwiseConv2d", ["float32[N,H,9,4]", "float32[1,3,3,8]"], attrs)).toEqual([
      "float32[N,H-2,7,8]",
    ]);
    expect(inferred("conv3d", ["float32[N,D,5,5,4]", "float32[2,1,1,4,6]"], deep)).toEqual(["float32[N,D-1,5,5,6]"]);
  });

  test("transposeConv has the shape that it is told, as far as it is known", () => {
    expect(inferred("transposeConv", [[2, 8, 8, 8], filter, "float32[N,4,4,4]"], spread)).toEqual(["float32[2,8,8,8]"]);
    expect(inferred("transposeConv", ["int32[4]", filter, "float32[N,4,4,4]"], spread)).toEqual(["float32[N,?,?,8]"]);
  });
});

describe("refusals", () => {
  const refused: readonly (readonly [string, readonly InputText[], Conv2dAttrs])[] = [
    ["expected rank 4", ["float32[1,8,4]", filter], conv],
    ["5 input channels do not divide into groups of 4", ["float32[1,8,8,5]", filter], conv],
    ["12 input channels do not divide into groups of 4 for 8", ["float32[1,8,8,12]", filter], conv],
    ["bias and output channels: [7] and [8] differ", ["float32[1,8,8,4]", filter, "float32[7]"], conv],
    ["its inputs are float32 and float16", ["float32[1,8,8,4]", "float16[8,3,3,4]"], conv],
    ["conv2d on string", ["string[1,8,8,4]", "string[8,3,3,4]"], conv],
    ["the filter's window must have a fixed size", ["float32[1,8,8,4]", "float32[8,?,3,4]"], conv],
    ["the filter's window is [0,3]", ["float32[1,8,8,4]", "float32[8,0,3,4]"], conv],
    ["explicit padding has 2 numbers, expected 4", ["float32[1,8,8,4]", filter], { ...conv, padding: [1, 1] }],
    ["OPS-E005", ["float32[65536,256,256,4]", filter], conv],
  ];
  test.each(refused)("conv2d: %s", (words, inputs, attrs) => {
    expect(refusalOf(() => inferred("conv2d", inputs, attrs))).toContain(words);
  });

  test.each([
    ["10 filters do not divide over 4 channels", ["float32[1,8,8,4]", "float32[1,3,3,10]"]],
    ["first axis of the filter", ["float32[1,8,8,4]", "float32[2,3,3,4]"]],
  ])("depthwiseConv2d: %s", (words, inputs) => {
    expect(refusalOf(() => inferred("depthwiseConv2d", inputs, conv))).toContain(words);
  });

  test.each([
    ["the output shape has room for 5 windows, the data has 4 cells", [[1, 9, 8, 8], filter, "float32[1,4,4,4]"]],
    ["batch of the output shape and the data", [[2, 8, 8, 8], filter, "float32[1,4,4,4]"]],
    ["channels of the output shape and the filter", [[1, 8, 8, 4], filter, "float32[1,4,4,4]"]],
    ["input channels of the data and the filter", [[1, 8, 8, 8], filter, "float32[1,4,4,3]"]],
    ["the output shape has 3 numbers, expected 4", [[1, 8, 8], filter, "float32[1,4,4,4]"]],
    ["input 0 must be one of int32", ["float32[4]", filter, "float32[1,4,4,4]"]],
  ] satisfies readonly (readonly [string, readonly InputText[]])[])("transposeConv: %s", (words, inputs) => {
    expect(refusalOf(() => inferred("transposeConv", inputs, spread))).toContain(words);
  });

  test("explicit padding may leave cells of the result that nothing reaches, not cells of the data without a place", () => {
    const attrs = { strides: [1, 1], padding: [0, 0, 0, 0], activation: "none", quantizedBiasType: "none" } as const;
    const inputs = (width: number): readonly InputText[] => [[1, 1, width, 1], "float32[1,1,2,1]", "float32[1,1,3,1]"];
    expect(inferred("transposeConv", inputs(6), attrs)).toEqual(["float32[1,1,6,1]"]);
    expect(refusalOf(() => inferred("transposeConv", inputs(3), attrs))).toContain("room for 2 windows");
  });
});
