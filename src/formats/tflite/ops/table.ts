import type { OpName } from "../../../ops/index.ts";
import { operator, plain, refuse, type TfliteRule } from "./rule.ts";

type TableOp = Extract<OpName, "hashtable" | "hashtableFind" | "hashtableImport" | "hashtableSize" | "hashtableLookup">;

/** Tables of keys and values. */
export const tableRules: { readonly [N in TableOp]: TfliteRule<N> } = {
  hashtable: operator({
    code: "HASHTABLE",
    table: "HashtableOptions",
    read: ({ table_id, key_dtype, value_dtype }) =>
      typeof key_dtype === "number" || typeof value_dtype === "number"
        ? refuse("it holds a type that is not known")
        : { tableId: table_id, keyDtype: key_dtype, valueDtype: value_dtype },
    write: ({ tableId, keyDtype, valueDtype }) => ({
      table_id: tableId,
      key_dtype: keyDtype as "int64",
      value_dtype: valueDtype as "int64",
    }),
  }),
  hashtableFind: plain("HASHTABLE_FIND", () => ({})),
  hashtableImport: plain("HASHTABLE_IMPORT", () => ({})),
  hashtableSize: plain("HASHTABLE_SIZE", () => ({})),
  hashtableLookup: plain("HASHTABLE_LOOKUP", () => ({})),
};
