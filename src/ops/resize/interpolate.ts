import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { ReferenceContext } from "../define.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { type ResizeAttrs, resizeScale } from "./coordinates.ts";

/** The two source cells of a cell along one axis. */
export interface Between {
  readonly lower: number;
  readonly upper: number;
  /** Share of the upper cell. */
  readonly share: number;
}

/** Four neighbours and the shares of the lower row and the right column made one number. */
export type Blend = (
  corners: readonly [upperLeft: number, lowerLeft: number, upperRight: number, lowerRight: number],
  down: number,
  right: number,
) => number;

/** Source cells of each cell along one axis; positions in float32 (TensorFlow Lite, `ComputeInterpolationValues`). */
export function neighbours(
  from: number,
  to: number,
  { alignCorners, halfPixelCenters }: ResizeAttrs,
): readonly Between[] {
  const scale = resizeScale(from, to, alignCorners);
  return Array.from({ length: to }, (_, i) => {
    const at = halfPixelCenters ? Math.fround(Math.fround(Math.fround(i + 0.5) * scale) - 0.5) : Math.fround(i * scale);
    const lower = Math.max(Math.floor(at), 0);
    return { lower, upper: Math.min(Math.ceil(at), from - 1), share: at - lower };
  });
}

/** Reference of interpolation between four neighbours; `along` gives those of every cell along an axis. */
export function interpolate(
  { attrs, inputs, outputs }: ReferenceContext<ResizeAttrs>,
  along: (from: number, to: number, attrs: ResizeAttrs) => readonly Between[],
  blend: Blend,
): readonly Tensor[] {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const [batch, newHeight, newWidth] = shape as [number, number, number, number];
  const rows = along(height, newHeight, attrs);
  const columns = along(width, newWidth, attrs);
  const data = toNumbers(x);
  const result = new Float64Array(batch * newHeight * newWidth * channels);
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (const y of rows) {
      for (const z of columns) {
        for (let c = 0; c < channels; c++) {
          const cell = (row: number, column: number): number =>
            data[((b * height + row) * width + column) * channels + c] as number;
          result[at++] = blend(
            [cell(y.lower, z.lower), cell(y.upper, z.lower), cell(y.lower, z.upper), cell(y.upper, z.upper)],
            y.share,
            z.share,
          );
        }
      }
    }
  }
  return [fromNumbers(x.dtype, shape, result)];
}
