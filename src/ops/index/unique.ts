import {
  boundedDim,
  type Dim,
  type DType,
  dimMax,
  dtypeKind,
  fromNumbers,
  isInteger,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { dtype } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal } from "../example.ts";
import { inputType, outputType, shapeOfRank, unsupportedTypes } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";

/** `indexType`: int32 or int64. */
export interface UniqueAttrs {
  readonly indexType: DType;
}

/** x: a vector. Results: its different elements in the order of their first appearance; for each of x, which one it is. */
export const unique: OpDef<"unique", UniqueAttrs> = defineOp({
  name: "unique",
  summary: "The different elements of a vector, and which of them each element is; no NaN is like another",
  attrs: { indexType: dtype({ default: "int32" }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }, { name: "indices" }],
  infer(context) {
    const { indexType } = context.attrs;
    const x = inputType(context, 0);
    if (!isInteger(indexType)) unsupportedTypes(context, [indexType], "indices are integers");
    if (["handle", "complex"].includes(dtypeKind(x.dtype)))
      unsupportedTypes(context, [x.dtype], "it compares single values");
    const [length] = shapeOfRank(context, 0, 1) as [Dim];
    const most = dimMax(length);
    return [
      outputType(context, x.dtype, [most === undefined ? unknownDim : boundedDim(most)]),
      outputType(context, indexType, [length]),
    ];
  },
  effects: "pure",
  tolerance: "exact",
});

export const uniqueReference: Reference<UniqueAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const places = new Map<string | number | bigint, number>();
  const firsts: number[] = [];
  const indices = elementKeys(x).map((key, at) => {
    const place = Number.isNaN(key) ? undefined : places.get(key);
    if (place !== undefined) return place;
    places.set(key, firsts.length);
    return firsts.push(at) - 1;
  });
  return [gatherElements(x, [firsts.length], firsts), fromNumbers(attrs.indexType, [indices.length], indices)];
};

/** Values of which equal elements have the same. */
function elementKeys(x: Tensor): readonly (string | number | bigint)[] {
  if (x.data instanceof BigInt64Array || x.data instanceof BigUint64Array) return Array.from(x.data);
  if (x.dtype === "string") return (x.data as readonly Uint8Array[]).map((bytes) => bytes.join(","));
  return Array.from(toNumbers(x));
}

export const uniqueQuantizedReference: Reference<UniqueAttrs> = uniqueReference;

export const uniqueExamples: readonly Example<UniqueAttrs>[] = [
  {
    name: "in the order of first appearance",
    attrs: { indexType: "int32" },
    inputs: [i32([5], [4, 2, 4, 4, 1])],
    outputs: [i32([3], [4, 2, 1]), i32([5], [0, 1, 0, 0, 2])],
  },
  {
    name: "minus 0 is 0",
    attrs: { indexType: "int64" },
    inputs: [f32([3], [0, -0, 1])],
    outputs: [f32([2], [0, 1]), literal("int64", [3], [0, 0, 1])],
  },
];
