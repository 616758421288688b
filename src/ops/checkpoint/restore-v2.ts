import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { invalid, outputType } from "../infer.ts";
import { nameOf, refuseSlices, requireName, requireStrings, restoreTensors, stringsOf } from "./named-tensors.ts";

/**
 * name: where they are kept, one string; names: those of the tensors; slices: for each of them empty. The results have the
 * dtypes that the node declares.
 */
export const restoreV2: OpDef<"restoreV2", NoAttrs> = defineOp({
  name: "restoreV2",
  summary: "Tensors that were kept in the session's store",
  attrs: {},
  inputs: [{ name: "name" }, { name: "names" }, { name: "slices" }],
  outputs: [{ name: "tensors", variadic: true }],
  infer(context) {
    requireName(context, 0);
    for (const input of [1, 2]) requireStrings(context, input, context.outputCount);
    return Array.from({ length: context.outputCount }, (_, output) => {
      const declared = context.declared?.[output] ?? invalid(context, "the dtypes of its results are not stated");
      return outputType(context, declared.dtype, undefined);
    });
  },
  effects: "reads",
  tolerance: "exact",
});

/** Throws `OPS-E020` without a store, `OPS-E021` when a tensor is not in it, `OPS-E022` for a slice or another dtype. */
export const restoreV2Reference: Reference<NoAttrs> = ({ inputs, outputs, host }) => {
  const [name, names] = [nameOf(inputs, 0), stringsOf(inputs, 1)];
  refuseSlices(inputs, name, names);
  return restoreTensors(host, name, names, outputs);
};

export const restoreV2Examples: readonly Example<NoAttrs>[] = [];
