import { addDims, boundedDim, type Dim, dimMax, floorDivideDim, scaleDim, unknownDim } from "../../numerics/index.ts";
import { certainlyAtLeast } from "./dim-order.ts";

/** Where a strided slice begins, ends and how it steps along one axis; an absent end is masked, which means all the way. */
export interface AxisSlice {
  readonly begin?: Dim;
  readonly end?: Dim;
  /** Not 0. */
  readonly stride: number;
  /** `end` counts from the first position instead of from the start of the axis. */
  readonly endFromBegin: boolean;
}

/** The first position that a slice takes, where it is known, and how many. */
export interface SlicePositions {
  readonly first: Dim | undefined;
  readonly count: Dim;
}

/**
 * Positions of a slice along an axis: negative ends count from the end of the axis, then are clamped to it (NumPy's basic
 * slicing). Exact wherever symbols, being at least 1, let the order of the ends be seen.
 */
export function slicePositions(dim: Dim, slice: AxisSlice): SlicePositions {
  const { begin, end, stride, endFromBegin } = slice;
  const forward = stride > 0;
  const lowest: Dim = forward ? 0 : -1;
  const highest: Dim = forward ? dim : addDims(dim, -1);
  const [start, stop] = forward ? [lowest, highest] : [highest, lowest];

  const clamp = (at: Dim): Dim | undefined => {
    if (certainlyAtLeast(lowest, at)) return lowest;
    if (certainlyAtLeast(at, highest)) return highest;
    return certainlyAtLeast(at, lowest) && certainlyAtLeast(highest, at) ? at : undefined;
  };
  const position = (at: Dim): Dim | undefined => {
    if (certainlyAtLeast(at, 0)) return clamp(at);
    return certainlyAtLeast(-1, at) ? clamp(addDims(at, dim)) : undefined;
  };
  const after = (at: Dim | undefined, distance: Dim) => (at === undefined ? undefined : clamp(addDims(at, distance)));

  const first = begin === undefined ? start : position(begin);
  const last = end === undefined ? stop : endFromBegin ? after(first, end) : position(end);
  if (first === start && last === stop) return { first, count: stepsIn(dim, stride) };
  if (first === undefined || last === undefined) return { first, count: boundedCount(dim, slice) };
  const distance = forward ? addDims(last, scaleDim(first, -1)) : addDims(first, scaleDim(last, -1));
  if (certainlyAtLeast(0, distance)) return { first, count: 0 };
  if (certainlyAtLeast(distance, 0)) return { first, count: stepsIn(distance, stride) };
  return { first, count: boundedCount(dim, slice) };
}

/** `ceil(distance / |stride|)`. */
function stepsIn(distance: Dim, stride: number): Dim {
  const step = Math.abs(stride);
  return floorDivideDim(addDims(distance, step - 1), step);
}

/** A count of which only an upper limit shows: the axis, a begin counted from its end, or an end counted from its start. */
function boundedCount(dim: Dim, { begin, end, stride, endFromBegin }: AxisSlice): Dim {
  const limits = [dimMax(dim)];
  if (stride > 0 && end === undefined && typeof begin === "number" && begin < 0) limits.push(-begin);
  if (stride > 0 && typeof end === "number" && end >= 0) {
    limits.push(typeof begin === "number" && begin >= 0 && !endFromBegin ? end - begin : end);
  }
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? unknownDim : boundedDim(Math.ceil(Math.max(0, Math.min(...known)) / Math.abs(stride)));
}
