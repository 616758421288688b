import { allocate, elementCount, isStaticShape, tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { bools, f32 } from "../example.ts";
import { inputType, outputType } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { zeroElement } from "./elements.ts";
import { movedDims } from "./operands.ts";

export const zerosLike: OpDef<"zerosLike", NoAttrs> = defineOp({
  name: "zerosLike",
  summary: "Zeros (false, empty strings) of the input's type and shape",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { dtype, shape } = inputType(context, 0);
    return [outputType(context, dtype, shape)];
  },
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    return isStaticShape(shape) ? movedDims([0], () => new Int32Array(elementCount(shape))) : undefined;
  },
  effects: "pure",
  tolerance: "exact",
});

export const zerosLikeReference: Reference<NoAttrs> = ({ inputs }) => {
  const { dtype, shape } = tensorAt(inputs, 0);
  return [tensor(dtype, shape, allocate(dtype, elementCount(shape)))];
};

/** Stored integers that stand for zero. TensorFlow Lite has no kernel for them. */
export const zerosLikeQuantizedReference: Reference<NoAttrs> = ({ inputs, quantization }) => {
  const { dtype, shape } = tensorAt(inputs, 0);
  const zero = zeroElement("zerosLike", dtype, quantization[0]);
  return [gatherElements(zero, shape, new Int32Array(elementCount(shape)))];
};

export const zerosLikeExamples: readonly Example<NoAttrs>[] = [
  { name: "NaN too", attrs: {}, inputs: [f32([2], [Number.NaN, -3])], outputs: [f32([2], [0, 0])] },
  { name: "bool", attrs: {}, inputs: [bools([2], [1, 0])], outputs: [bools([2], [0, 0])] },
];
