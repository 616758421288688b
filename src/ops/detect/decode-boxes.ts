import { elementCount, type Tensor, toNumbers } from "../../numerics/index.ts";
import { invalid } from "../infer.ts";
import { affineMaps } from "../quantize/affine.ts";
import type { Corners } from "./boxes.ts";

/** What the four numbers of a box encoding are divided by. */
export interface BoxScales {
  readonly y: number;
  readonly x: number;
  readonly h: number;
  readonly w: number;
}

const { fround } = Math;

/** The real numbers of a float or quantized tensor, as float32. */
export function realNumbers(x: Tensor): Float64Array {
  if (x.quantization === undefined) return toNumbers(x);
  const mapOf = affineMaps(x.shape, x.quantization);
  return toNumbers(x).map((stored, i) => {
    const { scale, zeroPoint } = mapOf(i);
    return fround(fround(stored - zeroPoint) * scale);
  });
}

/**
 * Boxes as corners from encodings `[1, count, 4 or more]`: centre and size, `y, x, h, w`, relative to anchors `[count, 4]`
 * of the same form; in double precision, rounded to float32 (TensorFlow Lite, `DecodeCenterSizeBoxes`). Refuses boxes
 * whose corners are in the wrong order, as that kernel does.
 */
export function decodeBoxes(op: string, encodings: Tensor, anchors: Tensor, scales: BoxScales): readonly Corners[] {
  const width = encodings.shape[2] as number;
  const [codes, centres] = [realNumbers(encodings), realNumbers(anchors)];
  const count = elementCount(encodings.shape.slice(0, 2));
  return Array.from({ length: count }, (_, box): Corners => {
    const [y, x, h, w] = codes.subarray(box * width, box * width + 4) as unknown as [number, number, number, number];
    const [anchorY, anchorX, anchorH, anchorW] = centres.subarray(4 * box, 4 * box + 4) as unknown as Corners;
    const centreY = fround((y / scales.y) * anchorH + anchorY);
    const centreX = fround((x / scales.x) * anchorW + anchorX);
    const halfHeight = fround(0.5 * Math.exp(h / scales.h) * anchorH);
    const halfWidth = fround(0.5 * Math.exp(w / scales.w) * anchorW);
    const corners: Corners = [
      fround(centreY - halfHeight),
      fround(centreX - halfWidth),
      fround(centreY + halfHeight),
      fround(centreX + halfWidth),
    ];
    if (corners[0] > corners[2] || corners[1] > corners[3]) {
      invalid({ op }, `box ${box} is turned inside out: its corners are ${corners.join(", ")}`);
    }
    return corners;
  });
}
