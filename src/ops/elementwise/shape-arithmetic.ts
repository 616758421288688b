import {
  addDims,
  boundedDim,
  broadcastShapes,
  type Dim,
  dimMax,
  dimsEqual,
  floorDivideDim,
  integerRange,
  isStaticShape,
  multiplyDims,
  scaleDim,
  subtractDims,
  unknownDim,
} from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType } from "../infer.ts";
import { broadcastOffsets } from "../reference.ts";

/** Elements of an elementwise integer result whose operands are known; unknown when one leaves the dtype's range. */
export function evaluateBinaryDims<A>(
  context: InferContext<A>,
  f: (a: Dim, b: Dim) => Dim,
): readonly Dim[] | undefined {
  const a = context.known(0);
  const b = context.known(1);
  const shapeA = inputType(context, 0).shape;
  const shapeB = inputType(context, 1).shape;
  if (a === undefined || b === undefined || !isStaticShape(shapeA) || !isStaticShape(shapeB)) return undefined;
  const shape = broadcastShapes(shapeA, shapeB);
  if (!isStaticShape(shape)) return undefined;
  const fromA = broadcastOffsets(shapeA, shape);
  const fromB = broadcastOffsets(shapeB, shape);
  return checkedDims(
    context,
    Array.from(fromA, (at, i) => f(a[at] ?? unknownDim, b[fromB[i] as number] ?? unknownDim)),
  );
}

/** {@link evaluateBinaryDims} for one operand. */
export function evaluateUnaryDims<A>(context: InferContext<A>, f: (x: Dim) => Dim): readonly Dim[] | undefined {
  const x = context.known(0);
  return x === undefined ? undefined : checkedDims(context, x.map(f));
}

/** Results as elements of the first input's dtype; undefined when one would wrap. */
export function checkedDims<A>(context: InferContext<A>, dims: readonly Dim[]): readonly Dim[] | undefined {
  const { min, max } = integerRange(inputType(context, 0).dtype);
  const fits = (dim: Dim) => typeof dim !== "number" || (Number.isSafeInteger(dim) && dim >= min && dim <= max);
  return dims.every(fits) ? dims.map((dim) => (typeof dim === "number" ? dim + 0 : dim)) : undefined;
}

/** A function of numbers; not known as soon as an operand is not a number. */
export function numericDims(f: (a: number, b: number) => number): (a: Dim, b: Dim) => Dim {
  return (a, b) => (typeof a === "number" && typeof b === "number" ? f(a, b) : unknownDim);
}

const isUnknown = (dim: Dim): boolean => typeof dim !== "number" && dim.kind === "unknown";

export const addElements: (a: Dim, b: Dim) => Dim = addDims;

/** `a - b`; elements, unlike dimensions, may be negative, so an unknown `b` bounds nothing. */
export const subtractElements = (a: Dim, b: Dim): Dim => (isUnknown(b) ? unknownDim : subtractDims(a, b));

export const multiplyElements = (a: Dim, b: Dim): Dim =>
  typeof a === "number" || typeof b === "number" ? multiplyDims(a, b) : unknownDim;

export const negateElement = (x: Dim): Dim => scaleDim(x, -1);

/** `floor(a / b)`, for a positive number `b` or two numbers. */
export function floorDivideElements(a: Dim, b: Dim): Dim {
  if (typeof b !== "number" || b === 0) return unknownDim;
  if (typeof a === "number") return Math.floor(a / b);
  return b > 0 ? floorDivideDim(a, b) : unknownDim;
}

/** Quotient towards zero: the floor for what cannot be negative. */
export function truncateDivideElements(a: Dim, b: Dim): Dim {
  if (typeof b !== "number" || b === 0) return unknownDim;
  if (typeof a === "number") return Math.trunc(a / b);
  if (a.kind === "unknown") return unknownDim;
  const natural = a.offset >= 0 && Object.values(a.terms).every((factor) => factor > 0);
  return natural && b > 0 ? floorDivideDim(a, b) : unknownDim;
}

/** `a - floor(a / b) * b`; a number when every factor of `a` is a multiple of `b`. */
export function floorModElements(a: Dim, b: Dim): Dim {
  if (typeof b !== "number" || b === 0) return unknownDim;
  return subtractElements(a, multiplyElements(floorDivideElements(a, b), b));
}

export function maximumElements(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return Math.max(a, b);
  if (dimsEqual(a, b) === true) return a;
  const max = [dimMax(a), dimMax(b)];
  return max.includes(undefined) ? unknownDim : boundedDim(Math.max(...(max as number[])));
}

export function minimumElements(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return Math.min(a, b);
  if (dimsEqual(a, b) === true) return a;
  const max = [dimMax(a), dimMax(b)].filter((bound) => bound !== undefined);
  return max.length === 0 ? unknownDim : boundedDim(Math.min(...max));
}
