import {
  compatibleShapes,
  elementCount,
  formatShape,
  fromNumbers,
  isInteger,
  isStaticShape,
  type Shape,
  toBigInts,
  toNumbers,
} from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { fusedActivation } from "../fused-activation.ts";
import { commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";

export const addN: OpDef<"addN", NoAttrs> = defineOp({
  name: "addN",
  summary: "Sum of tensors of one shape",
  attrs: {},
  inputs: [{ name: "xs", variadic: true }],
  outputs: [{ name: "y" }],
  infer: (context) => {
    if (context.inputs.length === 0) invalid(context, "there is nothing to add");
    const all = context.inputs.map((_, index) => index);
    requireDtype(context, 0, numberTypes);
    let shape: Shape;
    for (const index of all) {
      const next = inputType(context, index).shape;
      if (!compatibleShapes(shape, next)) invalid(context, `${formatShape(shape)} and ${formatShape(next)} differ`);
      if (!isStaticShape(shape) && next !== undefined) shape = next;
    }
    return [outputType(context, commonDtype(context, ...all), shape)];
  },
  effects: "pure",
  tolerance: "accumulation",
  elementwise: true,
});

export const addNReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const tensors = inputs.map((_, index) => tensorAt(inputs, index));
  const { dtype } = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  if (isInteger(dtype)) {
    const total = new BigInt64Array(elementCount(shape));
    for (const x of tensors) {
      toBigInts(x).forEach((value, i) => {
        total[i] = (total[i] as bigint) + value;
      });
    }
    return [fromBigInts(dtype, shape, total)];
  }
  const total = new Float64Array(elementCount(shape));
  for (const x of tensors) {
    toNumbers(x).forEach((value, i) => {
      total[i] = (total[i] as number) + value;
    });
  }
  return [fromNumbers(dtype, shape, total.map(fusedActivation("none", dtype)))];
};

export const addNExamples: readonly Example<NoAttrs>[] = [
  {
    name: "three",
    attrs: {},
    inputs: [f32([2], [1, 2]), f32([2], [10, 20]), f32([2], [0.5, -2])],
    outputs: [f32([2], [11.5, 20])],
  },
  { name: "one, int32", attrs: {}, inputs: [i32([1], [7])], outputs: [i32([1], [7])] },
];
