import { type TensorType, tensorType, type ValueId } from "../../../ir/index.ts";
import { fromNumbers } from "../../../numerics/index.ts";
import { createAttributes, tfDefinition } from "../ops/index.ts";
import type { BodyNode } from "./body.ts";
import { opaque } from "./node.ts";
import type { NodeResult, Out } from "./out.ts";
import type { Handler, Scope } from "./translation.ts";
import { handleOf, readVariable, tensorOf, valueOut } from "./values.ts";
import type { TfVariable } from "./variables.ts";

/** The variable that a node makes. */
export const variableNode: Handler = (scope, node) => {
  const { translation } = scope;
  const attrs = createAttributes(node.attrs, tfDefinition(node.op), { node: node.name, op: node.op });
  const shared = attrs.text("shared_name");
  const isPlaced = scope.body.name !== "" || !translation.byNode;
  const key = isPlaced && shared !== "" ? `${attrs.text("container")}/${shared}`.replace(/^\//, "") : node.name;
  let variable = translation.variables.get(key);
  if (variable === undefined) {
    const value = translation.values(node);
    const declared = tensorType(attrs.dtype("dtype"), attrs.shape("shape"));
    const type: TensorType = value === undefined ? declared : tensorType(value.constant.dtype, value.constant.shape);
    variable = { key, name: node.name, type, value };
    translation.variables.set(key, variable);
  }
  return { kind: "done", outs: [{ kind: "variable", variable }] };
};

const done = (...outs: readonly Out[]): NodeResult => ({ kind: "done", outs });

/** Gives a variable a value, unless the graph is frozen; `value` is made only where the assignment stays. */
export function assign(scope: Scope, variable: TfVariable, value: () => ValueId): void {
  const { translation, frame } = scope;
  if (translation.frozen) return;
  translation.newlyAssigned.add(variable.key);
  if (!translation.assigned.has(variable.key)) return;
  frame.builder.addNode({
    op: "assignVariable",
    name: frame.stem,
    attrs: {},
    inputs: [handleOf(scope, variable), value()],
    outputs: [],
  });
}

/** An operator on a variable; others' handles (of tables, iterators) are refused. */
const onVariable =
  (handler: (scope: Scope, variable: TfVariable, inputs: readonly Out[], node: BodyNode) => readonly Out[]): Handler =>
  (scope, node, inputs) => {
    const [first] = inputs;
    if (first?.kind === "variable") return done(...handler(scope, first.variable, inputs, node));
    return done(...opaque(scope, node, inputs, { kind: "refused", reason: "what it works on is no variable" }));
  };

const changed = (op: "add" | "sub"): Handler =>
  onVariable((scope, variable, inputs) => {
    assign(scope, variable, () => {
      const delta = tensorOf(scope, inputs[1] as Out);
      return scope.frame.build.arithmetic(op, readVariable(scope, variable), delta);
    });
    return [{ kind: "variable", variable }];
  });

const written: Handler = onVariable((scope, variable, inputs) => {
  const given = inputs[1];
  if (given !== undefined) assign(scope, variable, () => tensorOf(scope, given));
  return [{ kind: "variable", variable }];
});

const yes: Handler = onVariable((scope) => [
  valueOut(scope, scope.frame.emit.literal(fromNumbers("bool", [], [1]), "the variable has a value")),
]);

type StateOp =
  | "Variable"
  | "VariableV2"
  | "VarHandleOp"
  | "ReadVariableOp"
  | "Assign"
  | "AssignVariableOp"
  | "AssignAdd"
  | "AssignSub"
  | "AssignAddVariableOp"
  | "AssignSubVariableOp"
  | "IsVariableInitialized"
  | "VarIsInitializedOp"
  | "DisableCopyOnRead"
  | "VariableShape"
  | "ResourceGather";

/** Operators on variables. */
export const stateHandlers: Readonly<Record<StateOp, Handler>> = {
  Variable: variableNode,
  VariableV2: variableNode,
  VarHandleOp: variableNode,
  ReadVariableOp: onVariable((scope, variable) => [valueOut(scope, readVariable(scope, variable))]),
  Assign: written,
  AssignVariableOp: written,
  AssignAdd: changed("add"),
  AssignSub: changed("sub"),
  AssignAddVariableOp: changed("add"),
  AssignSubVariableOp: changed("sub"),
  IsVariableInitialized: yes,
  VarIsInitializedOp: yes,
  DisableCopyOnRead: onVariable(() => []),
  VariableShape: onVariable((scope, variable) => {
    const dims = (variable.type.shape ?? []).map((dim) => (typeof dim === "number" ? dim : -1));
    return [valueOut(scope, scope.frame.emit.ints(dims, "shape of the variable"))];
  }),
  ResourceGather: onVariable((scope, variable, inputs, node) => {
    const attrs = createAttributes(node.attrs, tfDefinition(node.op), { node: node.name, op: node.op });
    const operands = [readVariable(scope, variable), tensorOf(scope, inputs[1] as Out)];
    const batchDims = attrs.int("batch_dims");
    return [valueOut(scope, scope.frame.emit.one("gather", operands, { axis: batchDims, batchDims }))];
  }),
};
