import type { PixelSource } from "../pixel-source.ts";
import { reach, type Taps } from "./taps.ts";

/** Receives output rows from the top; the row is reused after the call. */
export type RowSink<Row> = (y: number, row: Row) => void;

/** Where the resized part begins in the source. */
export interface Origin {
  readonly x: number;
  readonly y: number;
}

/** Picks pixels: `columns` and `rows` are source indices, counted from the origin, ascending. */
export function pickRows(
  source: PixelSource,
  origin: Origin,
  columns: Int32Array,
  rows: Int32Array,
  sink: RowSink<Uint8Array>,
): void {
  const { channels } = source;
  const first = columns[0] ?? 0;
  const width = (columns.at(-1) ?? 0) + 1 - first;
  const out = new Uint8Array(columns.length * channels);
  let held = -1;
  rows.forEach((row, y) => {
    if (row !== held) {
      const samples = source.row(origin.y + row, origin.x + first, width);
      for (let i = 0, to = 0; i < columns.length; i++) {
        const from = ((columns[i] as number) - first) * channels;
        for (let c = 0; c < channels; c++) out[to++] = samples[from + c] as number;
      }
      held = row;
    }
    sink(y, out);
  });
}

/** Weighted means in double precision, one float32 rounding per output: TensorFlow's definition. */
export function mixRows(
  source: PixelSource,
  origin: Origin,
  columns: Taps,
  rows: Taps,
  sink: RowSink<Float32Array>,
): void {
  const { channels } = source;
  const length = columns.starts.length * channels;
  const span = reach(columns);
  const held = rowWindow(
    rows,
    () => new Float64Array(length),
    (index, into) => {
      const samples = source.row(origin.y + index, origin.x + span.first, span.last - span.first);
      weighColumns(samples, span.first, columns, channels, into);
    },
  );
  const sums = new Float64Array(length);
  const out = new Float32Array(length);
  for (let y = 0; y < rows.starts.length; y++) {
    weighRows(rows, y, held, sums);
    out.set(sums);
    sink(y, out);
  }
}

/** Sums of weighted neighbours along a row whose samples begin at pixel `first`. */
function weighColumns(samples: Uint8Array, first: number, taps: Taps, channels: number, out: Float64Array): void {
  const { starts, counts, weights, stride } = taps;
  for (let x = 0, to = 0; x < starts.length; x++) {
    const from = ((starts[x] as number) - first) * channels;
    const count = counts[x] as number;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let k = 0, at = from + c; k < count; k++, at += channels) {
        sum += (weights[x * stride + k] as number) * (samples[at] as number);
      }
      out[to++] = sum;
    }
  }
}

/** Sums of weighted source rows for output row `y`. */
function weighRows(taps: Taps, y: number, rowAt: (index: number) => Float64Array, out: Float64Array): void {
  const start = taps.starts[y] as number;
  out.fill(0);
  for (let k = 0; k < (taps.counts[y] as number); k++) {
    const weight = taps.weights[y * taps.stride + k] as number;
    const row = rowAt(start + k);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + weight * (row[i] as number);
  }
}

/** Keeps the rows that neighbouring outputs share: each is made once, in one of a few buffers used in turn. */
export function rowWindow<Row>(
  taps: Taps,
  make: () => Row,
  fill: (index: number, into: Row) => void,
): (index: number) => Row {
  const size = taps.stride;
  const buffers = Array.from({ length: size }, make);
  const indices = new Int32Array(size).fill(-1);
  return (index) => {
    const slot = index % size;
    const buffer = buffers[slot] as Row;
    if (indices[slot] !== index) {
      fill(index, buffer);
      indices[slot] = index;
    }
    return buffer;
  };
}
