import { requireHandle } from "../control/variable.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { joinElements } from "../shape/elements.ts";
import { elementKey, requireMapped, tableContent } from "./table.ts";

/** table: resource; keys of any shape; default: one element of the type of the values. */
export const hashtableFind: OpDef<"hashtableFind", NoAttrs> = defineOp({
  name: "hashtableFind",
  summary: "Values that a table has for keys, a default for the others",
  attrs: {},
  inputs: [{ name: "table" }, { name: "keys" }, { name: "default" }],
  outputs: [{ name: "values" }],
  infer(context) {
    requireHandle(context);
    for (const input of [1, 2]) requireMapped(context, input);
    const fallback = inputType(context, 2).shape;
    if (fallback?.some((dim) => typeof dim === "number" && dim !== 1))
      invalid(context, "its default is not one element");
    return [outputType(context, inputType(context, 2).dtype, inputType(context, 1).shape)];
  },
  effects: "reads",
  tolerance: "exact",
});

export const hashtableFindReference: Reference<NoAttrs> = ({ inputs, host }) => {
  const [wanted, fallback] = [tensorAt(inputs, 1), tensorAt(inputs, 2)];
  const content = tableContent("hashtableFind", inputs, host);
  const fits =
    content === undefined || (content.keys.dtype === wanted.dtype && content.values.dtype === fallback.dtype);
  if (!fits) {
    invalid({ op: "hashtableFind" }, `its table maps ${content.keys.dtype} to ${content.values.dtype}`);
  }
  const places = new Map<string, number>();
  const count = content?.keys.data.length ?? 0;
  for (let at = count - 1; at >= 0 && content !== undefined; at--) places.set(elementKey(content.keys, at), at + 1);
  const offsets = Array.from({ length: wanted.data.length }, (_, at) => places.get(elementKey(wanted, at)) ?? 0);
  return [gatherElements(joinElements(content ? [fallback, content.values] : [fallback]), wanted.shape, offsets)];
};

export const hashtableFindExamples: readonly Example<NoAttrs>[] = [];
