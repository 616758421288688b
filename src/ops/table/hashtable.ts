import { type DType, tensor } from "../../numerics/index.ts";
import { dtype, int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";

/** `tableId`: which table of the session; tables with one id are one. */
export interface HashtableAttrs {
  readonly tableId: number;
  readonly keyDtype: DType;
  readonly valueDtype: DType;
}

/** Result: resource scalar. */
export const hashtable: OpDef<"hashtable", HashtableAttrs> = defineOp({
  name: "hashtable",
  summary: "Refers to a table of keys and values",
  attrs: { tableId: int(), keyDtype: dtype(), valueDtype: dtype() },
  inputs: [],
  outputs: [{ name: "table" }],
  infer: () => [{ dtype: "resource", shape: [1] }],
  effects: "pure",
  tolerance: "exact",
});

export const hashtableReference: Reference<HashtableAttrs> = ({ attrs }) => [
  tensor("resource", [1], [{ key: `table/${attrs.tableId}` }]),
];

export const hashtableExamples: readonly Example<HashtableAttrs>[] = [
  {
    name: "the id makes the key",
    attrs: { tableId: 3, keyDtype: "string", valueDtype: "int64" },
    inputs: [],
    outputs: [tensor("resource", [1], [{ key: "table/3" }])],
  },
  {
    name: "another id, another table",
    attrs: { tableId: 4, keyDtype: "int64", valueDtype: "string" },
    inputs: [],
    outputs: [tensor("resource", [1], [{ key: "table/4" }])],
  },
];
