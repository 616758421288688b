import { fail } from "../../../diagnostics/index.ts";
import { TFG_E001 } from "../codes.ts";
import type { InputRef } from "../schema/index.ts";
import { type Body, type BodyNode, frameName, isEnter } from "./body.ts";
import type { NodeResult, Out } from "./out.ts";
import type { Scope } from "./translation.ts";

export const portKey = (node: string, index: number): string => `${node}:${index}`;

/** Whether nothing is left to find out about a result: no output waits for its branch. */
export function isFinal(result: NodeResult): boolean {
  return result.kind === "done" ? result.outs.every((out) => out.kind !== "deferred") : result.kind === "dead";
}

/** What is known of a node here or around: a result outside of a branch or loop counts when it is final. */
export function knownResult(scope: Scope, name: string): NodeResult | undefined {
  const own = scope.results.get(name);
  if (own !== undefined) return own;
  for (let outer = scope.outer; outer !== undefined; outer = outer.outer) {
    const found = outer.results.get(name);
    if (found !== undefined && isFinal(found)) return found;
  }
  return undefined;
}

/**
 * The nodes that some outputs and control edges need and that are not translated yet, producers first. Loops of TensorFlow
 * 1 count as one step, at the first Exit. Throws `TFG-E001` for a node that is not there and for a cycle.
 */
export function schedule(scope: Scope, roots: readonly InputRef[], controls: readonly string[]): readonly BodyNode[] {
  const { body } = scope;
  const order: BodyNode[] = [];
  const state = new Map<string, "open" | "done">();
  const stack: { readonly node: BodyNode; readonly needs: readonly string[]; next: number }[] = [];

  const enter = (name: string, user: string): void => {
    if (state.get(name) === "done" || knownResult(scope, name) !== undefined) return;
    const node = body.nodes.get(name);
    if (node === undefined) {
      const problem = `Node '${user}' takes '${name}', which is not in ${body.name === "" ? "the graph" : `function '${body.name}'`}`;
      fail(TFG_E001, { graph: body.name, node: user }, { problem });
    }
    if (state.get(name) === "open") {
      fail(TFG_E001, { graph: body.name, node: name }, { problem: `Node '${name}' needs its own result` });
    }
    state.set(name, "open");
    stack.push({ node, needs: needsOf(scope, node), next: 0 });
  };
  const run = (): void => {
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const need = top.needs[top.next++];
      if (need !== undefined) enter(need, top.node.name);
      else {
        state.set(top.node.name, "done");
        order.push(top.node);
        stack.pop();
      }
    }
  };
  for (const name of [...neededBy(scope, roots), ...controls]) {
    enter(name, "an output");
    run();
  }
  return order;
}

/** Names of the nodes behind references, except arguments and outputs that are given. */
function neededBy(scope: Scope, refs: readonly InputRef[]): readonly string[] {
  return refs
    .filter((ref) => !isArgument(scope, ref))
    .filter((ref) => ref.output !== undefined || boundOut(scope, ref.node, ref.index) === undefined)
    .map((ref) => ref.node);
}

/** An output that is given, here or around. */
export function boundOut(scope: Scope, node: string, index: number): Out | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const bound = at.bound.get(portKey(node, index));
    if (bound !== undefined) return bound;
  }
  return undefined;
}

/** A Merge or Switch of a loop whose value is given: it counts as having run. */
function isBound(scope: Scope, node: string): boolean {
  return boundOut(scope, node, 0) !== undefined || boundOut(scope, node, 1) !== undefined;
}

/** In functions, a name without an output's name is an argument. */
export function isArgument(scope: Scope, ref: InputRef): boolean {
  return ref.output === undefined && scope.body.args.has(ref.node);
}

function needsOf(scope: Scope, node: BodyNode): readonly string[] {
  const controls = node.controls.filter((name) => !scope.body.args.has(name) && !isBound(scope, name));
  const entries = loopEntries(scope.body, node).map((ref) => ref.node);
  if (entries.length > 0) return [...entries, ...controls];
  return [...neededBy(scope, node.inputs), ...controls];
}

/** More variables than any loop has. */
const mostVariables = 1000;

/** The Enter nodes of the loop that an Exit leaves; none for other nodes. */
export function loopEntries(body: Body, exit: BodyNode): readonly InputRef[] {
  const loop = exit.op === "Exit" || exit.op === "RefExit" ? frameOf(body, exit) : undefined;
  if (loop === undefined) return [];
  const entries = body.loops.get(loop) ?? [];
  if (entries.length > mostVariables) {
    fail(TFG_E001, { node: exit.name }, { problem: `The loop '${loop}' has ${entries.length} variables` });
  }
  return entries.map(({ name }) => ({ node: name, index: 0, isControl: false }));
}

/** Name of the loop behind an Exit: Exit <- Switch <- Merge <- Enter. */
export function frameOf(body: Body, exit: BodyNode): string | undefined {
  const behind = (node: BodyNode | undefined): BodyNode | undefined =>
    node?.inputs[0] === undefined ? undefined : body.nodes.get(node.inputs[0].node);
  const merge = behind(behind(exit));
  const entry = merge?.inputs
    .map((ref) => body.nodes.get(ref.node))
    .find((node) => node !== undefined && isEnter(node));
  return entry === undefined ? undefined : frameName(entry);
}
