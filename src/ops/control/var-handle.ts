import { tensor } from "../../numerics/index.ts";
import { text } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { variableKey } from "./variable.ts";

/** Handles with equal attributes refer to one variable. */
export interface VarHandleAttrs {
  readonly container: string;
  readonly sharedName: string;
}

/** Result: resource scalar. */
export const varHandle: OpDef<"varHandle", VarHandleAttrs> = defineOp({
  name: "varHandle",
  summary: "Refers to a variable by name",
  attrs: { container: text({ default: "" }), sharedName: text({ default: "" }) },
  inputs: [],
  outputs: [{ name: "handle" }],
  infer: () => [{ dtype: "resource", shape: [] }],
  effects: "pure",
  tolerance: "exact",
});

export const varHandleReference: Reference<VarHandleAttrs> = ({ attrs }) => [
  tensor("resource", [], [{ key: variableKey(attrs.container, attrs.sharedName) }]),
];

export const varHandleExamples: readonly Example<VarHandleAttrs>[] = [
  {
    name: "container and shared name make the key",
    attrs: { container: "", sharedName: "dense/kernel" },
    inputs: [],
    outputs: [tensor("resource", [], [{ key: "/dense/kernel" }])],
  },
  {
    name: "another container, another variable",
    attrs: { container: "localhost", sharedName: "dense/kernel" },
    inputs: [],
    outputs: [tensor("resource", [], [{ key: "localhost/dense/kernel" }])],
  },
];
