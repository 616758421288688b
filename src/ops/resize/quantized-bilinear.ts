import type { Tensor } from "../../numerics/index.ts";
import type { ReferenceContext } from "../define.ts";
import { sameScale } from "../quantized.ts";
import { tensorAt } from "../reference.ts";
import type { ResizeAttrs } from "./coordinates.ts";
import { type Between, type Blend, interpolate, neighbours } from "./interpolate.ts";

/**
 * Reference of bilinear interpolation of stored integers, which input and result understand alike: in integers for signed
 * ones, in float32 for uint8 (TensorFlow Lite, `reference_ops::ResizeBilinearInteger` and `ResizeBilinear`).
 */
export function quantizedBilinear(op: string, context: ReferenceContext<ResizeAttrs>): readonly Tensor[] {
  const x = tensorAt(context.inputs, 0);
  sameScale(op, x.quantization, context.quantization[0]);
  return x.dtype === "uint8"
    ? interpolate(context, neighbours, blendFloats)
    : interpolate(context, integerNeighbours, blendIntegers);
}

const unit = 2 ** 10;

/** Positions and shares in 1024ths of a cell (TensorFlow Lite, `ComputeInterpolationValuesInteger`). */
function integerNeighbours(
  from: number,
  to: number,
  { alignCorners, halfPixelCenters }: ResizeAttrs,
): readonly Between[] {
  const [cells, steps] = alignCorners && to > 1 ? [from - 1, to - 1] : [from, to];
  const scale = Math.floor((unit * cells + Math.floor(steps / 2)) / steps);
  return Array.from({ length: to }, (_, i) => {
    const at = halfPixelCenters ? i * scale + Math.floor(scale / 2) - unit / 2 : i * scale;
    const lower = Math.max(Math.trunc(at / unit), 0);
    const upper = Math.min(Math.trunc((at + unit - 1) / unit), from - 1);
    return { lower, upper, share: at - unit * lower };
  });
}

/** Rounded to the nearest, halves away from zero. */
const blendIntegers: Blend = ([upperLeft, lowerLeft, upperRight, lowerRight], down, right) => {
  const sum =
    upperLeft * (unit - down) * (unit - right) +
    lowerLeft * down * (unit - right) +
    upperRight * (unit - down) * right +
    lowerRight * down * right;
  const half = (unit * unit) / 2;
  return Math.trunc((sum + (sum > 0 ? half : -half)) / (unit * unit));
};

const { fround } = Math;

/** Every step rounded to float32; the half is added before the fraction is cut off. */
const blendFloats: Blend = ([upperLeft, lowerLeft, upperRight, lowerRight], down, right) => {
  const [up, left] = [fround(1 - down), fround(1 - right)];
  const terms = [
    fround(fround(upperLeft * up) * left),
    fround(fround(lowerLeft * down) * left),
    fround(fround(upperRight * up) * right),
    fround(fround(lowerRight * down) * right),
    0.5,
  ];
  return Math.trunc(terms.reduce((sum, term) => fround(sum + term)));
};
