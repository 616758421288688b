import { type Dim, dimsEqual, formatShape, unknownDim } from "../../numerics/index.ts";
import { bool, ints } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { joinDims } from "../shape/operands.ts";

export interface EnsureShapeAttrs {
  /** Extents, -1 where any will do. */
  readonly shape: readonly number[];
  /** Any rank will do, and `shape` is empty. */
  readonly anyRank: boolean;
}

/** x, which must have the shape that is stated. */
export const ensureShape: OpDef<"ensureShape", EnsureShapeAttrs> = defineOp({
  name: "ensureShape",
  summary: "A tensor as it is, refused when it does not have the stated shape",
  attrs: { shape: ints({ min: -1 }), anyRank: bool({ default: false }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { anyRank } = context.attrs;
    const { dtype, shape } = inputType(context, 0);
    const stated = context.attrs.shape.map((extent): Dim => (extent === -1 ? unknownDim : extent));
    if (anyRank) return [outputType(context, dtype, shape)];
    if (shape === undefined) return [outputType(context, dtype, stated)];
    const fits = shape.length === stated.length && shape.every((dim, i) => dimsEqual(dim, stated[i] as Dim) !== false);
    if (!fits) invalid(context, `its input has shape ${formatShape(shape)}, expected ${formatShape(stated)}`);
    const joined = shape.map((dim, i) => joinDims(dim, stated[i] as Dim));
    return [outputType(context, dtype, joined)];
  },
  evaluateDims: ({ known }) => known(0),
  effects: "pure",
  tolerance: "exact",
});

export const ensureShapeReference: Reference<EnsureShapeAttrs> = ({ inputs }) => [tensorAt(inputs, 0)];

export const ensureShapeExamples: readonly Example<EnsureShapeAttrs>[] = [
  {
    name: "one extent is free",
    attrs: { shape: [-1, 2], anyRank: false },
    inputs: [f32([3, 2], [1, 2, 3, 4, 5, 6])],
    outputs: [f32([3, 2], [1, 2, 3, 4, 5, 6])],
  },
  { name: "any rank", attrs: { shape: [], anyRank: true }, inputs: [f32([1], [7])], outputs: [f32([1], [7])] },
];
