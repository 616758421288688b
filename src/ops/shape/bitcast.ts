import {
  type Dim,
  type DType,
  dimsEqual,
  dtypeBits,
  formatDim,
  tensorFromBytes,
  tensorToBytes,
} from "../../numerics/index.ts";
import { dtype } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal } from "../example.ts";
import { inputType, invalid, outputType, unsupportedTypes } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";

/** `dtype`: any whose elements are whole bytes. */
export interface BitcastAttrs {
  readonly dtype: DType;
}

export const bitcast: OpDef<"bitcast", BitcastAttrs> = defineOp({
  name: "bitcast",
  summary:
    "The same bytes, little end first, as elements of another dtype; the last axis takes up the difference in size",
  attrs: { dtype: dtype() },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const x = inputType(context, 0);
    const result = context.attrs.dtype;
    const [from, to] = [dtypeBits(x.dtype), dtypeBits(result)];
    if (from < 8 || to < 8) unsupportedTypes(context, [x.dtype, result], "their elements are not whole bytes");
    if (x.shape === undefined || from === to) return [outputType(context, result, x.shape)];
    if (from > to) return [outputType(context, result, [...x.shape, from / to])];
    const last: Dim = x.shape.at(-1) ?? 1;
    if (x.shape.length === 0 || dimsEqual(last, to / from) === false) {
      invalid(context, `the last of its axes has extent ${formatDim(last)}, expected ${to / from}`);
    }
    return [outputType(context, result, x.shape.slice(0, -1))];
  },
  effects: "pure",
  tolerance: "exact",
});

export const bitcastReference: Reference<BitcastAttrs> = ({ attrs, inputs, outputs }) => [
  tensorFromBytes(attrs.dtype, staticShape(outputs), tensorToBytes(tensorAt(inputs, 0))),
];

export const bitcastQuantizedReference: Reference<BitcastAttrs> = bitcastReference;

export const bitcastExamples: readonly Example<BitcastAttrs>[] = [
  {
    name: "float bits",
    attrs: { dtype: "int32" },
    inputs: [f32([2], [1, -2])],
    outputs: [i32([2], [0x3f800000, -0x40000000])],
  },
  {
    name: "four bytes make one integer",
    attrs: { dtype: "int32" },
    inputs: [literal("uint8", [1, 4], [1, 0, 0, 2])],
    outputs: [i32([1], [33554433])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "one integer makes two halves",
    attrs: { dtype: "uint16" },
    inputs: [i32([], [0x10002])],
    outputs: [literal("uint16", [2], [2, 1])],
  },
];
