import type { Body } from "../graph/index.ts";
import { dependents, isPlaceholder, isSource } from "./roles.ts";

/** Operators that combine data with weights. */
const weighs =
  /^(Conv|DepthwiseConv|MatMul|BatchMatMul|Einsum|BiasAdd|Add|AddV2|Sub|Mul|RealDiv|Prelu|FusedBatchNorm|Gather)/;

/** More tensors than any training graph is fed. */
const mostEntries = 256;

/**
 * In a training graph, the nodes that take what is right: placeholders, and users of a pipeline's outputs, behind which no
 * weight is met any more. They lead to losses and measures only. Empty for graphs that do not train.
 */
export function labelUsers(body: Body): ReadonlySet<string> {
  const { users } = body;
  const nodes = [...body.nodes.values()];
  if (!nodes.some(({ op }) => /^(Resource)?Apply[A-Z]/.test(op))) return new Set();
  const found = new Set<string>();
  const entries = nodes.flatMap((node): (readonly string[])[] => {
    if (isPlaceholder(node.op)) return [[node.name]];
    if (!isSource(node.op)) return [];
    const ports = new Map<number, string[]>();
    for (const user of users.get(node.name) ?? []) {
      for (const { node: from, index } of user.inputs) {
        if (from === node.name) ports.set(index, [...(ports.get(index) ?? []), user.name]);
      }
    }
    return [...ports.values()];
  });
  if (entries.length > mostEntries) return new Set();
  for (const starts of entries) {
    const reached = dependents(users, starts);
    if (![...reached].some((name) => meetsWeight(body, name))) for (const name of starts) found.add(name);
  }
  return found;
}

/** Whether a node combines its data with a variable that it reads. */
function meetsWeight(body: Body, name: string): boolean {
  const node = body.nodes.get(name);
  if (node === undefined || !weighs.test(node.op)) return false;
  if (/Grad|Backprop/.test(node.op) || /(^|\/)(gradients|Momentum|Adam|RMSProp|train)/.test(name)) return false;
  return node.inputs.some((ref) => readsVariable(body, ref.node));
}

function readsVariable(body: Body, name: string): boolean {
  let node = body.nodes.get(name);
  for (let steps = 0; node !== undefined && steps < 8; steps++) {
    if (/^(Variable(V2)?|VarHandleOp)$/.test(node.op)) return true;
    if (!/^(Identity|ReadVariableOp|Enter|Switch)$/.test(node.op)) return false;
    node = body.nodes.get(node.inputs[0]?.node ?? "");
  }
  return false;
}
