import type { ValueId } from "../../../ir/index.ts";
import type { Frame } from "./frame.ts";
import type { TfVariable } from "./variables.ts";

/** What an output of a node is while the graph is being translated. */
export type Out =
  /** A value of a graph that is being built. */
  | { readonly kind: "value"; readonly frame: Frame; readonly value: ValueId }
  /** A variable itself: a resource handle, or TensorFlow 1's reference, which is read where a tensor is wanted. */
  | { readonly kind: "variable"; readonly variable: TfVariable }
  /** On a branch that is not taken. */
  | { readonly kind: "dead" }
  /** On a branch of a condition that is only known in the run: translated when its Merge is. */
  | { readonly kind: "deferred"; readonly contexts: ReadonlySet<string> };

export type ValueOut = Extract<Out, { kind: "value" }>;

/** What became of a node: its outputs, or why it has none here. */
export type NodeResult =
  | { readonly kind: "done"; readonly outs: readonly Out[] }
  | { readonly kind: "dead" }
  | { readonly kind: "deferred"; readonly contexts: ReadonlySet<string> };

export const dead: Out = { kind: "dead" };

/** The output of a result; an output that a known operator leaves out is absent. */
export function outOf(result: NodeResult, index: number): Out | undefined {
  return result.kind === "done" ? result.outs[index] : result;
}
