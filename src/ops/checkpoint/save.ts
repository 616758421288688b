import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { tensorAt } from "../reference.ts";
import { nameOf, requireName, requireStrings, saveTensors, stringsOf } from "./named-tensors.ts";

/** name: where to keep them, one string; names: those of the tensors, which follow. */
export const save: OpDef<"save", NoAttrs> = defineOp({
  name: "save",
  summary: "Keeps tensors in the session's store under a name",
  attrs: {},
  inputs: [{ name: "name" }, { name: "names" }, { name: "tensors", variadic: true }],
  outputs: [],
  infer(context) {
    requireName(context, 0);
    requireStrings(context, 1, context.inputs.length - 2);
    return [];
  },
  effects: "writes",
  tolerance: "exact",
});

/** Throws `OPS-E020` without a store. */
export const saveReference: Reference<NoAttrs> = ({ inputs, host }) => {
  const tensors = inputs.slice(2).map((_, i) => tensorAt(inputs, i + 2));
  saveTensors(host, nameOf(inputs, 0), stringsOf(inputs, 1), tensors);
  return [];
};

export const saveExamples: readonly Example<NoAttrs>[] = [];
