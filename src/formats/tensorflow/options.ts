import type { ByteSource } from "../../bytes/index.ts";
import type { ValueId } from "../../ir/index.ts";
import type { Emitter } from "../../ops/index.ts";

/** What the meaning of a custom operator works with in one node. */
export interface CustomOperatorContext {
  /** Adds operators to the graph: `emit.one("relu", inputs, {})`. */
  readonly emit: Emitter;
  readonly inputs: readonly ValueId[];
  /** The node's attributes as plain data. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly name: string;
}

/** The meaning of a custom operator as plain code: the values of its outputs. */
export type CustomOperator = (context: CustomOperatorContext) => ValueId | readonly ValueId[];

/** Custom operators by their type's name. Names of TensorFlow's own operators replace them. */
export type CustomOperators = Readonly<Record<string, CustomOperator>>;

export interface TensorflowReadOptions {
  /** Meanings of custom operators. */
  readonly operators?: CustomOperators;
  /** The graph that belongs to a checkpoint: .meta, .pb or .pbtxt. */
  readonly graph?: ByteSource;
  /** Tensors to feed and to give, `node` or `node:1`, of graphs without entry points or instead of those. */
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Exponential moving averages of variables instead of their last values, where the checkpoint has them. */
  readonly ema?: boolean;
  /** Which of a SavedModel's graphs: one with all of these tags. `serve` when there is one. */
  readonly tags?: readonly string[];
}
