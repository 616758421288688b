import type { ValueId } from "../../../ir/index.ts";
import type { LayerContext } from "./context.ts";
import {
  castExpression,
  divided,
  realConstant,
  reshapeExpression,
  scaleBlocks,
  unpackNibbles,
} from "./quantized-kernel.ts";
import { isGrouped, type Quantization } from "./quantized-weights.ts";

/** Embeddings that `model.quantize` of Keras 3 changed: rows divided by their scales, or blocks of rows. */
export function quantizedEmbedding(
  context: LayerContext,
  mode: Quantization,
  indices: ValueId,
  rows: number,
  columns: number,
): ValueId {
  if (mode !== "int8" && mode !== "int4") return context.unsupported(`${mode} embeddings`);
  const shape = [rows, columns];
  const q =
    mode === "int8"
      ? castExpression(context.stored("embeddings", shape), "float64")
      : unpackNibbles(context.stored("embeddings", [rows, Math.ceil(columns / 2)]), rows, columns, 1);
  const real = isGrouped(context.layer)
    ? scaleBlocks(
        q,
        context.weight("embeddings_scale", [rows, null]),
        context.stored("embeddings_zero", [rows, null]),
        context.stored("g_idx", [columns]),
        1,
      )
    : divided(q, reshapeExpression(context.weight("embeddings_scale", [rows]), [rows, 1]));
  const table = context.constant(realConstant(context, real, shape, mode), "embeddings");
  return context.build.emit.one("gather", [table, indices], { axis: 0, batchDims: 0 });
}
