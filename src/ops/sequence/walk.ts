import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";

/** How rows lie in a tensor of sequences: `[steps, batch, width]` or `[batch, steps, width]`. */
export interface SequenceLayout {
  readonly steps: number;
  readonly batch: number;
  readonly timeMajor: boolean;
}

/** A row of a sequence. */
export type RowAt = (batch: number, step: number) => Float64Array;

/** The layout of a tensor of sequences. */
export function layoutOf({ shape }: Tensor, timeMajor: boolean): SequenceLayout {
  const [first, second] = shape as readonly [number, number, number];
  return timeMajor ? { steps: first, batch: second, timeMajor } : { steps: second, batch: first, timeMajor };
}

/** The rows of a tensor of sequences, or of one step `[batch, width]` each. */
export function rowsOf(x: Tensor, { steps, batch, timeMajor }: SequenceLayout): RowAt {
  const width = x.shape.at(-1) as number;
  const data = toNumbers(x);
  return (b, step) => {
    const row = timeMajor ? step * batch + b : b * steps + step;
    return data.subarray(row * width, (row + 1) * width);
  };
}

/** A float32 tensor of sequences from rows; several rows of a step lie side by side. */
export function sequenceFrom(
  rows: readonly RowAt[],
  width: number,
  { steps, batch, timeMajor }: SequenceLayout,
): Tensor {
  const result = new Float64Array(steps * batch * width);
  for (let b = 0; b < batch; b++) {
    for (let step = 0; step < steps; step++) {
      let at = (timeMajor ? step * batch + b : b * steps + step) * width;
      for (const rowAt of rows) {
        const row = rowAt(b, step);
        result.set(row, at);
        at += row.length;
      }
    }
  }
  return fromNumbers("float32", timeMajor ? [steps, batch, width] : [batch, steps, width], result);
}
