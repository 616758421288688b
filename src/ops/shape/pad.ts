import { isStaticShape } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { zeroElement } from "./elements.ts";
import { intsOf, movedDims } from "./operands.ts";
import { inferPadded, paddedOffsets, padElements, pairs } from "./padding.ts";

/** x of any shape; paddings `[rank, 2]`: cells before and after along each axis. */
export const pad: OpDef<"pad", NoAttrs> = defineOp({
  name: "pad",
  summary: "Zeros put around a tensor; for quantized ones the zero point",
  attrs: {},
  inputs: [{ name: "x" }, { name: "paddings" }],
  outputs: [{ name: "y" }],
  infer: inferPadded,
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const pads = context.known(1);
    const ready = isStaticShape(shape) && isStaticShape(pads);
    return movedDims(context.known(0), () => (ready ? paddedOffsets(shape, pairs(pads)) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const padReference: Reference<NoAttrs> = ({ inputs, quantization }) => {
  const x = tensorAt(inputs, 0);
  const zero = zeroElement("pad", x.dtype, quantization[0] ?? x.quantization);
  return [padElements(x, pairs(intsOf(tensorAt(inputs, 1))), zero)];
};

export const padExamples: readonly Example<NoAttrs>[] = [
  {
    name: "one axis before, the other after",
    attrs: {},
    inputs: [f32([1, 2], [1, 2]), i32([2, 2], [1, 0, 0, 1])],
    outputs: [f32([2, 3], [0, 0, 0, 1, 2, 0])],
  },
  { name: "around nothing", attrs: {}, inputs: [i32([0], []), i32([1, 2], [1, 1])], outputs: [i32([2], [0, 0])] },
];
