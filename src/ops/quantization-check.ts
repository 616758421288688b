import { fail } from "../diagnostics/index.ts";
import type { TensorType } from "../ir/index.ts";
import { OPS_E009 } from "./codes.ts";

/**
 * Refuses quantization that means nothing: scales that are not positive numbers, an axis that the tensor lacks, other
 * numbers of scales or zero points than the axis is long. `what` names the tensor.
 */
export function requireSaneQuantization(op: string, { quantization, shape }: TensorType, what: string): void {
  const refuse = (problem: string): never => fail(OPS_E009, { op }, { tensor: what, problem });
  if (quantization === undefined || quantization.kind === "blockwise") return;
  if (quantization.kind === "perTensor") {
    requireScale(quantization.scale, refuse);
    requireZeroPoint(quantization.zeroPoint, refuse);
    return;
  }
  const { axis, scales, zeroPoints } = quantization;
  for (const scale of scales) requireScale(scale, refuse);
  for (const zeroPoint of zeroPoints) requireZeroPoint(zeroPoint, refuse);
  if (zeroPoints.length !== scales.length) refuse(`${scales.length} scales and ${zeroPoints.length} zero points`);
  if (shape === undefined) return;
  if (!(axis >= 0 && axis < shape.length)) refuse(`scales along axis ${axis} of ${shape.length}`);
  const extent = shape[axis];
  if (typeof extent === "number" && extent !== scales.length)
    refuse(`${scales.length} scales along an axis of ${extent}`);
}

function requireScale(scale: number, refuse: (problem: string) => never): void {
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) refuse(`the scale ${scale}`);
}

function requireZeroPoint(zeroPoint: number, refuse: (problem: string) => never): void {
  if (!Number.isInteger(zeroPoint)) refuse(`the zero point ${zeroPoint}`);
}
