/** The ways to resize a picture. `area` is TensorFlow's area averaging, Pillow's `BOX`. */
export type ResizeMethod = "nearest" | "bilinear" | "bicubic" | "area";

/**
 * Whose formulas: `tensorflow` is `tf.image.resize(antialias=False)` with float results; `pil` is Pillow's `Image.resize`,
 * antialiased when shrinking, rounded to 8 bits after each direction. Pillow 13 resizes tall pictures down their columns
 * first, which changes a few samples by 1 or 2; `pil-12` is Pillow 3.3 to 12, always along the rows first.
 */
export type ResizeDefinition = "tensorflow" | "pil" | "pil-12";

/** Along one axis: source samples `[start, start + count)` and their weights, for each output position. */
export interface Taps {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `stride` entries per output position; the first `count` are used. */
  readonly weights: Float64Array;
  readonly stride: number;
}

/** The part of an axis that is resized: `size` source samples; `from` to `to` become `outSize` output samples. */
export interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly outSize: number;
  /** Output positions wanted: `[first, last)`. */
  readonly first: number;
  readonly last: number;
}

/** Taps from a function that says, for an output position, where its samples begin and what they weigh. */
export function makeTaps(
  axis: Axis,
  tapsOf: (position: number) => { start: number; weights: readonly number[] },
): Taps {
  const rows = Array.from({ length: axis.last - axis.first }, (_, i) => tapsOf(axis.first + i));
  const stride = rows.reduce((max, row) => Math.max(max, row.weights.length), 1);
  const weights = new Float64Array(rows.length * stride);
  rows.forEach((row, i) => {
    weights.set(row.weights, i * stride);
  });
  return {
    starts: Int32Array.from(rows, (row) => row.start),
    counts: Int32Array.from(rows, (row) => row.weights.length),
    weights,
    stride,
  };
}

/** Source samples that any output needs: `[first, last)`. */
export function reach(taps: Taps): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  taps.starts.forEach((start, i) => {
    first = Math.min(first, start);
    last = Math.max(last, start + (taps.counts[i] as number));
  });
  return { first: Math.min(first, last), last };
}
