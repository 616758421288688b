import { isTfOpName, tfOps } from "../ops/index.ts";
import type { InputRef } from "../schema/index.ts";
import type { BodyNode } from "./body.ts";
import { handlers } from "./handlers.ts";
import { applyRule } from "./node.ts";
import type { NodeResult, Out } from "./out.ts";
import { resolve } from "./resolve.ts";
import { knownResult, schedule } from "./schedule.ts";
import type { Scope } from "./translation.ts";

/** Translates what some outputs need, and nodes that must run, and gives the outputs. */
export function evaluateRefs(scope: Scope, refs: readonly InputRef[], controls: readonly string[]): readonly Out[] {
  for (const node of schedule(scope, refs, controls)) {
    if (!scope.results.has(node.name)) scope.results.set(node.name, evaluateNode(scope, node));
  }
  return refs.map((ref) => resolve(scope, ref));
}

function evaluateNode(scope: Scope, node: BodyNode): NodeResult {
  scope.translation.spend();
  scope.frame.stem = scope.path + node.name;
  const isLoopPart = node.op === "Exit" || node.op === "RefExit" || node.op === "NextIteration";
  const inputs = isLoopPart ? [] : node.inputs.map((ref) => resolve(scope, ref));
  if (node.op !== "Merge" && node.op !== "RefMerge") {
    const waiting = new Set<string>();
    for (const input of inputs) {
      if (input.kind === "dead") return { kind: "dead" };
      if (input.kind === "deferred") for (const context of input.contexts) waiting.add(context);
    }
    for (const control of node.controls) {
      const result = knownResult(scope, control);
      if (result?.kind === "dead") return { kind: "dead" };
      if (result?.kind === "deferred") for (const context of result.contexts) waiting.add(context);
    }
    if (waiting.size > 0) return { kind: "deferred", contexts: waiting };
  }
  note(scope, node);
  const given = scope.translation.operators?.[node.op];
  if (given === undefined && isTfOpName(node.op) && tfOps[node.op] === "structure") {
    const handler = handlers[node.op];
    if (handler !== undefined) return handler(scope, node, inputs);
  }
  return { kind: "done", outs: applyRule(scope, node, inputs) };
}

/** Keeps what reports are made of. */
function note({ translation }: Scope, node: BodyNode): void {
  const { devices, channelsFirst } = translation.sightings;
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  if (node.device !== "") count(devices, node.device);
  const format = node.attrs.get("data_format");
  if (format?.kind === "string" && /^NCD?HW/.test(new TextDecoder().decode(format.value)))
    count(channelsFirst, node.op);
}
