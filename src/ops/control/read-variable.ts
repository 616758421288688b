import { fail } from "../../diagnostics/index.ts";
import { OPS_E008 } from "../codes.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { invalid } from "../infer.ts";
import { handleKey, requireHandle } from "./variable.ts";

/** handle: resource scalar. The result has the type that the node declares, which is that of the variable. */
export const readVariable: OpDef<"readVariable", NoAttrs> = defineOp({
  name: "readVariable",
  summary: "The value of a variable",
  attrs: {},
  inputs: [{ name: "handle" }],
  outputs: [{ name: "value" }],
  infer(context) {
    requireHandle(context);
    return [context.declared?.[0] ?? invalid(context, "the type of the variable is not stated")];
  },
  effects: "reads",
  tolerance: "exact",
  quantized: true,
});

/** Throws `OPS-E008` when nothing has assigned the variable. */
export const readVariableReference: Reference<NoAttrs> = ({ inputs, host }) => {
  const variable = handleKey("readVariable", inputs);
  return [host.readVariable(variable) ?? fail(OPS_E008, {}, { variable })];
};

export const readVariableExamples: readonly Example<NoAttrs>[] = [];
