import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { tensorAt } from "../reference.ts";
import { handleKey, requireHandle } from "./variable.ts";

/** handle: resource scalar, value: the variable's new value. */
export const assignVariable: OpDef<"assignVariable", NoAttrs> = defineOp({
  name: "assignVariable",
  summary: "Gives a variable a value",
  attrs: {},
  inputs: [{ name: "handle" }, { name: "value" }],
  outputs: [],
  infer(context) {
    requireHandle(context);
    return [];
  },
  effects: "writes",
  tolerance: "exact",
  quantized: true,
});

export const assignVariableReference: Reference<NoAttrs> = ({ inputs, host }) => {
  host.assignVariable(handleKey("assignVariable", inputs), tensorAt(inputs, 1));
  return [];
};

export const assignVariableExamples: readonly Example<NoAttrs>[] = [];
