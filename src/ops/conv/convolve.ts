import type { DType } from "../../numerics/index.ts";
import type { FusedActivation } from "../attributes.ts";
import { fusedActivation } from "../fused-activation.ts";
import type { Accumulate, Finish } from "../stored-product.ts";
import type { SumSteps } from "../sums.ts";

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

/** Of real numbers: the bias is added and the sum activated. `dtype` is that of the result. */
export function addBias(bias: Float64Array | undefined, activation: FusedActivation, dtype: DType): Finish {
  const activate = fusedActivation(activation, dtype);
  return (sum, channel) => activate(sum + (bias?.[channel] ?? 0));
}

/** Sums of products under the window at each position, finished; rows are batches. Result `[batch, ...narrow, outputChannels]`. */
export function convolve(
  c: Convolution,
  data: Float64Array,
  weights: Float64Array,
  finish: Finish,
  { addProducts }: Pick<SumSteps, "addProducts">,
): Float64Array {
  const { outputChannels } = c;
  const { output: outputStride, input: inputStride } = c.filter;
  const perGroup = c.inputChannels / c.groups;
  const outPerGroup = outputChannels / c.groups;
  const result = new Float64Array(c.batch * c.narrow[0] * c.narrow[1] * c.narrow[2] * outputChannels);
  let at = 0;
  forEachPosition(c, (b, pz, py, px) => {
    const { cells, weightOffsets, count } = tapsWithin(c, b, pz, py, px);
    for (let o = 0; o < outputChannels; o++) {
      const first = Math.floor(o / outPerGroup) * perGroup;
      let sum = 0;
      for (let t = 0; t < count; t++) {
        const from = (cells[t] as number) + first;
        const weight = o * outputStride + (weightOffsets[t] as number);
        sum = addProducts(sum, data, from, weights, weight, inputStride, perGroup);
      }
      result[at++] = finish(sum, o, b);
    }
  });
  return result;
}

/**
 * Each position spreads its data over the window, sums are taken where windows overlap, cells outside are dropped; sums are
 * finished, rows being batches. Result `[batch, ...wide, outputChannels]`. One group.
 */
export function convolveTransposed(
  c: Convolution,
  data: Float64Array,
  weights: Float64Array,
  finish: Finish,
  accumulate: Accumulate,
): Float64Array {
  const { inputChannels, outputChannels } = c;
  const { output: outputStride, input: inputStride } = c.filter;
  const result = new Float64Array(c.batch * c.wide[0] * c.wide[1] * c.wide[2] * outputChannels);
  let from = 0;
  forEachPosition(c, (b, pz, py, px) => {
    const { cells, weightOffsets, count } = tapsWithin(c, b, pz, py, px);
    for (let t = 0; t < count; t++) {
      const to = ((cells[t] as number) / inputChannels) * outputChannels;
      for (let o = 0; o < outputChannels; o++) {
        const weight = o * outputStride + (weightOffsets[t] as number);
        let sum = result[to + o] as number;
        for (let i = 0; i < inputChannels; i++) {
          const product = (data[from + i] as number) * (weights[weight + i * inputStride] as number);
          sum = accumulate(sum, product, o, b);
        }
        result[to + o] = sum;
      }
    }
    from += inputChannels;
  });
  const perBatch = result.length / c.batch;
  return result.map((sum, i) => finish(sum, i % outputChannels, Math.floor(i / perBatch)));
}

/** Cells of the wide grid under the window at a position, padding left out. */
interface Taps {
  /** Offset of each cell's first channel in a tensor of `inputChannels`. */
  readonly cells: readonly number[];
  /** Offset of each tap in the filter. */
  readonly weightOffsets: readonly number[];
  readonly count: number;
}

function tapsWithin(c: Convolution, b: number, pz: number, py: number, px: number): Taps {
  const [depth, height, width] = c.wide;
  const [tapZ, tapY, tapX] = c.filter.tap;
  const cells: number[] = [];
  const weightOffsets: number[] = [];
  for (let kz = 0; kz < c.kernel[0]; kz++) {
    const z = pz * c.strides[0] - c.before[0] + kz * c.dilations[0];
    if (z < 0 || z >= depth) continue;
    for (let ky = 0; ky < c.kernel[1]; ky++) {
      const y = py * c.strides[1] - c.before[1] + ky * c.dilations[1];
      if (y < 0 || y >= height) continue;
      for (let kx = 0; kx < c.kernel[2]; kx++) {
        const x = px * c.strides[2] - c.before[2] + kx * c.dilations[2];
        if (x < 0 || x >= width) continue;
        cells.push((((b * depth + z) * height + y) * width + x) * c.inputChannels);
        weightOffsets.push(kz * tapZ + ky * tapY + kx * tapX);
      }
    }
  }
  return { cells, weightOffsets, count: cells.length };
}

function forEachPosition(
  { batch, narrow: [depth, height, width] }: Convolution,
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
