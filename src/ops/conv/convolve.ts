import type { FusedActivation } from "../attributes.ts";
import { activationFunction } from "../fused-activation.ts";

/** One number per spatial axis: depth, height, width. Two-dimensional operators have depth 1. */
export type Spatial = readonly [depth: number, height: number, width: number];

/** Distances, in elements of a filter, between neighbouring output channels, taps and input channels of a group. */
export interface FilterStrides {
  readonly output: number;
  readonly tap: Spatial;
  readonly input: number;
}

/**
 * A window sliding over a channels-last grid. `wide` is the grid that the window slides over, `narrow` that of its
 * positions: a convolution goes from wide to narrow, a transposed one back.
 */
export interface Convolution {
  readonly batch: number;
  readonly wide: Spatial;
  readonly narrow: Spatial;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly groups: number;
  readonly kernel: Spatial;
  readonly strides: Spatial;
  readonly dilations: Spatial;
  /** Cells of padding before the first, per axis. */
  readonly before: Spatial;
  readonly filter: FilterStrides;
}

/** Sums of products under the window at each position, plus bias, activated. Result `[batch, ...narrow, outputChannels]`. */
export function convolve(
  c: Convolution,
  data: Float64Array,
  weights: Float64Array,
  bias: Float64Array | undefined,
  activation: FusedActivation,
): Float64Array {
  const [depth, height, width] = c.wide;
  const activate = activationFunction(activation);
  const perGroup = c.inputChannels / c.groups;
  const outPerGroup = c.outputChannels / c.groups;
  const result = new Float64Array(c.batch * c.narrow[0] * c.narrow[1] * c.narrow[2] * c.outputChannels);
  let at = 0;
  forEachPosition(c.batch, c.narrow, (b, pz, py, px) => {
    const taps = tapsWithin(c, pz, py, px);
    for (let o = 0; o < c.outputChannels; o++) {
      const first = Math.floor(o / outPerGroup) * perGroup;
      let sum = bias?.[o] ?? 0;
      for (const { z, y, x, weight } of taps) {
        const from = (((b * depth + z) * height + y) * width + x) * c.inputChannels + first;
        const tap = o * c.filter.output + weight;
        for (let i = 0; i < perGroup; i++) {
          sum += (data[from + i] as number) * (weights[tap + i * c.filter.input] as number);
        }
      }
      result[at++] = activate(sum);
    }
  });
  return result;
}

/**
 * Each position spreads its data over the window, sums are taken where windows overlap, cells outside are dropped; bias
 * is added at the end. Result `[batch, ...wide, outputChannels]`. One group.
 */
export function convolveTransposed(
  c: Convolution,
  data: Float64Array,
  weights: Float64Array,
  bias: Float64Array | undefined,
  activation: FusedActivation,
): Float64Array {
  const [depth, height, width] = c.wide;
  const activate = activationFunction(activation);
  const result = new Float64Array(c.batch * depth * height * width * c.outputChannels);
  let from = 0;
  forEachPosition(c.batch, c.narrow, (b, pz, py, px) => {
    for (const { z, y, x, weight } of tapsWithin(c, pz, py, px)) {
      const to = (((b * depth + z) * height + y) * width + x) * c.outputChannels;
      for (let o = 0; o < c.outputChannels; o++) {
        const tap = o * c.filter.output + weight;
        let sum = 0;
        for (let i = 0; i < c.inputChannels; i++) {
          sum += (data[from + i] as number) * (weights[tap + i * c.filter.input] as number);
        }
        result[to + o] = (result[to + o] as number) + sum;
      }
    }
    from += c.inputChannels;
  });
  return result.map((sum, i) => activate(sum + (bias?.[i % c.outputChannels] ?? 0)));
}

interface Tap {
  readonly z: number;
  readonly y: number;
  readonly x: number;
  /** Offset of the tap in the filter. */
  readonly weight: number;
}

/** Cells of the wide grid under the window at a position, padding left out. */
function tapsWithin(c: Convolution, pz: number, py: number, px: number): readonly Tap[] {
  const taps: Tap[] = [];
  for (let kz = 0; kz < c.kernel[0]; kz++) {
    const z = pz * c.strides[0] - c.before[0] + kz * c.dilations[0];
    if (z < 0 || z >= c.wide[0]) continue;
    for (let ky = 0; ky < c.kernel[1]; ky++) {
      const y = py * c.strides[1] - c.before[1] + ky * c.dilations[1];
      if (y < 0 || y >= c.wide[1]) continue;
      for (let kx = 0; kx < c.kernel[2]; kx++) {
        const x = px * c.strides[2] - c.before[2] + kx * c.dilations[2];
        if (x < 0 || x >= c.wide[2]) continue;
        const [tapZ, tapY, tapX] = c.filter.tap;
        taps.push({ z, y, x, weight: kz * tapZ + ky * tapY + kx * tapX });
      }
    }
  }
  return taps;
}

function forEachPosition(
  batch: number,
  [depth, height, width]: Spatial,
  visit: (batch: number, z: number, y: number, x: number) => void,
): void {
  for (let b = 0; b < batch; b++) {
    for (let z = 0; z < depth; z++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) visit(b, z, y, x);
      }
    }
  }
}
