import { scalar } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, outputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";

export const rank: OpDef<"rank", NoAttrs> = defineOp({
  name: "rank",
  summary: "Number of axes, as an int32 scalar",
  attrs: {},
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => [outputType(context, "int32", [])],
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    return shape && [shape.length];
  },
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const rankReference: Reference<NoAttrs> = ({ inputs }) => [scalar("int32", tensorAt(inputs, 0).shape.length)];

export const rankExamples: readonly Example<NoAttrs>[] = [
  { name: "an empty tensor", attrs: {}, inputs: [f32([3, 0], [])], outputs: [i32([], [2])] },
  { name: "a scalar", attrs: {}, inputs: [i32([], [5])], outputs: [i32([], [0])] },
];
