import {
  boundedDim,
  dimMax,
  dimProduct,
  fromNumbers,
  rowMajorStrides,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { bools, f32, literal } from "../example.ts";
import { inputType, outputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** condition: bools or numbers of any shape. Result: int64 `[number of true elements, rank]`. */
export const where: OpDef<"where", NoAttrs> = defineOp({
  name: "where",
  summary: "Indices of the elements that are true or not 0, in row-major order",
  attrs: {},
  inputs: [{ name: "condition" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 0, ["bool", ...numberTypes]);
    const { shape } = inputType(context, 0);
    const most = shape && dimMax(dimProduct(shape));
    const count = most === undefined ? unknownDim : boundedDim(most);
    return [outputType(context, "int64", [count, shape?.length ?? unknownDim])];
  },
  effects: "pure",
  tolerance: "exact",
});

export const whereReference: Reference<NoAttrs> = ({ inputs }) => {
  const condition = tensorAt(inputs, 0);
  const { shape } = condition;
  const strides = rowMajorStrides(shape);
  const found: number[] = [];
  let count = 0;
  toNumbers(condition).forEach((value, offset) => {
    if (value === 0) return;
    count += 1;
    shape.forEach((extent, axis) => {
      found.push(Math.floor(offset / (strides[axis] as number)) % extent);
    });
  });
  return [fromNumbers("int64", [count, shape.length], found)];
};

export const whereQuantizedReference: Reference<NoAttrs> = whereReference;

export const whereExamples: readonly Example<NoAttrs>[] = [
  {
    name: "matrix",
    attrs: {},
    inputs: [bools([2, 2], [0, 1, 1, 0])],
    outputs: [literal("int64", [2, 2], [0, 1, 1, 0])],
  },
  {
    name: "NaN is not 0, minus 0 is",
    attrs: {},
    inputs: [f32([3], [Number.NaN, -0, 2])],
    outputs: [literal("int64", [2, 1], [0, 2])],
    oracle: "LiteRT 2.3.0",
  },
  { name: "none", attrs: {}, inputs: [bools([2], [0, 0])], outputs: [literal("int64", [0, 1], [])] },
];
