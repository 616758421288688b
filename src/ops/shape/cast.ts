import { type Dim, type DType, dtypeBits, dtypeKind, integerRange, isInteger } from "../../numerics/index.ts";
import { dtype } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { bools, f32, i32, literal } from "../example.ts";
import { inputType, outputType, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { convertElements } from "./convert-elements.ts";

/** `dtype`: any numeric one. */
export interface CastAttrs {
  readonly dtype: DType;
}

export const cast: OpDef<"cast", CastAttrs> = defineOp({
  name: "cast",
  summary:
    "The numbers in another dtype: integers wrap, floats truncate and saturate, not 0 is true, complex gives its real part",
  attrs: { dtype: dtype() },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const x = inputType(context, 0);
    const result = context.attrs.dtype;
    if ([x.dtype, result].some((type) => ["string", "handle"].includes(dtypeKind(type)))) {
      unsupportedTypes(context, [x.dtype, result], "it converts numbers only");
    }
    return [outputType(context, result, x.shape)];
  },
  evaluateDims: castDims,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

/** Numbers that fit stay what they are; dimensions are taken to fit 32 bits. */
function castDims(context: InferContext<CastAttrs>): readonly Dim[] | undefined {
  const known = context.known(0);
  const result = context.attrs.dtype;
  if (known === undefined || !isInteger(result)) return undefined;
  const { min, max } = integerRange(result);
  const fits = (dim: Dim) => (typeof dim === "number" ? dim >= min && dim <= max : dtypeBits(result) >= 32);
  return known.every(fits) ? known : undefined;
}

export const castReference: Reference<CastAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  return [convertElements(x, attrs.dtype)];
};

const oracle = "LiteRT 2.3.0";
const wide = [1.7, -1.7, 300, -300, 3e9, -3e9, Number.NaN, Number.POSITIVE_INFINITY];

export const castQuantizedReference: Reference<CastAttrs> = castReference;

export const castExamples: readonly Example<CastAttrs>[] = [
  {
    name: "float to int8 truncates and saturates",
    attrs: { dtype: "int8" },
    inputs: [f32([8], wide)],
    outputs: [literal("int8", [8], [1, -1, 127, -128, 127, -128, 127, 127])],
    oracle,
  },
  {
    name: "float to uint32",
    attrs: { dtype: "uint32" },
    inputs: [f32([8], wide)],
    outputs: [literal("uint32", [8], [1, 0, 300, 0, 3e9, 0, 2 ** 32 - 1, 2 ** 32 - 1])],
    oracle,
  },
  {
    name: "integers wrap",
    attrs: { dtype: "int8" },
    inputs: [i32([4], [300, -1, 128, 2 ** 31 - 1])],
    outputs: [literal("int8", [4], [44, -1, -128, -1])],
    oracle,
  },
  {
    name: "to bool",
    attrs: { dtype: "bool" },
    inputs: [f32([4], [0, -0, 0.4, Number.NaN])],
    outputs: [bools([4], [0, 0, 1, 1])],
    oracle,
  },
  { name: "from bool", attrs: { dtype: "float32" }, inputs: [bools([2], [1, 0])], outputs: [f32([2], [1, 0])] },
  {
    name: "complex gives its real part",
    attrs: { dtype: "int32" },
    inputs: [literal("complex64", [2], [300.7, -3, -1.5, 0])],
    outputs: [i32([2], [300, -1])],
    oracle,
  },
  {
    name: "to float16 by way of float32",
    attrs: { dtype: "float16" },
    inputs: [literal("float64", [3], [1 + 2 ** -11 + 2 ** -40, 70000, 0.1])],
    outputs: [literal("float16", [3], [1, Number.POSITIVE_INFINITY, 0.0999755859375])],
    oracle,
  },
];
