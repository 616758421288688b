import { addDims, boundedDim, type Dim, dimMax, scaleDim, unknownDim } from "../../numerics/index.ts";

/** Least value of a dimension whose symbols, being sizes, are at least 1; undefined where that has no limit. */
function least(dim: Dim): number | undefined {
  if (typeof dim === "number") return dim;
  if (dim.kind === "unknown") return undefined;
  const factors = Object.values(dim.terms);
  return factors.every((factor) => factor > 0) ? factors.reduce((sum, factor) => sum + factor, dim.offset) : undefined;
}

/** Whether `a >= b` in every run. */
export function certainlyAtLeast(a: Dim, b: Dim): boolean {
  const difference = least(addDims(a, scaleDim(b, -1)));
  return difference !== undefined && difference >= 0;
}

/** Extent of an axis whose elements stand `apart` cells from each other; an axis without elements stays so. */
export function spreadDim(dim: Dim, apart: number): Dim {
  if (apart === 1 || dim === 0) return dim;
  if (certainlyAtLeast(dim, 1)) return addDims(scaleDim(addDims(dim, -1), apart), 1);
  const max = dimMax(dim);
  return max === undefined ? unknownDim : boundedDim(max === 0 ? 0 : (max - 1) * apart + 1);
}
