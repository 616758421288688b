import { fail } from "../../../diagnostics/index.ts";
import type { Constant, ValueId } from "../../../ir/index.ts";
import { type BoundWeights, noBound } from "../bind/bound.ts";
import { KER_E012 } from "../codes.ts";
import type { KerasLayer } from "../config/layer.ts";
import { policyOf } from "../config/policy.ts";
import { applyCustom, type CustomLayer } from "../options.ts";
import type { Translation } from "./state.ts";
import { useWeight, weightScope } from "./weights.ts";

/** Runs the meaning that the user gave for a layer or function. */
export function callCustom(
  state: Translation,
  given: CustomLayer,
  layer: KerasLayer,
  inputs: readonly ValueId[],
  bound: BoundWeights = noBound,
): readonly ValueId[] {
  const { build, file } = state;
  const scope = weightScope(state.reader, layer, bound, policyOf(layer));
  const add = (name: string, constant: Constant): { readonly name: string; readonly value: ValueId } => {
    return { name, value: build.emit.constant(constant, `${layer.path}/${name}`) };
  };
  const weights = [
    ...[...bound.own].map(([name, { stored }]) => add(name, scope.weight(name, stored?.shape ?? []))),
    ...bound.rest.map(({ name, stored }) => add(name, useWeight(state.reader, stored))),
  ];
  return applyCustom(given, {
    emit: build.emit,
    inputs,
    config: layer.config.raw,
    weights: weights.map(({ value }) => value),
    name: layer.path,
    weight(name) {
      const found = weights.find((weight) => weight.name === name);
      const evidence = { layer: layer.path, weight: name, path: `${layer.path}/${name}`, shape: [] };
      return found?.value ?? fail(KER_E012, { file, node: layer.path }, evidence);
    },
  });
}
