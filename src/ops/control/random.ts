import type { TensorType } from "../../ir/index.ts";
import {
  type Dim,
  elementCount,
  fromNumbers,
  isFloat,
  type Shape,
  type Tensor,
  unknownDim,
} from "../../numerics/index.ts";
import { type AttributeRules, int } from "../attributes.ts";
import type { InferContext, ReferenceContext, ReferenceHost, Slot } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { outputType, shapeOfRank } from "../infer.ts";
import { staticShape } from "../reference.ts";

/** The session's own generator is used; the seeds are kept for writing the node back. */
export interface RandomAttrs {
  readonly seed: number;
  readonly seed2: number;
}

export const randomAttributes: AttributeRules<RandomAttrs> = { seed: int({ default: 0 }), seed2: int({ default: 0 }) };

/** shape: int32 or int64 vector. */
export const randomInputs: readonly Slot[] = [{ name: "shape" }];

/** float32, or the floating-point type that the node declares, of the given shape. */
export function inferRandom(context: InferContext<RandomAttrs>): readonly TensorType[] {
  const declared = context.declared?.[0]?.dtype;
  requireDtype(context, 0, shapeTypes);
  const length = shapeOfRank(context, 0, 1)[0] as Dim;
  const shape: Shape =
    context.known(0) ?? (typeof length === "number" ? new Array<Dim>(length).fill(unknownDim) : undefined);
  return [outputType(context, declared !== undefined && isFloat(declared) ? declared : "float32", shape)];
}

/** A tensor filled by drawing. */
export function drawReference(
  { outputs, host }: ReferenceContext<RandomAttrs>,
  draw: (host: ReferenceHost) => number,
): readonly Tensor[] {
  const shape = staticShape(outputs);
  const numbers = Float64Array.from({ length: elementCount(shape) }, () => draw(host));
  return [fromNumbers(outputs[0]?.dtype ?? "float32", shape, numbers)];
}
