import type { TensorType } from "../../ir/index.ts";
import { type Dim, elementCount, fromNumbers, isFloat, type Shape, type Tensor } from "../../numerics/index.ts";
import { type AttributeRules, int } from "../attributes.ts";
import type { InferContext, ReferenceContext, ReferenceHost, Slot } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { outputType, shapeOfRank } from "../infer.ts";
import { blockWords, type PhiloxStream, seededStream } from "../random/philox-stream.ts";
import { staticShape } from "../reference.ts";
import { unknownDims } from "../shape/operands.ts";

/**
 * With a seed that is not 0 the node has a stream of Philox blocks of its own, which goes on from run to run as in
 * TensorFlow Lite (`random_ops.cc`); without, numbers come from the session's generator.
 */
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
  const shape: Shape = context.known(0) ?? (typeof length === "number" ? unknownDims(length) : undefined);
  return [outputType(context, declared !== undefined && isFloat(declared) ? declared : "float32", shape)];
}

/** Fills an array from a stream of blocks, starting with block `first`. */
export type StreamFill = (stream: PhiloxStream, first: number, count: number) => ArrayLike<number>;

/** A tensor filled from the node's own stream where it is seeded, else by drawing one by one. */
export function drawReference(
  { attrs, outputs, host }: ReferenceContext<RandomAttrs>,
  fill: StreamFill,
  draw: (host: ReferenceHost) => number,
): readonly Tensor[] {
  const shape = staticShape(outputs);
  const count = elementCount(shape);
  const dtype = outputs[0]?.dtype ?? "float32";
  if (attrs.seed === 0 && attrs.seed2 === 0) {
    return [
      fromNumbers(
        dtype,
        shape,
        Float64Array.from({ length: count }, () => draw(host)),
      ),
    ];
  }
  const first = host.drawBlocks(Math.ceil(count / blockWords));
  return [fromNumbers(dtype, shape, fill(seededStream(attrs.seed, attrs.seed2), first, count))];
}
