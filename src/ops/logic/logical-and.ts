import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "../elementwise/binary.ts";
import { bools } from "../example.ts";

export const logicalAnd: OpDef<"logicalAnd", NoAttrs> = defineOp({
  name: "logicalAnd",
  summary: "a and b, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context, ["bool"]),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const logicalAndReference: Reference<NoAttrs> = plainBinaryReference((a, b) => a * b);

export const logicalAndExamples: readonly Example<NoAttrs>[] = [
  {
    name: "truth table",
    attrs: {},
    inputs: [bools([4], [0, 0, 1, 1]), bools([4], [0, 1, 0, 1])],
    outputs: [bools([4], [0, 0, 0, 1])],
  },
  {
    name: "broadcast",
    attrs: {},
    inputs: [bools([2, 1], [0, 1]), bools([2], [0, 1])],
    outputs: [bools([2, 2], [0, 0, 0, 1])],
  },
];
