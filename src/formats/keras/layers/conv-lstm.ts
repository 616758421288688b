import type { ValueId } from "../../../ir/index.ts";
import type { LayerContext } from "./context.ts";
import { convolve } from "./convolve.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { unrolled } from "./recurrent.ts";
import { cellWeights } from "./recurrent-cells.ts";
import { isChannelsFirst, paddingOf, requireRank } from "./spatial.ts";

/**
 * A convolutional LSTM (`[batch, steps, ...picture, channels]`): gates in the order input, forget, candidate, output, each a
 * convolution of the data and, with stride 1 and same padding, of the state.
 */
function convLstm(spatial: number): LayerDefinition {
  return {
    parts: (layer) => [{ key: "cell", attributes: ["cell"], name: `${layer.name}_cell`, weights: cellWeights(layer) }],
    emit(context) {
      const { build, config, inputs } = context;
      const [given, ...states] = inputs;
      if (given === undefined) return context.unsupported("it is called without data");
      requireRank(context, given, spatial + 3);
      if (config.flag("stateful", false)) context.noteStateful();
      const first = isChannelsFirst(config);
      const last = Array.from({ length: spatial }, (_, i) => i);
      const toLast = (value: ValueId, lead: number): ValueId =>
        first ? build.transpose(value, [...range(lead), ...last.map((i) => lead + 1 + i), lead]) : value;
      const toFirst = (value: ValueId, lead: number): ValueId =>
        first ? build.transpose(value, [...range(lead), lead + spatial, ...last.map((i) => lead + i)]) : value;
      const x = toLast(given, 2);
      const step = stepOf(context, spatial, context.extent(x, -1));
      const initial = states.map((state) => toLast(state, 1));
      const mask = context.mask(given)?.value();
      const outputs = unrolled(context, x, initial, 2, mask, step);
      const sequences = config.flag("return_sequences", false);
      return outputs.map((output, i) => toFirst(output, i === 0 && sequences ? 2 : 1));
    },
    mask: "use",
  };
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

function stepOf(
  context: LayerContext,
  spatial: number,
  channels: number,
): (x: ValueId, states: readonly (ValueId | undefined)[]) => readonly ValueId[] {
  const { build, config } = context;
  const filters = config.integer("filters");
  const size = config.extents("kernel_size", spatial);
  const scope = context.part("cell");
  const padding = paddingOf(context);
  const ones = new Array<number>(spatial).fill(1);
  const window = {
    strides: config.extents("strides", spatial, 1),
    dilations: config.extents("dilation_rate", spatial, 1),
    padding,
  };
  const kernel = scope.weight("kernel", [...size, channels, 4 * filters]);
  const recurrent = scope.weight("recurrent_kernel", [...size, filters, 4 * filters]);
  const bias = config.flag("use_bias", true) ? context.constant(scope.weight("bias", [4 * filters]), "bias") : null;
  const act = (value: ValueId): ValueId => context.activate(value, "activation");
  const gate = (value: ValueId): ValueId => context.activate(value, "recurrent_activation", "hard_sigmoid");
  return (x, [h, c]) => {
    const data = convolve(build, x, kernel, bias, window, context.constant);
    const before = { strides: ones, dilations: ones, padding: "same" } as const;
    const sum =
      h === undefined
        ? data
        : build.arithmetic("add", data, convolve(build, h, recurrent, null, before, context.constant));
    const piece = (index: number): ValueId => build.sliceAxis(sum, -1, index * filters, filters);
    const added = build.arithmetic("mul", gate(piece(0)), act(piece(2)));
    const kept = c === undefined ? added : build.arithmetic("add", build.arithmetic("mul", gate(piece(1)), c), added);
    const next = build.arithmetic("mul", gate(piece(3)), act(kept));
    return [next, next, kept];
  };
}

export const convLstmLayers: LayerTable = {
  ConvLSTM1D: convLstm(1),
  ConvLSTM2D: convLstm(2),
  ConvLSTM3D: convLstm(3),
};
