import { tensor } from "../../numerics/index.ts";
import { requireHandle } from "../control/variable.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { elementKey, tableContent } from "./table.ts";

/** table: resource. Result: int64 `[1]`. */
export const hashtableSize: OpDef<"hashtableSize", NoAttrs> = defineOp({
  name: "hashtableSize",
  summary: "Number of keys of a table",
  attrs: {},
  inputs: [{ name: "table" }],
  outputs: [{ name: "size" }],
  infer(context) {
    requireHandle(context);
    return [{ dtype: "int64", shape: [1] }];
  },
  effects: "reads",
  tolerance: "exact",
});

export const hashtableSizeReference: Reference<NoAttrs> = ({ inputs, host }) => {
  const keys = tableContent("hashtableSize", inputs, host)?.keys;
  const different = new Set(Array.from({ length: keys?.data.length ?? 0 }, (_, at) => keys && elementKey(keys, at)));
  return [tensor("int64", [1], BigInt64Array.of(BigInt(different.size)))];
};

export const hashtableSizeExamples: readonly Example<NoAttrs>[] = [];
