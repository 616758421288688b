import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { invalid, outputType } from "../infer.ts";
import { nameOf, requireName, restoreTensors } from "./named-tensors.ts";

/** name: where it is kept, tensor: its own name; one string each. The result has the dtype that the node declares. */
export const restore: OpDef<"restore", NoAttrs> = defineOp({
  name: "restore",
  summary: "A tensor that was kept in the session's store",
  attrs: {},
  inputs: [{ name: "name" }, { name: "tensor" }],
  outputs: [{ name: "y" }],
  infer(context) {
    for (const input of [0, 1]) requireName(context, input);
    const declared = context.declared?.[0] ?? invalid(context, "the dtype of its result is not stated");
    return [outputType(context, declared.dtype, undefined)];
  },
  effects: "reads",
  tolerance: "exact",
});

/** Throws `OPS-E020` without a store, `OPS-E021` when the tensor is not in it, `OPS-E022` for another dtype. */
export const restoreReference: Reference<NoAttrs> = ({ inputs, outputs, host }) =>
  restoreTensors(host, nameOf(inputs, 0), [nameOf(inputs, 1)], outputs);

export const restoreExamples: readonly Example<NoAttrs>[] = [];
