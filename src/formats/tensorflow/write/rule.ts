import type { AttrsOf, OpName } from "../../../ops/index.ts";
import type { NodeWriter, Tensor } from "./node-writer.ts";

/** Writes a node; the tensors that stand for its outputs, in order. */
export type WriteNode<A> = (w: NodeWriter, attrs: A) => Tensor | readonly Tensor[];

/**
 * How one of our operators is written in TensorFlow's: as nodes, as its definition where the target lacks them (`else`) or
 * always (`decompose`), or not at all, and why.
 */
export type WriteRule<N extends OpName> =
  | { readonly kind: "nodes"; readonly write: WriteNode<AttrsOf<N>>; readonly elseDecompose: boolean }
  | { readonly kind: "decompose" }
  | { readonly kind: "unsupported"; readonly reason: string };

export const decompose: { readonly kind: "decompose" } = { kind: "decompose" };

export const unsupported = (reason: string): { readonly kind: "unsupported"; readonly reason: string } => ({
  kind: "unsupported",
  reason,
});

interface NodesRule<A> {
  readonly kind: "nodes";
  readonly write: WriteNode<A>;
  readonly elseDecompose: boolean;
}

/** A primitive operator. */
export const nodes = <A>(write: WriteNode<A>): NodesRule<A> => ({ kind: "nodes", write, elseDecompose: false });

/** A composite operator that TensorFlow has as one: written as its definition where the target lacks it. */
export const nodesOrDefinition = <A>(write: WriteNode<A>): NodesRule<A> => ({
  kind: "nodes",
  write,
  elseDecompose: true,
});

/** Rules of a family of operators. */
export type WriteFamily<N extends OpName> = { readonly [K in N]: WriteRule<K> };
