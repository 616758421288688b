import type { PixelSource } from "../pixel-source.ts";
import { pilPrecisionBits } from "./pil.ts";
import { type Origin, type RowSink, rowWindow } from "./resize-rows.ts";
import { reach, type Taps } from "./taps.ts";

/** One resize of the 8-bit kind. A direction without taps is left as it is. */
export interface PilResize {
  readonly columns: Taps | undefined;
  readonly rows: Taps | undefined;
  /** The wanted part of the result, for directions without taps. */
  readonly firstColumn: number;
  readonly width: number;
  readonly firstRow: number;
  readonly height: number;
  /** Which direction is rounded to 8 bits first, where both have taps. */
  readonly first: "columns" | "rows";
}

const half = 2 ** (pilPrecisionBits - 1);

/** Fixed-point sums, rounded and clipped to 8 bits after each direction: Pillow's definition. */
export function mixRowsTo8Bits(
  source: PixelSource,
  origin: Origin,
  resize: PilResize,
  sink: RowSink<Uint8Array>,
): void {
  const { columns, rows } = resize;
  if (columns === undefined) {
    const at = (index: number): Uint8Array => source.row(origin.y + index, origin.x + resize.firstColumn, resize.width);
    mixAlong(resize, source.channels, at, sink);
    return;
  }
  const span = reach(columns);
  const width = span.last - span.first;
  const at = (index: number): Uint8Array => source.row(origin.y + index, origin.x + span.first, width);
  const across = acrossRow(columns, span.first, source.channels, resize.width);
  if (rows === undefined || resize.first === "rows") {
    const out = new Uint8Array(resize.width * source.channels);
    mixAlong({ ...resize, width }, source.channels, at, (y, row) => {
      across(row, out);
      sink(y, out);
    });
    return;
  }
  const held = rowWindow(
    rows,
    () => new Uint8Array(resize.width * source.channels),
    (index, into) => across(at(index), into),
  );
  mixAlong(resize, source.channels, held, sink);
}

/** Output rows from source rows of `resize.width` pixels. */
function mixAlong(
  resize: PilResize,
  channels: number,
  rowAt: (index: number) => Uint8Array,
  sink: RowSink<Uint8Array>,
): void {
  const { rows, height, firstRow } = resize;
  const length = resize.width * channels;
  const weights = Int32Array.from(rows?.weights ?? []);
  const sums = new Int32Array(length);
  const out = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    if (rows === undefined) {
      sink(y, rowAt(firstRow + y));
      continue;
    }
    sums.fill(half);
    for (let k = 0; k < (rows.counts[y] as number); k++) {
      addWeighted(rowAt((rows.starts[y] as number) + k), weights[y * rows.stride + k] as number, sums);
    }
    clipSums(sums, out);
    sink(y, out);
  }
}

/** One row resized along its columns. */
function acrossRow(
  columns: Taps,
  first: number,
  channels: number,
  width: number,
): (row: Uint8Array, out: Uint8Array) => void {
  const weights = Int32Array.from(columns.weights);
  const sums = new Int32Array(width * channels);
  return (row, out) => {
    weighNeighbours(row, first, columns, weights, channels, sums);
    clipSums(sums, out);
  };
}

/*
 * The sums stay below 2^31: weights of one output add up to 2^22, negative ones take at most a third more (Keys' cubic).
 */

function addWeighted(row: Uint8Array, weight: number, sums: Int32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + Math.imul(weight, row[i] as number);
}

function weighNeighbours(
  row: Uint8Array,
  first: number,
  { starts, counts, stride }: Taps,
  weights: Int32Array,
  channels: number,
  sums: Int32Array,
): void {
  for (let x = 0, to = 0; x < starts.length; x++) {
    const from = ((starts[x] as number) - first) * channels;
    const count = counts[x] as number;
    for (let c = 0; c < channels; c++) {
      let sum = half;
      for (let k = 0, at = from + c; k < count; k++, at += channels) {
        sum += Math.imul(weights[x * stride + k] as number, row[at] as number);
      }
      sums[to++] = sum;
    }
  }
}

function clipSums(sums: Int32Array, out: Uint8Array): void {
  for (let i = 0; i < sums.length; i++) {
    const value = (sums[i] as number) >> pilPrecisionBits;
    out[i] = value < 0 ? 0 : Math.min(value, 255);
  }
}
