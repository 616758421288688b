import type { DType } from "../numerics/index.ts";
import type { AttrValue } from "./attribute.ts";
import type { Constant } from "./constant.ts";

/**
 * Where a constant came from: read from the source, computed from other constants, or made up by a reader or pass.
 * The ledger follows origins from the output's constants to the source's weights.
 */
export type Origin = SourceOrigin | ComputedOrigin | LiteralOrigin;

/** Bytes of a weight in the source, in whole or in part. */
export interface SourceOrigin {
  readonly kind: "source";
  /** `name` of a {@link SourceWeight} of the model. */
  readonly weight: string;
  /** What was done to the view: `transposed HWIO -> OHWI`, `gate 2 of 4`. Absent when taken as it is. */
  readonly view?: string;
}

/** The value of an expression over other constants, evaluated in double precision and rounded once. */
export interface ComputedOrigin {
  readonly kind: "computed";
  /** Why: `batch normalization bn1 folded into conv1`. */
  readonly reason: string;
  readonly expression: Expression;
}

/** Not a weight: a shape, an axis, a number that a formula needs. */
export interface LiteralOrigin {
  readonly kind: "literal";
  readonly reason: string;
}

/** A formula over constants: leaves are constants and numbers, inner nodes are operators of `ops/`. */
export type Expression = Constant | ExpressionNode;

export interface ExpressionNode {
  readonly op: string;
  readonly attrs: Readonly<Record<string, AttrValue>>;
  readonly inputs: readonly (Expression | null)[];
  /** Which of the operator's outputs is meant. */
  readonly output: number;
}

export function isExpressionNode(expression: Expression): expression is ExpressionNode {
  return "op" in expression;
}

/** One array of numbers that the source file holds: what the ledger must account for. */
export interface SourceWeight {
  /** Unique in the model: the path of the array in its file. */
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** What it is for, where the source says so. */
  readonly role: "weight" | "optimizer" | "state" | "metadata";
  /** The bytes as they stand in the source. */
  readonly constant?: Constant;
  /** Layer or node that owns it. */
  readonly owner?: string;
  /** Names that graphs made from the source share its variable by, the surest first. */
  readonly variables?: readonly string[];
}

/** A source weight that the model no longer holds, and why. */
export interface DroppedWeight {
  readonly weight: string;
  readonly reason: string;
}
