import type { GraphView, Model, Node, Patch } from "../ir/index.ts";

/** What a rule may look at. */
export interface RuleContext {
  readonly model: Model;
  readonly graph: GraphView;
}

/** Why a rule did not rewrite a node that looked like its business. */
export interface Refusal {
  readonly refused: string;
}

/**
 * One rewrite. Looks at one node and answers with a patch, a refusal with its reason, or nothing when the node is none of
 * its business. Never changes anything itself.
 */
export interface Rule {
  readonly name: string;
  /** What it does and when that is legal; a line of the documentation. */
  readonly summary: string;
  readonly match: (node: Node, context: RuleContext) => Patch | Refusal | undefined;
}

/** A stage of a pipeline: rules that run together to a fixed point. */
export interface Stage {
  readonly name: string;
  /** Why it stands where it stands. */
  readonly why: string;
  readonly rules: readonly Rule[];
}

export function refuse(reason: string): Refusal {
  return { refused: reason };
}

export function isRefusal(answer: Patch | Refusal): answer is Refusal {
  return "refused" in answer;
}
