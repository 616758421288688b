import { expect, test } from "vitest";
import { parseModel } from "../ir/index.ts";
import { findPixelScaling, findQuantizedRange, type PixelRange } from "./index.ts";

const model = (nodes: string): ReturnType<typeof parseModel> =>
  parseModel(`model "m" from tflite
    signature "s" ^0 ("x": %0) -> ("y": %9)
    graph ^0 "main" (%0) -> (%9) {
      %0 "x": float32[1,8,8,3]
      %2 "b": float32[3] = [1, 1, 1] literal "test"
      ${nodes}
    }`);

const added = 'add "shift"(%0, %2) {activation: "none"} -> (%3 "shifted": float32[1,8,8,3])';

test.each<[factor: number, wanted: PixelRange | undefined]>([
  [0.0078125, { nodes: ["shift", "scale"], low: 0.0078125, high: 2 }],
  [0.5, undefined],
])("arithmetic on pixels, (pixel + 1) * %d: their range where it is small", (factor, wanted) => {
  const constant = `%1 "a": float32[] = [${factor}] literal "test"`;
  const nodes = `${constant} ${added} mul "scale"(%3, %1) {activation: "none"} -> (%9 "y": float32[1,8,8,3])`;
  expect(findPixelScaling(model(nodes))).toEqual(wanted);
});

const stored = (type: string): string =>
  `quantize "q"(%0) -> (%3 "stored": ${type}) dequantize "d"(%3) -> (%9 "y": float32[1,8,8,3])`;

test.each([
  ["int8[1,8,8,3] perTensor(scale 1, zeroPoint -128)", { nodes: ["q"], low: 0, high: 255 }],
  ["uint8[1,8,8,3] perTensor(scale 0.0078125, zeroPoint 128)", { nodes: ["q"], low: -1, high: 0.9921875 }],
  ["int16[1,8,8,3] perTensor(scale 1, zeroPoint 0)", undefined],
])("pixels that are quantized at once: %s", (type, wanted) => {
  expect(findQuantizedRange(model(stored(type)))).toEqual(wanted);
});
