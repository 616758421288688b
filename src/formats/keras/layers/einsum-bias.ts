import type { ValueId } from "../../../ir/index.ts";
import type { LayerContext } from "./context.ts";

/** Adds the bias, whose shape has ones where it is the same for a whole axis. */
export function addEinsumBias(
  context: LayerContext,
  x: ValueId,
  shape: readonly (number | null)[] | undefined,
): ValueId {
  if (shape === undefined) return x;
  return context.build.arithmetic("add", x, context.constant(context.weight("bias", shape), "bias"));
}
