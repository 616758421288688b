import type { Node, TensorType, ValueId } from "../../../ir/index.ts";
import type { AttrsOf, Emitter, OpName } from "../../../ops/index.ts";

/** A node to be said in operators that older runtimes have. */
export interface RewriteContext<A> {
  readonly node: Node;
  readonly attrs: A;
  readonly inputs: readonly (ValueId | null)[];
  /** Types of the node's outputs. */
  readonly outputs: readonly TensorType[];
  readonly emit: Emitter;
}

/** The values of the node's outputs, made otherwise; undefined when this way is not open for the node. */
export type Rewrite<N extends OpName> = (context: RewriteContext<AttrsOf<N>>) => readonly ValueId[] | undefined;

/** An input that must be there. */
export function operand<A>({ inputs }: RewriteContext<A>, index: number): ValueId | undefined {
  return inputs[index] ?? undefined;
}
