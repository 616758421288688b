import {
  type Dim,
  dimsEqual,
  elementCount,
  isInteger,
  isStaticShape,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType, invalid, requireRank } from "../infer.ts";

/** Refuses an operand that does not hold integers. */
export function requireIntegers<A>(context: InferContext<A>, input: number): void {
  const { dtype } = inputType(context, input);
  if (!isInteger(dtype)) invalid(context, `input ${input} must hold integers, not ${dtype}`);
}

/** Elements of an integer operand, as far as they are known; its rank, where that is fixed, is checked. */
export function operandDims<A>(context: InferContext<A>, input: number, rank?: number): readonly Dim[] | undefined {
  requireIntegers(context, input);
  const { shape } = inputType(context, input);
  if (rank !== undefined && shape !== undefined && shape.length !== rank) {
    invalid(context, `input ${input} has rank ${shape.length}, expected ${rank}`);
  }
  return context.known(input);
}

/** Elements of an integer operand, when all of them are known numbers. */
export function operandInts<A>(context: InferContext<A>, input: number, rank?: number): readonly number[] | undefined {
  const dims = operandDims(context, input, rank);
  return isStaticShape(dims) ? dims : undefined;
}

/** The element of an integer operand that holds one, where it is known; a scalar, or a vector of one. */
export function operandScalar<A>(context: InferContext<A>, input: number): Dim | undefined {
  const { shape } = inputType(context, input);
  if (isStaticShape(shape) && elementCount(shape) !== 1) {
    invalid(context, `input ${input} has ${elementCount(shape)} elements, expected one`);
  }
  return operandDims(context, input)?.[0];
}

/** {@link operandScalar} as a number. */
export function operandInt<A>(context: InferContext<A>, input: number): number | undefined {
  const value = operandScalar(context, input);
  return typeof value === "number" ? value : undefined;
}

/** Length of a vector operand, where it is a known number. */
export function operandLength<A>(context: InferContext<A>, input: number): number | undefined {
  const { shape } = inputType(context, input);
  if (shape === undefined) return undefined;
  if (shape.length !== 1) invalid(context, `input ${input} has rank ${shape.length}, expected 1`);
  return typeof shape[0] === "number" ? shape[0] : undefined;
}

/** Refuses a vector operand that does not have `length` elements. */
export function requireLength<A>(context: InferContext<A>, input: number, length: number): void {
  const given = operandLength(context, input);
  if (given !== undefined && given !== length) {
    invalid(context, `input ${input} has ${given} elements, expected ${length}`);
  }
}

/** Dimensions of which only the number is known; refused above `maxRank`. */
export function unknownDims(rank: number): Dim[] {
  requireRank(rank);
  return new Array<Dim>(rank).fill(unknownDim);
}

/** Numbers of an integer tensor. */
export function intsOf(t: Tensor): number[] {
  return Array.from(toNumbers(t));
}

/** The dimension that two equal ones are known by: the number, or the one that is known at all. */
export function joinDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" || dimsEqual(a, b) === true) return a;
  if (typeof b === "number") return b;
  return a.kind === "unknown" ? b : a;
}

/** Elements of a result that moves the elements of shape data; undefined when those are not known. */
export function movedDims(
  known: readonly Dim[] | undefined,
  offsets: () => ArrayLike<number> | undefined,
  fill: Dim = 0,
): readonly Dim[] | undefined {
  const picked = known && offsets();
  return picked && Array.from(picked, (offset) => (offset < 0 ? fill : (known[offset] ?? unknownDim)));
}
