import type { ByteSource } from "../../bytes/index.ts";
import type { ValueId } from "../../ir/index.ts";
import type { Emitter } from "../../ops/index.ts";
import type { JsonObject } from "./config/json.ts";

/** What the meaning of a custom layer works with in one call of it. */
export interface CustomContext {
  /** Adds operators to the graph: `emit.one("mul", [a, b], { activation: "none" })`. */
  readonly emit: Emitter;
  /** Tensors of the layer's first argument. */
  readonly inputs: readonly ValueId[];
  /** The layer's configuration as the file has it (`get_config()`). */
  readonly config: JsonObject;
  /** Weights in the order in which the layer made them. */
  readonly weights: readonly ValueId[];
  /** A weight by the name that {@link CustomLayerObject.weights} or the file gives it. Throws `KER-E012` for another name. */
  weight(name: string): ValueId;
  /** Path of the layer in the model; of the layer that uses it, for a function. */
  readonly name: string;
}

/** The meaning of a custom layer or function as plain code. */
export type CustomFunction = (
  emit: Emitter,
  inputs: readonly ValueId[],
  config: JsonObject,
  weights: readonly ValueId[],
) => ValueId | readonly ValueId[];

/** The meaning of a custom layer, with names for its weights. */
export interface CustomLayerObject {
  /**
   * Names of the layer's own weights in the order in which `build()` makes them: trainable ones first. Archives number
   * weights instead of naming them, so without this they are called `0`, `1`, ...
   */
  readonly weights?: (config: JsonObject) => readonly string[];
  readonly emit: (context: CustomContext) => ValueId | readonly ValueId[];
}

/** A custom layer, activation function or Lambda, given in TypeScript. */
export type CustomLayer = CustomLayerObject | CustomFunction;

/**
 * Custom layers by key: class name, registered name (`package>Class`), function name, or the name of a Lambda layer. A
 * registered name is looked for first. Keys of built-in layers replace them.
 */
export type CustomLayers = Readonly<Record<string, CustomLayer>>;

export interface KerasReadOptions {
  /** Meanings of custom layers and functions. */
  readonly layers?: CustomLayers;
  /** The text of the model's `to_json()`, for files that hold only weights or an archive without `config.json`. */
  readonly architecture?: ByteSource;
}

/** The given meaning of something, by the first of its names that was given. */
export function findCustom(
  layers: CustomLayers | undefined,
  ...names: readonly (string | undefined)[]
): CustomLayer | undefined {
  for (const name of names) {
    if (name !== undefined && layers !== undefined && Object.hasOwn(layers, name)) return layers[name];
  }
  return undefined;
}

/** Runs a given meaning. */
export function applyCustom(custom: CustomLayer, context: CustomContext): readonly ValueId[] {
  const result =
    typeof custom === "function"
      ? custom(context.emit, context.inputs, context.config, context.weights)
      : custom.emit(context);
  return typeof result === "number" ? [result] : result;
}
