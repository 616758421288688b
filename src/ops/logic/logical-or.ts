import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "../elementwise/binary.ts";
import { bools } from "../example.ts";

export const logicalOr: OpDef<"logicalOr", NoAttrs> = defineOp({
  name: "logicalOr",
  summary: "a or b, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context, ["bool"]),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const logicalOrReference: Reference<NoAttrs> = plainBinaryReference(Math.max);

export const logicalOrExamples: readonly Example<NoAttrs>[] = [
  {
    name: "truth table",
    attrs: {},
    inputs: [bools([4], [0, 0, 1, 1]), bools([4], [0, 1, 0, 1])],
    outputs: [bools([4], [0, 1, 1, 1])],
  },
  {
    name: "broadcast",
    attrs: {},
    inputs: [bools([2, 1], [0, 1]), bools([2], [0, 1])],
    outputs: [bools([2, 2], [0, 1, 1, 1])],
  },
];
