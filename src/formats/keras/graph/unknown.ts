import type { Collector } from "../../../diagnostics/index.ts";
import type { Constant, TensorType, ValueId } from "../../../ir/index.ts";
import type { BoundWeights } from "../bind/bound.ts";
import { type CustomUse, KER_E008, KER_E009, KER_E010 } from "../codes.ts";
import { field, isObject, type Json, shortJson } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { Build } from "../emit/build.ts";
import type { StoredWeight } from "../source/stored.ts";

/** Collects what has no meaning here, and reports each class and function once with all of its uses. */
export interface UnknownCode {
  layer(layer: KerasLayer, weights: readonly StoredWeight[]): void;
  lambda(layer: KerasLayer): void;
  function(name: string, layer: KerasLayer, argument: string): void;
  report(file: string, collector: Collector): void;
}

export function createUnknownCode(): UnknownCode {
  const layers = new Map<string, { readonly layer: KerasLayer; readonly uses: CustomUse[] }>();
  const functions = new Map<string, { layer: string; className: string; argument: string }[]>();
  const lambdas = new Map<string, { name: string; kind: string }>();
  const seen = new Set<string>();

  return {
    layer(layer, weights) {
      if (seen.has(layer.path)) return;
      seen.add(layer.path);
      const key = layer.registeredName ?? layer.className;
      const entry = layers.get(key) ?? { layer, uses: [] };
      layers.set(key, entry);
      entry.uses.push({
        layer: layer.path,
        config: ownConfig(layer),
        weights: weights.map(({ name, shape }) => ({ name, shape })),
      });
    },
    lambda(layer) {
      lambdas.set(layer.path, { name: layer.path, kind: lambdaKind(layer.config.get("function")) });
    },
    function(name, layer, argument) {
      const uses = functions.get(name) ?? [];
      functions.set(name, uses);
      if (!uses.some((use) => use.layer === layer.path && use.argument === argument)) {
        uses.push({ layer: layer.path, className: layer.className, argument });
      }
    },
    report(file, collector) {
      for (const { layer, uses } of layers.values()) {
        const { className, registeredName, module } = layer;
        const evidence = { className, registeredName: registeredName ?? null, module: module ?? null, uses };
        collector.report(KER_E008, { file, node: uses[0]?.layer ?? className, op: className }, evidence);
      }
      for (const [name, uses] of functions) {
        collector.report(KER_E009, { file, node: uses[0]?.layer ?? "", op: name }, { function: name, uses });
      }
      if (lambdas.size > 0) {
        const list = [...lambdas.values()];
        collector.report(KER_E010, { file, node: list[0]?.name ?? "", op: "Lambda" }, { layers: list });
      }
    },
  };
}

/** A layer's own configuration: without what every layer has. */
function ownConfig(layer: KerasLayer): string {
  const common = ["name", "trainable", "dtype", "batch_shape", "activity_regularizer", "autocast"];
  const own = Object.entries(layer.config.raw).filter(([key]) => !common.includes(key));
  return shortJson(Object.fromEntries(own), 400);
}

function lambdaKind(stored: Json | undefined): string {
  const name = isObject(stored) ? field(stored, "class_name") : undefined;
  const config = isObject(stored) ? field(stored, "config") : undefined;
  if (name === "function" && typeof config === "string")
    return `a named Python function ('${config}'), stored by name only`;
  return "a Python function stored as marshalled bytecode";
}

/** All arrays that the file has for a layer. */
export function weightsOf(bound: BoundWeights | undefined): readonly StoredWeight[] {
  if (bound === undefined) return [];
  const own = [...bound.own.values()].flatMap(({ stored }) => (stored === undefined ? [] : [stored]));
  return [...own, ...[...bound.parts.values()].flatMap(weightsOf), ...bound.rest.map(({ stored }) => stored)];
}

/** Puts a node into the graph that says what would be computed, with its configuration and weights, but not how. */
export function emitOpaque(
  build: Build,
  name: string,
  what: { readonly op: string; readonly kind: string; readonly config: string },
  inputs: readonly ValueId[],
  weights: readonly { readonly name: string; readonly constant: Constant }[],
  outputs: readonly TensorType[],
): readonly ValueId[] {
  const { builder } = build.emit;
  const constants = weights.map((weight) => build.emit.constant(weight.constant, weight.name));
  return builder.addNode({
    op: "opaque",
    name,
    attrs: { ...what },
    inputs: [...inputs, ...constants],
    outputs: outputs.map((type, index) => ({ type, name: index === 0 ? name : `${name}:${index}` })),
  }).outputs;
}
