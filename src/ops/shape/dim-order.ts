import { addDims, type Dim, scaleDim } from "../../numerics/index.ts";

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
