import type { TfOpName } from "../ops/index.ts";
import { mergeNode, switchNode } from "./branches.ts";
import { callNode, caseNode, ifNode } from "./calls.ts";
import { constantOfNode } from "./constants.ts";
import { listHandlers } from "./lists.ts";
import { exitNode, whileNode } from "./loops.ts";
import { opaque } from "./node.ts";
import { optimizerHandlers } from "./optimizers.ts";
import { stateHandlers } from "./state.ts";
import type { Handler } from "./translation.ts";
import { valueOut } from "./values.ts";

/** Hands its first input on. */
const pass: Handler = (_scope, _node, inputs) => ({ kind: "done", outs: inputs.slice(0, 1) });
const passAll: Handler = (_scope, _node, inputs) => ({ kind: "done", outs: inputs });
const nothing: Handler = () => ({ kind: "done", outs: [] });

const constant: Handler = (scope, node) => {
  const value = node.attrs.get("value");
  if (value?.kind !== "tensor") {
    return { kind: "done", outs: opaque(scope, node, [], { kind: "refused", reason: "it has no value" }) };
  }
  const made = constantOfNode(scope.translation, value.value, scope.path + node.name);
  return { kind: "done", outs: [valueOut(scope, scope.frame.emit.constant(made, scope.path + node.name))] };
};

/** A placeholder that is no input: nothing feeds it. */
const placeholder: Handler = (scope, node) => ({
  kind: "done",
  outs: opaque(scope, node, [], { kind: "refused", reason: "it is an input that the entry point does not have" }),
});

/** What the graph reader itself makes of operators; the rest of the table are rules. */
export const handlers: { readonly [N in TfOpName]?: Handler } = {
  ...stateHandlers,
  ...listHandlers,
  ...optimizerHandlers,
  Const: constant,
  Placeholder: placeholder,
  PlaceholderV2: placeholder,
  _Arg: placeholder,
  PlaceholderWithDefault: pass,
  Identity: pass,
  RefIdentity: pass,
  StopGradient: pass,
  PreventGradient: pass,
  CheckNumerics: pass,
  CheckNumericsV2: pass,
  Snapshot: pass,
  Print: pass,
  LoopCond: pass,
  Enter: pass,
  RefEnter: pass,
  IdentityN: passAll,
  NoOp: nothing,
  ControlTrigger: nothing,
  Assert: nothing,
  PrintV2: nothing,
  NextIteration: nothing,
  RefNextIteration: nothing,
  Switch: switchNode,
  RefSwitch: switchNode,
  Merge: mergeNode,
  RefMerge: mergeNode,
  Exit: exitNode,
  RefExit: exitNode,
  PartitionedCall: callNode,
  StatefulPartitionedCall: callNode,
  If: ifNode,
  StatelessIf: ifNode,
  Case: caseNode,
  StatelessCase: caseNode,
  While: whileNode,
  StatelessWhile: whileNode,
};
