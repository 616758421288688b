import { roundHalfEven } from "../../numerics/index.ts";
import { type Axis, makeTaps, type ResizeMethod, type Taps } from "./taps.ts";

/*
 * The kernels behind tf.image.resize with antialias=False: ResizeNearestNeighbor, ResizeBilinear and ResizeBicubic with
 * half_pixel_centers, and ResizeArea (tensorflow/core/kernels/image). Positions are computed in float32, as there.
 */

/** Source index of each output position for `nearest`. */
export function tensorflowNearest(axis: Axis): Int32Array {
  const scale = scaleOf(axis);
  return Int32Array.from({ length: axis.last - axis.first }, (_, i) => {
    const position = Math.floor(Math.fround(Math.fround(axis.first + i + 0.5) * scale));
    return clamp(position, axis.size);
  });
}

/** Taps of the methods that mix samples. The axis is resized as a whole: `from` is 0 and `to` its size. */
export function tensorflowTaps(method: Exclude<ResizeMethod, "nearest">, axis: Axis): Taps {
  return makeTaps(axis, rules[method](axis, scaleOf(axis)));
}

type Rule = (axis: Axis, scale: number) => (position: number) => { start: number; weights: readonly number[] };

const rules: { readonly [M in Exclude<ResizeMethod, "nearest">]: Rule } = {
  bilinear: (axis, scale) => (position) => {
    const at = halfPixel(position, scale);
    const below = Math.floor(at);
    const lower = Math.max(below, 0);
    const upper = Math.min(below + 1, axis.size - 1);
    const share = Math.fround(at - below);
    return upper > lower ? { start: lower, weights: [1 - share, share] } : { start: lower, weights: [1] };
  },
  bicubic: (axis, scale) => (position) => {
    const at = halfPixel(position, scale);
    const below = Math.floor(at);
    const step = roundHalfEven(Math.fround(at - below) * cubicTableSize) / cubicTableSize;
    const all = [cubicFar(1 + step), cubicNear(step), cubicNear(1 - step), cubicFar(2 - step)];
    // Samples outside the picture are left out and the rest weighs 1 together.
    const first = Math.max(0, 1 - below);
    const last = Math.min(4, axis.size + 1 - below);
    const weights = all.slice(first, last);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { start: below - 1 + first, weights: weights.map((weight) => weight / sum) };
  },
  area: (axis, scale) => (position) => {
    const from = Math.fround(position * scale);
    const to = Math.fround((position + 1) * scale);
    const first = Math.min(Math.floor(from), axis.size - 1);
    const last = Math.max(first + 1, Math.min(Math.ceil(to), axis.size));
    const shares = Array.from({ length: last - first }, (_, i) => {
      const sample = first + i;
      return Math.min(to, sample + 1) - Math.max(from, sample);
    });
    // What would fall outside the picture belongs to its last sample.
    shares[shares.length - 1] = (shares[shares.length - 1] as number) + Math.max(0, to - last);
    return { start: first, weights: shares.map((share) => share / scale) };
  },
};

/** The kernel tabulates Keys' cubic (a = -0.5) at this many steps. */
const cubicTableSize = 1024;
const a = -0.5;

function cubicNear(x: number): number {
  return ((a + 2) * x - (a + 3)) * x * x + 1;
}

function cubicFar(x: number): number {
  return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

function scaleOf(axis: Axis): number {
  return Math.fround(axis.size / axis.outSize);
}

function halfPixel(position: number, scale: number): number {
  return Math.fround(Math.fround(Math.fround(position + 0.5) * scale) - 0.5);
}

function clamp(index: number, size: number): number {
  return Math.max(0, Math.min(size - 1, index));
}
