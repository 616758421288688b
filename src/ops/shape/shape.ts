import { type DType, fromNumbers, isInteger, unknownDim } from "../../numerics/index.ts";
import { dtype } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal } from "../example.ts";
import { inputType, outputType, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** `dtype`: int32 or int64. */
export interface ShapeAttrs {
  readonly dtype: DType;
}

export const shape: OpDef<"shape", ShapeAttrs> = defineOp({
  name: "shape",
  summary: "The extents of a tensor, as a vector",
  attrs: { dtype: dtype({ default: "int32" }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const result = context.attrs.dtype;
    if (!isInteger(result)) unsupportedTypes(context, [result], "extents are integers");
    return [outputType(context, result, [inputType(context, 0).shape?.length ?? unknownDim])];
  },
  evaluateDims: (context) => inputType(context, 0).shape,
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const shapeReference: Reference<ShapeAttrs> = ({ attrs, inputs }) => {
  const extents = tensorAt(inputs, 0).shape;
  return [fromNumbers(attrs.dtype, [extents.length], extents)];
};

export const shapeExamples: readonly Example<ShapeAttrs>[] = [
  {
    name: "an empty tensor has a shape",
    attrs: { dtype: "int32" },
    inputs: [f32([2, 0, 3], [])],
    outputs: [i32([3], [2, 0, 3])],
  },
  {
    name: "a scalar has none",
    attrs: { dtype: "int64" },
    inputs: [f32([], [7])],
    outputs: [literal("int64", [0], [])],
  },
];
