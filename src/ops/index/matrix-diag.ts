import { elementCount } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { gatherOrFill, zeroElement } from "../shape/elements.ts";

/** x `[..., n]`; result `[..., n, n]`. */
export const matrixDiag: OpDef<"matrixDiag", NoAttrs> = defineOp({
  name: "matrixDiag",
  summary: "Square matrices of zeros with the given diagonals",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { dtype, shape } = inputType(context, 0);
    const size = shape && (shape.at(-1) ?? invalid(context, "a scalar is no diagonal"));
    return [outputType(context, dtype, shape && size !== undefined ? [...shape, size] : undefined)];
  },
  effects: "pure",
  tolerance: "exact",
});

export const matrixDiagReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const size = x.shape.at(-1) as number;
  const offsets = new Int32Array(elementCount(shape)).map((_, at) => {
    const row = Math.floor(at / size);
    return at % size === row % size ? row : -1;
  });
  return [gatherOrFill(x, zeroElement("matrixDiag", x.dtype, undefined), shape, offsets)];
};

export const matrixDiagQuantizedReference: Reference<NoAttrs> = matrixDiagReference;

export const matrixDiagExamples: readonly Example<NoAttrs>[] = [
  { name: "one", attrs: {}, inputs: [f32([2], [1, 2])], outputs: [f32([2, 2], [1, 0, 0, 2])] },
  {
    name: "a batch",
    attrs: {},
    inputs: [i32([2, 2], [1, 2, 3, 4])],
    outputs: [i32([2, 2, 2], [1, 0, 0, 2, 3, 0, 0, 4])],
  },
];
