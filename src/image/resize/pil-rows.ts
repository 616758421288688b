import type { PixelSource } from "../pixel-source.ts";
import { pilPrecisionBits } from "./pil.ts";
import { type Origin, type RowSink, rowWindow, weighColumns, weighRows } from "./resize-rows.ts";
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
  const sums = new Float64Array(length);
  const out = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    if (rows === undefined) {
      sink(y, rowAt(firstRow + y));
      continue;
    }
    weighRows(rows, y, rowAt, half, sums);
    to8Bits(sums, out);
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
  const sums = new Float64Array(width * channels);
  return (row, out) => {
    weighColumns(row, first, columns, channels, half, sums);
    to8Bits(sums, out);
  };
}

function to8Bits(sums: Float64Array, out: Uint8Array): void {
  for (let i = 0; i < sums.length; i++) {
    const value = Math.floor((sums[i] as number) / 2 ** pilPrecisionBits);
    out[i] = Math.max(0, Math.min(255, value));
  }
}
