import type { ValueId } from "../../../ir/index.ts";
import type { PartSpec, WeightSpec } from "../bind/plan.ts";
import { listKeys } from "../bind/snake-case.ts";
import type { KerasLayer } from "../config/layer.ts";
import { type Build, num } from "../emit/build.ts";
import { isResolvedList, type LayerContext, valuesIn, type WeightScope } from "./context.ts";
import { denseFilter, fullyConnected } from "./core.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";

export type CellKind = "lstm" | "gru" | "simple";

/** Gates of a cell: how many blocks of `units` its kernels have. */
export const gateCount: Readonly<Record<CellKind, number>> = { lstm: 4, gru: 3, simple: 1 };

/** Whether a GRU applies the reset gate after the recurrent product: always written since Keras 2.1, false before. */
export function resetsAfter(layer: KerasLayer): boolean {
  if (layer.className === "CuDNNGRU") return true;
  return layer.config.flag("reset_after", layer.dialect.major === 3);
}

export function cellWeights(layer: KerasLayer): readonly WeightSpec[] {
  const bias = layer.config.flag("use_bias", true) ? [{ name: "bias" }] : [];
  return [{ name: "kernel" }, { name: "recurrent_kernel" }, ...bias];
}

/** Expected shapes of a cell's weights for inputs of some features. */
export interface CellShapes {
  readonly kernel: readonly (number | null)[];
  readonly recurrent: readonly (number | null)[];
  readonly bias: readonly (number | null)[];
}

export function cellShapes(layer: KerasLayer, kind: CellKind, features: number | null): CellShapes {
  const units = layer.config.integer("units");
  const wide = units * gateCount[kind];
  const twoRows = kind === "gru" && resetsAfter(layer);
  return { kernel: [features, wide], recurrent: [units, wide], bias: twoRows ? [2, wide] : [wide] };
}

/** One step of a cell: the output, and the states behind it. States that are absent are zero. */
export function cellStep(
  context: LayerContext,
  scope: WeightScope,
  kind: CellKind,
  x: ValueId,
  states: readonly (ValueId | undefined)[],
): readonly ValueId[] {
  const { build, layer } = context;
  const units = layer.config.integer("units");
  const shapes = cellShapes(layer, kind, context.extent(x, -1));
  const kernel = denseFilter(context, scope.weight("kernel", shapes.kernel));
  const recurrent = denseFilter(context, scope.weight("recurrent_kernel", shapes.recurrent), "recurrent_kernel");
  const bias = layer.config.flag("use_bias", true)
    ? context.constant(scope.weight("bias", shapes.bias), "bias")
    : undefined;
  const act = (value: ValueId): ValueId => context.activate(value, "activation");
  const gate = (value: ValueId): ValueId => context.activate(value, "recurrent_activation", "sigmoid");
  const piece = (value: ValueId, index: number): ValueId => build.sliceAxis(value, 1, index * units, units);
  const [h, c] = states;

  if (kind === "gru")
    return gruStep(build, { kernel, recurrent, bias, units, reset: resetsAfter(layer) }, x, h, act, gate);
  const projected = fullyConnected(build, x, kernel, bias ?? null);
  const sum =
    h === undefined ? projected : build.arithmetic("add", projected, fullyConnected(build, h, recurrent, null));
  if (kind === "simple") {
    const next = act(sum);
    return [next, next];
  }
  const added = build.arithmetic("mul", gate(piece(sum, 0)), act(piece(sum, 2)));
  const kept =
    c === undefined ? added : build.arithmetic("add", build.arithmetic("mul", gate(piece(sum, 1)), c), added);
  const next = build.arithmetic("mul", gate(piece(sum, 3)), act(kept));
  return [next, next, kept];
}

interface GruParts {
  readonly kernel: ValueId;
  readonly recurrent: ValueId;
  readonly bias: ValueId | undefined;
  readonly units: number;
  readonly reset: boolean;
}

/** `h' = z h + (1 - z) act(...)`, with gates z, r and the candidate in this order. */
function gruStep(
  b: Build,
  { kernel, recurrent, bias, units, reset }: GruParts,
  x: ValueId,
  h: ValueId | undefined,
  act: (value: ValueId) => ValueId,
  gate: (value: ValueId) => ValueId,
): readonly ValueId[] {
  const row = (index: number): ValueId | undefined => {
    if (bias === undefined) return undefined;
    return reset ? b.squeeze(b.sliceAxis(bias, 0, index, 1), [0]) : index === 0 ? bias : undefined;
  };
  const piece = (value: ValueId, index: number): ValueId => b.sliceAxis(value, 1, index * units, units);
  const xs = fullyConnected(b, x, kernel, row(0) ?? null);
  const state = h ?? b.literal(b.dtype(x), [1, units], new Float64Array(units), "zero state");
  const part = (index: number): ValueId => b.sliceAxis(recurrent, 0, index * units, units);
  if (reset) {
    const hs = fullyConnected(b, state, recurrent, row(1) ?? null);
    const z = gate(b.arithmetic("add", piece(xs, 0), piece(hs, 0)));
    const r = gate(b.arithmetic("add", piece(xs, 1), piece(hs, 1)));
    const candidate = act(b.arithmetic("add", piece(xs, 2), b.arithmetic("mul", r, piece(hs, 2))));
    return mixed(b, z, state, candidate);
  }
  const z = gate(b.arithmetic("add", piece(xs, 0), fullyConnected(b, state, part(0), null)));
  const r = gate(b.arithmetic("add", piece(xs, 1), fullyConnected(b, state, part(1), null)));
  const product = fullyConnected(b, b.arithmetic("mul", r, state), part(2), null);
  return mixed(b, z, state, act(b.arithmetic("add", piece(xs, 2), product)));
}

function mixed(b: Build, z: ValueId, before: ValueId, candidate: ValueId): readonly ValueId[] {
  const kept = b.arithmetic("mul", z, before);
  const next = b.arithmetic("add", kept, b.arithmetic("mul", b.arithmetic("sub", num(1), z), candidate));
  return [next, next];
}

/** A cell as a layer of its own: inputs are the step's data and the states, outputs the output and the new states. */
function cell(kind: CellKind): LayerDefinition {
  return {
    weights: cellWeights,
    emit(context) {
      const [x, ...states] = context.inputs;
      const named = context.call.args[1];
      const given = isResolvedList(named) || named !== undefined ? valuesIn(named) : states;
      if (x === undefined) return context.unsupported("it is called without data");
      return cellStep(context, context, kind, x, given.length > 0 ? given : states);
    },
  };
}

/** Number of states that a cell keeps. */
export function stateCount(layer: KerasLayer): number | undefined {
  if (layer.className === "LSTMCell") return 2;
  if (layer.className === "GRUCell" || layer.className === "SimpleRNNCell") return 1;
  if (layer.className !== "StackedRNNCells") return undefined;
  let total = 0;
  for (const inner of stackedCells(layer)) {
    const count = stateCount(inner);
    if (count === undefined) return undefined;
    total += count;
  }
  return total;
}

export function stackedCells(layer: KerasLayer): readonly KerasLayer[] {
  return [...layer.inner].filter(([key]) => key.startsWith("cells/")).map(([, inner]) => inner);
}

/** Parts that a layer keeps in a list: archives number them by class. */
export function listParts(attribute: string, layers: readonly KerasLayer[]): readonly PartSpec[] {
  const keys = listKeys(layers.map((layer) => layer.className));
  return layers.map((layer, i) => ({ key: `${attribute}/${i}`, attributes: [`${attribute}/${keys[i]}`], layer }));
}

const stacked: LayerDefinition = {
  parts: (layer) => listParts("cells", stackedCells(layer)),
  emit(context) {
    const [x, ...given] = context.inputs;
    if (x === undefined) return context.unsupported("it is called without data");
    let at = 0;
    let output = x;
    const states: ValueId[] = [];
    for (const inner of stackedCells(context.layer)) {
      const count = stateCount(inner) ?? context.unsupported(`its cell '${inner.name}' of class ${inner.className}`);
      const [next, ...after] = context.invoke(inner, [output, ...given.slice(at, at + count)]);
      at += count;
      output = next ?? output;
      states.push(...after);
    }
    return [output, ...states];
  },
};

export const cellLayers: LayerTable = {
  LSTMCell: cell("lstm"),
  GRUCell: cell("gru"),
  SimpleRNNCell: cell("simple"),
  StackedRNNCells: stacked,
};
