import { broadcastOffsets } from "../reference.ts";

/**
 * `adjX`, `adjY`: the last two axes of that operand are swapped first. `asymmetricQuantizeInputs`: how a real first operand
 * that meets a quantized second one is quantized, row by row.
 */
export interface BatchMatmulAttrs {
  readonly adjX: boolean;
  readonly adjY: boolean;
  readonly asymmetricQuantizeInputs: boolean;
}

/** Matrices in the last two axes, as they are multiplied. */
export interface Matrices<D> {
  readonly batch: readonly D[];
  readonly rows: D;
  readonly columns: D;
}

export function matricesOf<D>(shape: readonly D[], adjoint: boolean): Matrices<D> {
  const [rows, columns] = shape.slice(-2) as [D, D];
  const batch = shape.slice(0, -2);
  return adjoint ? { batch, rows: columns, columns: rows } : { batch, rows, columns };
}

/** Calls back for every product: the element of the result that it adds to, and the elements of the operands. */
export function productTerms(
  x: readonly number[],
  y: readonly number[],
  result: readonly number[],
  { adjX, adjY }: Pick<BatchMatmulAttrs, "adjX" | "adjY">,
  add: (to: number, i: number, j: number) => void,
): void {
  const a = matricesOf(x, adjX);
  const b = matricesOf(y, adjY);
  const [rows, inner, columns] = [a.rows, a.columns, b.columns];
  const batch = result.slice(0, -2);
  const fromA = broadcastOffsets(a.batch, batch);
  const fromB = broadcastOffsets(b.batch, batch);
  for (let m = 0; m < fromA.length; m++) {
    const startA = (fromA[m] as number) * rows * inner;
    const startB = (fromB[m] as number) * inner * columns;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        for (let k = 0; k < inner; k++) {
          const i = startA + (adjX ? k * rows + r : r * inner + k);
          const j = startB + (adjY ? c * inner + k : k * columns + c);
          add((m * rows + r) * columns + c, i, j);
        }
      }
    }
  }
}
