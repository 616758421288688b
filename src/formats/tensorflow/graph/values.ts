import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { TFG_E002 } from "../codes.ts";
import { emptyList } from "./empty-list.ts";
import type { Out } from "./out.ts";
import type { Scope } from "./translation.ts";
import type { TfVariable } from "./variables.ts";

/** A value of the graph that is being built; variables are read, what is on no branch is refused. */
export function tensorOf(scope: Scope, out: Out): ValueId {
  if (out.kind === "value") return scope.frame.use(out);
  if (out.kind === "variable") return readVariable(scope, out.variable);
  if (out.kind === "list") return emptyList(scope.frame, out.list);
  return fail(TFG_E002, {}, { problem: "its input is on a branch that is not taken" });
}

export const valueOut = (scope: Scope, value: ValueId): Out => ({ kind: "value", frame: scope.frame, value });

/** The handle of a variable that stays one. */
export function handleOf(scope: Scope, variable: TfVariable): ValueId {
  return scope.frame.emit.one("varHandle", [], { container: "", sharedName: variable.key }, { name: variable.name });
}

/** The value of a variable: a constant where no signature assigns it. */
export function readVariable(scope: Scope, variable: TfVariable): ValueId {
  const { frame, translation } = scope;
  if (translation.assigned.has(variable.key)) {
    return frame.emit.one(
      "readVariable",
      [handleOf(scope, variable)],
      {},
      { types: [variable.type], name: variable.name },
    );
  }
  const { value } = variable;
  if (value !== undefined) return frame.emit.constant(value.constant, variable.name);
  translation.sightings.missingVariables.add(variable.name);
  const [made] = frame.builder.addNode({
    op: "opaque",
    name: variable.name,
    attrs: { op: "VariableV2", kind: "a variable without a value", reason: "", custom: false },
    inputs: [],
    outputs: [{ type: variable.type, name: variable.name }],
  }).outputs as readonly [ValueId];
  frame.opaque.add(made);
  return made;
}
