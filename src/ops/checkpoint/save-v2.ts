import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { tensorAt } from "../reference.ts";
import { nameOf, refuseSlices, requireName, requireStrings, saveTensors, stringsOf } from "./named-tensors.ts";

/** name: where to keep them, one string; names: those of the tensors, which follow; slices: for each of them empty. */
export const saveV2: OpDef<"saveV2", NoAttrs> = defineOp({
  name: "saveV2",
  summary: "Keeps tensors in the session's store under a name",
  attrs: {},
  inputs: [{ name: "name" }, { name: "names" }, { name: "slices" }, { name: "tensors", variadic: true }],
  outputs: [],
  infer(context) {
    requireName(context, 0);
    for (const input of [1, 2]) requireStrings(context, input, context.inputs.length - 3);
    return [];
  },
  effects: "writes",
  tolerance: "exact",
});

/** Throws `OPS-E020` without a store, `OPS-E022` for a slice. */
export const saveV2Reference: Reference<NoAttrs> = ({ inputs, host }) => {
  const [name, names] = [nameOf(inputs, 0), stringsOf(inputs, 1)];
  refuseSlices(inputs, name, names);
  const tensors = inputs.slice(3).map((_, i) => tensorAt(inputs, i + 3));
  saveTensors(host, name, names, tensors);
  return [];
};

export const saveV2Examples: readonly Example<NoAttrs>[] = [];
