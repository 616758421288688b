import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { requireDtype } from "../dtypes.ts";
import { inferUnary, unaryInputs, unaryReference } from "../elementwise/unary.ts";
import { bools } from "../example.ts";

export const logicalNot: OpDef<"logicalNot", NoAttrs> = defineOp({
  name: "logicalNot",
  summary: "not x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => {
    requireDtype(context, 0, ["bool"]);
    return inferUnary(context);
  },
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const logicalNotReference: Reference<NoAttrs> = unaryReference((x) => 1 - x);

export const logicalNotExamples: readonly Example<NoAttrs>[] = [
  { name: "both", attrs: {}, inputs: [bools([2], [0, 1])], outputs: [bools([2], [1, 0])] },
  { name: "a scalar", attrs: {}, inputs: [bools([], [1])], outputs: [bools([], [0])] },
];
