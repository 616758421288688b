import type { ValueId } from "../../../ir/index.ts";
import type { Tensor } from "../../../numerics/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import type { TfAttributes } from "./attributes.ts";
import type { Build } from "./build.ts";

/** One node that is being translated. */
export interface NodeContext {
  readonly name: string;
  readonly op: string;
  readonly emit: Emitter;
  readonly build: Build;
  readonly attrs: TfAttributes;
  /** Data inputs, lists laid out one after the other. */
  readonly inputs: readonly ValueId[];
  /** An input by position. Throws `TFG-E002` where the node has none there. */
  input(position: number): ValueId;
  /** The elements of an input, where they are known before the run. */
  constant(position: number): Tensor | undefined;
  /** Whole numbers of an input that must be known before the run; `what` names them in the refusal. */
  known(position: number, what: string): readonly number[];
  /** Whether a batch size that a constant fixes is left open, because the graph is read for inference; notes that it was. */
  opensBatch(batch: number): boolean;
  /** Notes that random numbers are others than TensorFlow's. */
  drawsAnew(): void;
  /** Leaves the translation: the node stays in the graph as it was read, with this reason. */
  refuse(reason: string): never;
}

/** The outputs in order; a missing one is never used by real graphs and refused where it is. */
export type Emit = (node: NodeContext) => ValueId | readonly (ValueId | undefined)[];

/**
 * How an operator is translated: into ours, not at all and why, or by the graph reader itself (`structure`: control flow,
 * variables, calls).
 */
export type OpRule = Emit | { readonly refused: string } | "structure";

/** Rules for each operator of a family. */
export type Family<N extends string> = { readonly [K in N]: OpRule };
