/**
 * What each index along one axis of a result adds to the offset into the source; a negative entry is outside the source.
 */
export type AxisTable = readonly number[];

export function axisTable(extent: number, offsetOf: (index: number) => number): AxisTable {
  return Array.from({ length: extent }, (_, index) => offsetOf(index));
}

/**
 * Offsets into the source for each element of a result, in row-major order: the sum over its axes, -1 where an axis is
 * outside the source.
 */
export function combineTables(tables: readonly AxisTable[]): Int32Array {
  let offsets: Int32Array = new Int32Array(1);
  for (const table of tables) {
    const next = new Int32Array(offsets.length * table.length);
    let at = 0;
    for (const outer of offsets) {
      for (const inner of table) next[at++] = outer < 0 || inner < 0 ? -1 : outer + inner;
    }
    offsets = next;
  }
  return offsets;
}

/** Offsets, in tensors laid end to end, of their rows side by side: `outer` times a row of each. */
export function interleavedOffsets(outer: number, rowLengths: readonly number[]): Int32Array {
  const starts: number[] = [];
  let total = 0;
  for (const length of rowLengths) {
    starts.push(total);
    total += outer * length;
  }
  const offsets = new Int32Array(total);
  let at = 0;
  for (let row = 0; row < outer; row++) {
    rowLengths.forEach((length, part) => {
      const start = (starts[part] as number) + row * length;
      for (let i = 0; i < length; i++) offsets[at++] = start + i;
    });
  }
  return offsets;
}

/** The extents before `axis` and after it, each as one product. */
export function aroundAxis(shape: readonly number[], axis: number): { readonly outer: number; readonly inner: number } {
  const product = (dims: readonly number[]) => dims.reduce((total, dim) => total * dim, 1);
  return { outer: product(shape.slice(0, axis)), inner: product(shape.slice(axis + 1)) };
}

/** Offsets of `length` indices from `start` along one axis of a tensor, whole in the others. */
export function pieceOffsets(shape: readonly number[], axis: number, start: number, length: number): Int32Array {
  const { outer, inner } = aroundAxis(shape, axis);
  const row = (shape[axis] as number) * inner;
  return combineTables([
    axisTable(outer, (index) => index * row),
    axisTable(length * inner, (index) => start * inner + index),
  ]);
}
