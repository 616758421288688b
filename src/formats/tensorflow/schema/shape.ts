import { type Dim, type Shape, unknownDim } from "../../../numerics/index.ts";
import type { Message, MessageDraft } from "./schema.ts";

/** Dimensions of a TensorShapeProto; -1 stands for an unknown one, an unknown rank is `undefined`. */
export function readShape(shape: Message<"TensorShapeProto"> | undefined): Shape {
  if (shape === undefined) return [];
  if (shape.unknown_rank) return undefined;
  return shape.dim.map(({ size }): Dim => (typeof size === "number" && size >= 0 ? size : unknownDim));
}

export function shapeDraft(shape: Shape): MessageDraft<"TensorShapeProto"> {
  if (shape === undefined) return { unknown_rank: true };
  return { dim: shape.map((dim) => ({ size: typeof dim === "number" ? dim : -1 })) };
}
