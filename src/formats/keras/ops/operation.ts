import type { ValueId } from "../../../ir/index.ts";
import type { LayerDefinition } from "../layers/definition.ts";
import { createParameters, type Parameters } from "./parameters.ts";

/** The meaning of a function on its parameters. */
export type Operation = (p: Parameters) => ValueId | readonly ValueId[];

/** A function as the definition of the layer or operation that calls it. Functions cast nothing by themselves. */
export function definitionOf(operation: Operation): LayerDefinition {
  return { emit: (context) => operation(createParameters(context)), keepsDtype: true, mask: "pass" };
}
