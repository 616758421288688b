import { compatibleShapes } from "../../numerics/index.ts";
import { requireHandle } from "../control/variable.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { importTable, requireMapped } from "./table.ts";

/** table: resource; keys and values of one shape, int64 or strings. */
export const hashtableImport: OpDef<"hashtableImport", NoAttrs> = defineOp({
  name: "hashtableImport",
  summary: "Gives a table its keys and values, the first time only",
  attrs: {},
  inputs: [{ name: "table" }, { name: "keys" }, { name: "values" }],
  outputs: [],
  infer(context) {
    requireHandle(context);
    for (const input of [1, 2]) requireMapped(context, input);
    const [keys, values] = [inputType(context, 1).shape, inputType(context, 2).shape];
    if (!compatibleShapes(keys, values)) invalid(context, "its keys and values have different shapes");
    return [];
  },
  effects: "writes",
  tolerance: "exact",
});

export const hashtableImportReference: Reference<NoAttrs> = ({ inputs, host }) => {
  importTable("hashtableImport", inputs, host, { keys: tensorAt(inputs, 1), values: tensorAt(inputs, 2) });
  return [];
};

export const hashtableImportExamples: readonly Example<NoAttrs>[] = [];
