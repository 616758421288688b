import type { ValueId } from "../../../ir/index.ts";
import type { AttrsOf } from "../../../ops/index.ts";
import type { WeightSpec } from "../bind/plan.ts";
import { isObject } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import { type LayerContext, valuesIn, type WeightScope } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { type CellKind, cellShapes, cellStep, cellWeights, resetsAfter, stateCount } from "./recurrent-cells.ts";
import { requireRank } from "./spatial.ts";
import { cudnnGates, gateWeights, joinedGates, keepsGatesApart } from "./stored-gates.ts";
import { unroll } from "./unroll.ts";

type OperatorActivation = AttrsOf<"lstm">["activation"];

const operatorActivations: Readonly<Record<string, OperatorActivation>> = {
  tanh: "tanh",
  sigmoid: "sigmoid",
  relu: "relu",
  linear: "linear",
  softplus: "softplus",
  softsign: "softsign",
  elu: "elu",
  selu: "selu",
  swish: "swish",
  silu: "swish",
  exponential: "exponential",
  gelu: "gelu",
};

/** The operator's name of an activation; undefined when the operator does not have it, or it is given by the user. */
function operatorActivation(context: LayerContext, key: string, fallback: string): OperatorActivation | undefined {
  const stored = context.config.get(key) ?? fallback;
  const name = isObject(stored) ? undefined : String(stored);
  if (name === undefined || context.isCustom(name)) return undefined;
  if (name === "hard_sigmoid") return context.layer.dialect.major === 3 ? "hardSigmoid" : "hardSigmoidKeras2";
  return Object.hasOwn(operatorActivations, name) ? operatorActivations[name] : undefined;
}

/** Data and initial states of a call: Keras 1 and 2 put the states behind the data, Keras 3 has an argument for them. */
function splitInputs(context: LayerContext): { readonly x: ValueId; readonly states: readonly ValueId[] } {
  const [x, ...rest] = context.inputs;
  if (x === undefined) return context.unsupported("it is called without data");
  const named = valuesIn(context.argument(1, "initial_state"));
  return { x, states: named.length > 0 ? named : rest };
}

/** Results of a recurrent layer as its configuration asks for them. */
function results(
  context: LayerContext,
  sequence: () => ValueId,
  last: ValueId,
  states: readonly ValueId[],
): readonly ValueId[] {
  const output = context.config.flag("return_sequences", false) ? sequence() : last;
  return context.config.flag("return_state", false) ? [output, ...states] : [output];
}

/** LSTM, GRU and SimpleRNN: one operator where it has the activations and nothing is masked, else step by step. */
function recurrent(kind: CellKind): LayerDefinition {
  return {
    parts: (layer) => [
      { key: "cell", attributes: ["cell"], name: `${layer.name}_cell`, weights: layerWeights(layer, kind) },
    ],
    emit(context) {
      const { build, config } = context;
      const { x: given, states } = splitInputs(context);
      requireRank(context, given, 3);
      if (config.flag("stateful", false)) context.noteStateful();
      const x = config.flag("time_major", false) ? build.transpose(given, [1, 0, 2]) : given;
      const mask = context.tensor(3, "mask") ?? context.mask(given)?.value();
      const activation = operatorActivation(context, "activation", "linear");
      const gate = operatorActivation(context, "recurrent_activation", "sigmoid");
      const outputs =
        mask === undefined && activation !== undefined && gate !== undefined
          ? operator(context, kind, cellScope(context, kind), x, states, activation, gate)
          : stepwise(context, kind, x, states, mask);
      passMask(context, given, outputs[0]);
      return config.flag("time_major", false) && config.flag("return_sequences", false)
        ? outputs.map((output, i) => (i === 0 ? build.transpose(output, [1, 0, 2]) : output))
        : outputs;
    },
    mask: "use",
  };
}

/** A sequence of outputs has the mask of the sequence of inputs. */
function passMask(context: LayerContext, x: ValueId, output: ValueId | undefined): void {
  const mask = context.mask(x);
  if (mask !== undefined && output !== undefined && context.config.flag("return_sequences", false))
    context.setMask(output, mask);
}

/** Weights of a layer's cell, in the order in which they are made. */
function layerWeights(layer: KerasLayer, kind: CellKind): readonly WeightSpec[] {
  return kind !== "simple" && keepsGatesApart(layer) ? gateWeights(kind) : cellWeights(layer);
}

function cellScope(context: LayerContext, kind: CellKind): WeightScope {
  const cell = context.part("cell");
  return kind !== "simple" && keepsGatesApart(context.layer) ? joinedGates(cell, kind) : cell;
}

function operator(
  context: LayerContext,
  kind: CellKind,
  cell: WeightScope,
  x: ValueId,
  states: readonly ValueId[],
  activation: OperatorActivation,
  recurrentActivation: OperatorActivation,
): readonly ValueId[] {
  const { build, config, layer } = context;
  const shapes = cellShapes(layer, kind, context.extent(x, -1));
  const kernel = context.constant(cell.weight("kernel", shapes.kernel), "kernel");
  const recurrentKernel = context.constant(cell.weight("recurrent_kernel", shapes.recurrent), "recurrent_kernel");
  const bias = config.flag("use_bias", true) ? context.constant(cell.weight("bias", shapes.bias), "bias") : null;
  const goBackwards = config.flag("go_backwards", false);
  const inputs = [x, kernel, recurrentKernel, bias, ...states];
  const made =
    kind === "lstm"
      ? build.emit.op("lstm", inputs, { activation, recurrentActivation, goBackwards })
      : kind === "gru"
        ? build.emit.op("gru", inputs, { activation, recurrentActivation, resetAfter: resetsAfter(layer), goBackwards })
        : build.emit.op("simpleRnn", inputs, { activation, goBackwards });
  const [sequence, ...final] = made as readonly [ValueId, ...ValueId[]];
  return results(context, () => sequence, final[0] as ValueId, final);
}

function stepwise(
  context: LayerContext,
  kind: CellKind,
  x: ValueId,
  states: readonly ValueId[],
  mask: ValueId | undefined,
): readonly ValueId[] {
  const scope = cellScope(context, kind);
  return unrolled(context, x, states, kind === "lstm" ? 2 : 1, mask, (data, before) =>
    cellStep(context, scope, kind, data, before),
  );
}

/** Runs steps along axis 1 and gives what the layer returns. */
export function unrolled(
  context: LayerContext,
  x: ValueId,
  initial: readonly ValueId[],
  count: number,
  mask: ValueId | undefined,
  step: (x: ValueId, states: readonly (ValueId | undefined)[]) => readonly ValueId[],
): readonly ValueId[] {
  const { build, config } = context;
  const options = {
    backwards: config.flag("go_backwards", false),
    mask,
    zeroOutput: config.flag("zero_output_for_mask", false),
  };
  const before = Array.from({ length: count }, (_, i) => initial[i]);
  const { outputs, states } = unroll(context, x, before, options, step);
  const last = outputs.at(-1) ?? context.unsupported("a sequence without steps");
  const sequence = (): ValueId => build.emit.one("pack", outputs, { axis: 1 });
  return results(
    context,
    sequence,
    last,
    states.map((state) => state ?? last),
  );
}

/** CuDNNLSTM and CuDNNGRU of Keras 2: the usual activations, weights in cuDNN's order. */
function cudnn(kind: "lstm" | "gru"): LayerDefinition {
  return {
    weights: () => [{ name: "kernel" }, { name: "recurrent_kernel" }, { name: "bias" }],
    emit(context) {
      const { config } = context;
      const { x, states } = splitInputs(context);
      requireRank(context, x, 3);
      if (config.flag("stateful", false)) context.noteStateful();
      const scope = cudnnGates(context, kind, config.integer("units"));
      return operator(context, kind, scope, x, states, "tanh", "sigmoid");
    },
  };
}

/** RNN(cell): any cells that are known, step by step. */
const rnn: LayerDefinition = {
  parts(layer) {
    const cell = layer.inner.get("cell");
    return cell === undefined ? [] : [{ key: "cell", attributes: ["cell"], layer: cell }];
  },
  emit(context) {
    const { x, states } = splitInputs(context);
    const cell = context.layer.inner.get("cell") ?? context.unsupported("its cells are not known here");
    const count =
      stateCount(cell) ??
      context.unsupported(`its cell '${cell.name}' of class ${cell.className}, whose states are not known`);
    if (context.config.flag("stateful", false)) context.noteStateful();
    const mask = context.tensor(3, "mask") ?? context.mask(x)?.value();
    const outputs = unrolled(context, x, states, count, mask, (data, before) => {
      return context.invoke(cell, [data, ...before.filter((state) => state !== undefined)]);
    });
    passMask(context, x, outputs[0]);
    return outputs;
  },
  mask: "use",
};

function inner(layer: KerasLayer, key: string): KerasLayer | undefined {
  return layer.inner.get(key);
}

const bidirectional: LayerDefinition = {
  parts(layer) {
    const forward = inner(layer, "layer");
    const backward = inner(layer, "backward_layer");
    return [
      ...(forward === undefined
        ? []
        : [{ key: "forward_layer", attributes: ["forward_layer", "layer"], layer: forward }]),
      ...(backward === undefined ? [] : [{ key: "backward_layer", attributes: ["backward_layer"], layer: backward }]),
    ];
  },
  emit(context) {
    const { build, config, layer } = context;
    const forward = inner(layer, "layer") ?? config.refuse("layer", "a recurrent layer");
    const backward = inner(layer, "backward_layer") ?? config.refuse("layer", "a recurrent layer");
    const { x, states } = splitInputs(context);
    const half = Math.floor(states.length / 2);
    const [y, ...after] = context.invoke(forward, [x, ...states.slice(0, half)]);
    const [z, ...afterBack] = context.invoke(backward, [x, ...states.slice(half)]);
    if (y === undefined || z === undefined) return context.unsupported("its layers have no outputs");
    const reversed = forward.config.flag("return_sequences", false)
      ? build.emit.one("reverseV2", [z, build.emit.ints([1], "axis")], {})
      : z;
    const merged = merge(context, y, reversed);
    const mask = context.mask(x);
    if (mask !== undefined && forward.config.flag("return_sequences", false)) {
      for (const output of merged) context.setMask(output, mask);
    }
    return [...merged, ...after, ...afterBack];
  },
  mask: "use",
};

function merge(context: LayerContext, y: ValueId, z: ValueId): readonly ValueId[] {
  const { build, config } = context;
  if (!config.has("merge_mode"))
    return config.get("merge_mode") === undefined ? [build.concat([y, z], build.rank(y) - 1)] : [y, z];
  switch (config.text("merge_mode")) {
    case "concat":
      return [build.concat([y, z], build.rank(y) - 1)];
    case "sum":
      return [build.arithmetic("add", y, z)];
    case "ave":
      return [build.arithmetic("mul", build.arithmetic("add", y, z), { number: 0.5 })];
    case "mul":
      return [build.arithmetic("mul", y, z)];
    default:
      return config.refuse("merge_mode", "concat, sum, ave, mul or null");
  }
}

export const recurrentLayers: LayerTable = {
  LSTM: recurrent("lstm"),
  GRU: recurrent("gru"),
  SimpleRNN: recurrent("simple"),
  CuDNNLSTM: cudnn("lstm"),
  CuDNNGRU: cudnn("gru"),
  RNN: rnn,
  Bidirectional: bidirectional,
};
