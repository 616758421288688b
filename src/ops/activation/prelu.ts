import { compatibleShapes, formatShape } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { broadcastInputs, commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { mapBroadcast, staticShape, tensorAt } from "../reference.ts";

/** alpha has a shape that broadcasts to that of x. */
export const prelu: OpDef<"prelu", NoAttrs> = defineOp({
  name: "prelu",
  summary: "x from 0 on, alpha * x below",
  attrs: {},
  inputs: [{ name: "x" }, { name: "alpha" }],
  outputs: [{ name: "y" }],
  infer: (context) => {
    requireDtype(context, 0, floatTypes);
    const { shape } = inputType(context, 0);
    const joined = broadcastInputs(context, 0, 1);
    if (!compatibleShapes(shape, joined))
      invalid(context, `alpha stretches ${formatShape(shape)} to ${formatShape(joined)}`);
    return [outputType(context, commonDtype(context, 0, 1), shape)];
  },
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const preluReference: Reference<NoAttrs> = ({ inputs, outputs }) => [
  mapBroadcast(tensorAt(inputs, 0), tensorAt(inputs, 1), staticShape(outputs), (x, alpha) => (x >= 0 ? x : x * alpha)),
];

export const preluExamples: readonly Example<NoAttrs>[] = [
  {
    name: "alpha per channel",
    attrs: {},
    inputs: [f32([1, 2, 2], [-1, -2, 3, -4]), f32([1, 1, 2], [0.5, 0.25])],
    outputs: [f32([1, 2, 2], [-0.5, -0.5, 3, -1])],
  },
  { name: "one alpha", attrs: {}, inputs: [f32([2], [-1, 1]), f32([1], [10])], outputs: [f32([2], [-10, 1])] },
];
