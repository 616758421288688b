/**
 * Undoes the filter of one row in place (PNG specification, third edition, 9.2). `prior` is the unfiltered row above, all
 * zero for the first; `step` the bytes of one pixel, at least 1. False when the filter does not exist.
 */
export function unfilterRow(filter: number, row: Uint8Array, prior: Uint8Array, step: number): boolean {
  const length = row.length;
  if (filter === 0) return true;
  if (filter === 1) {
    for (let i = step; i < length; i++) row[i] = (row[i] as number) + (row[i - step] as number);
    return true;
  }
  if (filter === 2) {
    for (let i = 0; i < length; i++) row[i] = (row[i] as number) + (prior[i] as number);
    return true;
  }
  if (filter === 3) {
    for (let i = 0; i < length; i++) {
      const left = i < step ? 0 : (row[i - step] as number);
      row[i] = (row[i] as number) + ((left + (prior[i] as number)) >> 1);
    }
    return true;
  }
  if (filter !== 4) return false;
  for (let i = 0; i < Math.min(step, length); i++) row[i] = (row[i] as number) + (prior[i] as number);
  for (let i = step; i < length; i++) {
    row[i] = (row[i] as number) + paeth(row[i - step] as number, prior[i] as number, prior[i - step] as number);
  }
  return true;
}

/** The neighbour (left, above, above left) nearest to left + above - above left (9.4). */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - corner - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
