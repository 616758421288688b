import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";

/** States after a step, the output first, from one row of data and the states before. */
export type Cell = (row: Float64Array, states: readonly Float64Array[]) => readonly Float64Array[];

/** A matrix in row-major order. */
export interface Matrix {
  readonly data: Float64Array;
  readonly columns: number;
}

/** A rank-2 tensor as a matrix. */
export function matrixOf(t: Tensor): Matrix {
  return { data: toNumbers(t), columns: t.shape[1] as number };
}

/** `row * matrix + bias`; without a bias nothing is added. */
export function affineRow(row: Float64Array, { data, columns }: Matrix, bias?: Float64Array): Float64Array {
  const result = bias === undefined ? new Float64Array(columns) : Float64Array.from(bias);
  row.forEach((value, i) => {
    for (let j = 0; j < columns; j++) {
      result[j] = (result[j] as number) + value * (data[i * columns + j] as number);
    }
  });
  return result;
}

/** The columns of gate `gate` in a row of gates. */
export function gateOf(row: Float64Array, gate: number, units: number): Float64Array {
  return row.subarray(gate * units, (gate + 1) * units);
}

/**
 * Takes the cell through the steps of each sequence of x `[batch, steps, features]`, all states from zero where none is
 * given. Answers the outputs of all steps in the order that they were taken, and the final states.
 */
export function scan(
  x: Tensor,
  initial: readonly (Tensor | null | undefined)[],
  units: number,
  goBackwards: boolean,
  cell: Cell,
): readonly Tensor[] {
  const [batch, steps, features] = x.shape as [number, number, number];
  const data = toNumbers(x);
  const starts = initial.map((state) => (state ? toNumbers(state) : new Float64Array(batch * units)));
  const sequence = new Float64Array(batch * steps * units);
  const finals = starts.map(() => new Float64Array(batch * units));
  for (let b = 0; b < batch; b++) {
    let states: readonly Float64Array[] = starts.map((start) => start.slice(b * units, (b + 1) * units));
    for (let step = 0; step < steps; step++) {
      const from = (b * steps + (goBackwards ? steps - 1 - step : step)) * features;
      states = cell(data.subarray(from, from + features), states);
      sequence.set(states[0] as Float64Array, (b * steps + step) * units);
    }
    states.forEach((state, i) => {
      finals[i]?.set(state, b * units);
    });
  }
  return [
    fromNumbers(x.dtype, [batch, steps, units], sequence),
    ...finals.map((final) => fromNumbers(x.dtype, [batch, units], final)),
  ];
}
