import type { ValueId } from "../../../ir/index.ts";
import type { PartSpec, WeightSpec } from "../bind/plan.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { LayerContext } from "./context.ts";

/** What a built-in layer is: its weights as Keras makes them, and its meaning as operators. */
export interface LayerDefinition {
  /** Weights in the order in which `build` makes them. */
  readonly weights?: (layer: KerasLayer) => readonly WeightSpec[];
  /** Parts that own weights: wrapped layers, cells, dense layers inside attention. */
  readonly parts?: (layer: KerasLayer) => readonly PartSpec[];
  /** The outputs, flattened as Keras flattens structures. */
  readonly emit: (context: LayerContext) => ValueId | readonly ValueId[];
  /**
   * What happens to a mask of the first input: `pass` on to the output, `use` by this layer (which asks for it), or `stop`.
   * `stop` when absent.
   */
  readonly mask?: "pass" | "use" | "stop";
  /** The layer takes inputs of any dtype as they are: no cast to its compute dtype. */
  readonly keepsDtype?: true;
  /** Acts in training only; its input goes through unchanged. */
  readonly trainingOnly?: true;
}

/** Definitions by class name, as Keras 3 calls the class. */
export type LayerTable = Readonly<Record<string, LayerDefinition>>;
