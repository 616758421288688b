import { type TensorType, tensorType } from "../../../ir/index.ts";
import { type Dim, type DType, isDType, symbolDim, unknownDim } from "../../../numerics/index.ts";
import { type TensorReference, tensorsIn, tensorsOfCall } from "../config/argument.ts";
import { field, isArray, isObject, type Json } from "../config/json.ts";
import type { KerasLayer, Network } from "../config/layer.ts";

/** Types that the configuration states for the outputs of a layer's call, for layers whose meaning is not known. */
export interface Declared {
  outputs(layer: KerasLayer, call: number): readonly TensorType[];
}

/** Shape with a batch of unknown size first; other unknown extents stay unknown. */
export function declaredDims(shape: readonly (number | null)[]): readonly Dim[] {
  return shape.map((dim, axis) => dim ?? (axis === 0 ? symbolDim("N") : unknownDim));
}

/**
 * Reads what a model's configuration says of the tensors between its layers: Keras 3 states shape and dtype with each
 * reference; Keras 2.13+ archives state the input shape of the layer that takes the tensor.
 */
export function readDeclared(network: Network): Declared {
  const stated = new Map<string, TensorReference[]>();
  const inputShapes = new Map<string, readonly (number | null)[]>();
  const key = ({ layer, call }: { readonly layer: string; readonly call: number }): string => `${call} ${layer}`;
  const see = (references: Iterable<TensorReference>): void => {
    for (const reference of references) {
      const list = stated.get(key(reference));
      if (list === undefined) stated.set(key(reference), [reference]);
      else list.push(reference);
    }
  };
  for (const { layer, calls } of network.members) {
    for (const call of calls) {
      see(tensorsOfCall(call));
      const [only, ...others] = tensorsOfCall(call);
      const shape = builtShape(layer.buildConfig);
      if (only !== undefined && others.length === 0 && shape !== undefined) inputShapes.set(key(only), shape);
    }
  }
  see(tensorsIn(network.outputs));

  return {
    outputs(layer, call) {
      const references = stated.get(key({ layer: layer.name, call })) ?? [];
      const count = references.reduce((most, { tensor }) => Math.max(most, tensor + 1), 1);
      const built = inputShapes.get(key({ layer: layer.name, call }));
      return Array.from({ length: Math.min(count, 1024) }, (_, tensor) => {
        const found = references.find((reference) => reference.tensor === tensor && reference.shape !== undefined);
        const shape = found?.shape ?? (count === 1 ? (built ?? lambdaShape(layer)) : undefined);
        const dtype = found?.dtype ?? layerDtype(layer);
        return tensorType(isDType(dtype) ? dtype : "float32", shape === undefined ? undefined : declaredDims(shape));
      });
    },
  };
}

function layerDtype(layer: KerasLayer): DType {
  const dtype = layer.config.get("dtype");
  return typeof dtype === "string" && isDType(dtype) ? dtype : "float32";
}

function builtShape(buildConfig: Json | undefined): readonly (number | null)[] | undefined {
  return isObject(buildConfig) ? asShape(field(buildConfig, "input_shape")) : undefined;
}

/** A Lambda's `output_shape` leaves the batch out. */
function lambdaShape(layer: KerasLayer): readonly (number | null)[] | undefined {
  const shape = asShape(layer.config.get("output_shape"));
  return layer.className === "Lambda" && shape !== undefined ? [null, ...shape] : undefined;
}

function asShape(json: Json | undefined): readonly (number | null)[] | undefined {
  if (!isArray(json)) return undefined;
  const ok = json.every((dim): dim is number | null => dim === null || (Number.isInteger(dim) && (dim as number) >= 0));
  return ok ? (json as readonly (number | null)[]) : undefined;
}
