import type { Collector } from "../../../diagnostics/index.ts";
import { buildGraph, type Graph, graphId, type Model, type SignatureTensor, tensorType } from "../../../ir/index.ts";
import { symbolDim } from "../../../numerics/index.ts";
import { bindWeights } from "../bind/bind.ts";
import type { WeightsOf } from "../bind/plan.ts";
import { KER_E011 } from "../codes.ts";
import { tensorsIn } from "../config/argument.ts";
import { field, isObject, shortJson } from "../config/json.ts";
import type { KerasLayer, Network } from "../config/layer.ts";
import { findDefinition } from "../layers/lookup.ts";
import { findCustom, type KerasReadOptions } from "../options.ts";
import type { KerasFile } from "../source/file.ts";
import { callLayer } from "./call-layer.ts";
import { runNetwork } from "./call-network.ts";
import { declaredDims } from "./declared.ts";
import { inputType } from "./inputs.ts";
import { outputNames } from "./output-names.ts";
import { callOn, createTranslation, type Translation, unknownOutput } from "./state.ts";
import { weightsOf } from "./unknown.ts";
import { accountForWeights, checkNumbers } from "./weight-report.ts";
import { createWeightReader } from "./weights.ts";

/** A model whose architecture is known, as far as it can be read; undefined where nothing could be drawn. */
export function buildModel(
  root: KerasLayer,
  source: KerasFile,
  options: KerasReadOptions,
  file: { readonly name: string; readonly size: number },
  report: Collector,
): Model | undefined {
  const { name } = file;
  const { layers, unused } = bindWeights(root, knownWeights(options), source.weights, name, report);
  const reader = createWeightReader(name, report, source.weightsMissing);
  const state = createTranslation({ file: name, report, custom: options.layers, weights: layers, reader }, callLayer);
  const drawn =
    root.network !== undefined
      ? drawNetwork(root, root.network, state, name)
      : drawCustom(root, state, options, name, report, () => weightsOf(layers.get(root)));
  state.unknown.report(name, report);
  state.findings.report(name, report);
  const account = accountForWeights(source.weights.arrays, layers, unused, reader, source.optimizer, name, report);
  if (drawn === undefined) return undefined;
  checkNumbers(account.weights, reader.used, name, report);
  const { dialect } = root;
  const graph = buildGraph(
    state.builder,
    root.name,
    drawn.inputs.map(({ value }) => value),
    drawn.outputs.map(({ value }) => value),
  );
  return {
    name: root.name,
    source: {
      format: "keras",
      producer: `keras ${dialect.version === "" ? `${dialect.major}, version not stated` : dialect.version}`,
      description: source.container,
      fileName: name,
      byteLength: file.size,
    },
    graphs: [named(graph, state)],
    signatures: [
      { name: "serving_default", graph: graphId(0), inputs: drawn.inputs, outputs: drawn.outputs, implied: true },
    ],
    variables: [],
    metadata: [],
    weights: account.weights,
    dropped: account.dropped,
  };
}

interface Drawn {
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
}

/** What Keras or the user says of a layer's weights. */
function knownWeights(options: KerasReadOptions): WeightsOf {
  return (layer) => {
    const custom = findCustom(options.layers, layer.registeredName, layer.className);
    if (custom !== undefined) {
      if (typeof custom === "function" || custom.weights === undefined) return undefined;
      return { weights: custom.weights(layer.config.raw).map((name) => ({ name })), parts: [] };
    }
    if (layer.className === "InputLayer") return { weights: [], parts: [] };
    const definition = findDefinition(layer);
    if (definition === undefined) return undefined;
    return { weights: definition.weights?.(layer) ?? [], parts: definition.parts?.(layer) ?? [] };
  };
}

function drawNetwork(root: KerasLayer, network: Network, state: Translation, file: string): Drawn {
  const symbols = new Set<string>();
  const inputs = new Map<string, SignatureTensor>();
  for (const { layer } of tensorsIn(network.inputs)) {
    const member = network.members.find((candidate) => candidate.layer.name === layer);
    if (member === undefined || inputs.has(layer)) continue;
    const type = inputType(member.layer, symbols, root.name, file);
    const value = state.builder.addValue({ type, name: member.layer.name });
    state.names.outputs(member.layer.path, [value], []);
    inputs.set(layer, { name: member.layer.name, value });
  }
  const values = runNetwork(state, network, new Map([...inputs].map(([name, { value }]) => [name, value])));
  const names = outputNames(network.outputs, root.dialect);
  return {
    inputs: [...inputs.values()],
    outputs: values.map((value, index) => ({ name: names[index] ?? `output_${index}`, value })),
  };
}

/** A model without a graph of layers: read when its meaning is given as that of one layer. */
function drawCustom(
  root: KerasLayer,
  state: Translation,
  options: KerasReadOptions,
  file: string,
  report: Collector,
  weights: () => readonly { readonly name: string; readonly shape: readonly number[] }[],
): Drawn | undefined {
  const shape = isObject(root.buildConfig) ? field(root.buildConfig, "input_shape") : undefined;
  const className = root.registeredName ?? root.className;
  if (findCustom(options.layers, root.registeredName, root.className) === undefined || !Array.isArray(shape)) {
    const listed = weights().map((weight) => ({ name: weight.name, shape: weight.shape }));
    report.report(
      KER_E011,
      { file, op: className },
      { className, config: shortJson(root.config.raw, 400), weights: listed },
    );
    return undefined;
  }
  const dims = [symbolDim("N"), ...declaredDims(shape as readonly (number | null)[]).slice(1)];
  const value = state.builder.addValue({ type: tensorType("float32", dims), name: "input_0" });
  const outputs = state.call(root, callOn([value]), () => unknownOutput);
  return {
    inputs: [{ name: "input_0", value }],
    outputs: outputs.map((output, index) => ({ name: `output_${index}`, value: output })),
  };
}

function named(graph: Graph, state: Translation): Graph {
  return { ...graph, values: state.names.apply(state.builder.values) };
}
