import { floats } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

/** `boundaries`: float32 numbers that never fall. */
export interface BucketizeAttrs {
  readonly boundaries: readonly number[];
}

export const bucketize: OpDef<"bucketize", BucketizeAttrs> = defineOp({
  name: "bucketize",
  summary: "How many boundaries are at most x, as int32; all of them for NaN",
  attrs: { boundaries: floats() },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 0, numberTypes);
    const { boundaries } = context.attrs;
    if (boundaries.some((boundary, i) => !(boundary >= (boundaries[i - 1] ?? Number.NEGATIVE_INFINITY)))) {
      invalid(context, `its boundaries [${boundaries}] are not in order`);
    }
    return [outputType(context, "int32", inputType(context, 0).shape)];
  },
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const bucketizeReference: Reference<BucketizeAttrs> = ({ attrs, inputs }) => {
  const boundaries = attrs.boundaries.map(Math.fround);
  const bucket = (x: number) => {
    const above = boundaries.findIndex((boundary) => x < boundary);
    return above < 0 ? boundaries.length : above;
  };
  return [mapNumbers(tensorAt(inputs, 0), bucket, "int32")];
};

export const bucketizeExamples: readonly Example<BucketizeAttrs>[] = [
  {
    name: "a boundary belongs to the bucket above it",
    attrs: { boundaries: [0, 1, 1] },
    inputs: [f32([6], [Number.NaN, 0, 1, 1.5, Number.NEGATIVE_INFINITY, 0.5])],
    outputs: [i32([6], [3, 1, 3, 3, 0, 1])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "integers",
    attrs: { boundaries: [-1, 10] },
    inputs: [i32([3], [-2, -1, 100])],
    outputs: [i32([3], [0, 1, 2])],
  },
];
