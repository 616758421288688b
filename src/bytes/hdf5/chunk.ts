/** A chunk as its index tells of it. */
export interface Chunk {
  /** Position in units of chunks, one number a dimension. */
  readonly position: readonly number[];
  readonly address: number;
  /** Bytes as stored. */
  readonly size: number;
  /** Bit i set: filter i was skipped. */
  readonly filterMask: number;
}

/** Chunks along each dimension. */
export function chunkCounts(dims: readonly number[], chunkDims: readonly number[]): readonly number[] {
  return dims.map((extent, axis) => Math.ceil(extent / (chunkDims[axis] ?? 1)));
}

/** Position of the chunk with a number counted in row-major order; the first count is not needed. */
export function positionOf(index: number, counts: readonly number[]): readonly number[] {
  const position: number[] = new Array<number>(counts.length).fill(0);
  let rest = index;
  for (let axis = counts.length - 1; axis > 0; axis--) {
    const count = counts[axis] ?? 1;
    position[axis] = rest % count;
    rest = Math.floor(rest / count);
  }
  position[0] = rest;
  return position;
}
