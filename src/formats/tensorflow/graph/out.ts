import type { ValueId } from "../../../ir/index.ts";
import type { Dim, DType, Shape } from "../../../numerics/index.ts";
import type { Frame } from "./frame.ts";
import type { TfVariable } from "./variables.ts";

/** What an output of a node is while the graph is being translated. */
export type Out =
  /** A value of a graph that is being built. */
  | { readonly kind: "value"; readonly frame: Frame; readonly value: ValueId }
  /** A variable itself: a resource handle, or TensorFlow 1's reference, which is read where a tensor is wanted. */
  | { readonly kind: "variable"; readonly variable: TfVariable }
  /** A list of tensors that nothing has been put into yet, so that its elements' shape may not be known. */
  | { readonly kind: "list"; readonly list: TensorList }
  /** On a branch that is not taken. */
  | { readonly kind: "dead" }
  /** On a branch of a condition that is only known in the run: translated when its Merge is. */
  | { readonly kind: "deferred"; readonly contexts: ReadonlySet<string> };

/** A list of tensors of one shape. Once it has elements it is a tensor of them, one behind the other. */
export interface TensorList {
  readonly dtype: DType;
  /** The shape that the graph declares for an element. */
  readonly declared: Shape;
  /** The number of elements: a value of the graph in which the list was made. */
  readonly count: ValueOut;
  /** The shape of what was put in. */
  element?: readonly Dim[];
}

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
