import { type Constant, reshapeConstant, type ValueId } from "../../../ir/index.ts";
import { elementCount, fromNumbers } from "../../../numerics/index.ts";
import { computedConstant, expression, literalExpression } from "../../../ops/index.ts";
import { ints } from "../emit/constants.ts";
import type { LayerContext } from "./context.ts";
import { kernelAndBias } from "./convolution.ts";
import { denseFilter, fullyConnected } from "./core.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { isChannelsFirst, paddingOf, requireRank } from "./spatial.ts";

/** A convolution whose kernel is another one at each place. */
interface Local {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly same: boolean;
  readonly first: boolean;
  /** Spatial extents, channels. */
  readonly input: readonly number[];
  readonly channels: number;
  readonly output: readonly number[];
  readonly filters: number;
}

/** Most pairs of input and output elements that are listed. */
const pairLimit = 2 ** 24;

/** LocallyConnected1D and 2D of Keras 1 and 2, in each of the three forms of their kernel (`implementation`). */
function locallyConnected(spatial: number): LayerDefinition {
  return {
    weights: (layer) => kernelAndBias(layer),
    emit(context) {
      const { build, config, input } = context;
      requireRank(context, input, spatial + 2);
      const local = describe(context, spatial);
      const flat = build.reshape(input, [build.dims(input)[0] ?? 1, elementCount(local.input) * local.channels]);
      const batch = build.dims(input)[0] ?? 1;
      const shape = layout(local, local.output, local.filters);
      const form = config.integer("implementation", 1);
      const result =
        form === 1
          ? inPatches(context, flat, local)
          : build.reshape(wholeProduct(context, flat, local, form), [batch, ...shape], [input]);
      return context.activate(withBias(context, result, local));
    },
  };
}

function describe(context: LayerContext, spatial: number): Local {
  const { config, input } = context;
  const first = isChannelsFirst(config);
  const size = config.extents("kernel_size", spatial);
  const strides = config.extents("strides", spatial, 1);
  const same = paddingOf(context) === "same";
  const extents = size.map((_, i) => context.extent(input, i + (first ? 2 : 1)));
  const output = extents.map((extent, i) => {
    const stride = Math.max(1, strides[i] ?? 1);
    return Math.ceil((same ? extent : extent - (size[i] ?? 1) + 1) / stride);
  });
  const filters = config.integer("filters");
  const channels = context.extent(input, first ? 1 : -1);
  const local = { size, strides, same, first, input: extents, channels, output, filters };
  const pairs = elementCount([...output, ...size]) * channels * filters;
  return output.every((extent) => extent > 0) && filters > 0 && pairs < pairLimit
    ? local
    : context.unsupported("its window does not fit its input");
}

/** Extents in the layer's order of axes. */
const layout = ({ first }: Local, extents: readonly number[], channels: number): readonly number[] =>
  first ? [channels, ...extents] : [...extents, channels];

/** All places of a grid, row by row. */
function places(extents: readonly number[]): readonly (readonly number[])[] {
  return extents.reduce<readonly (readonly number[])[]>(
    (before, extent) => before.flatMap((place) => Array.from({ length: extent }, (_, at) => [...place, at])),
    [[]],
  );
}

const offset = (place: readonly number[], extents: readonly number[]): number =>
  place.reduce((sum, at, axis) => sum * (extents[axis] ?? 1) + at, 0);

/** Spatial places of the input that a place of the output sees (`conv_connected_inputs`). */
function seen({ size, strides, same, input }: Local, place: readonly number[]): readonly (readonly number[])[] {
  const begins = place.map((at, i) => at * (strides[i] ?? 1) - (same ? Math.floor((size[i] ?? 1) / 2) : 0));
  return places(size)
    .map((step) => step.map((at, i) => at + (begins[i] ?? 0)))
    .filter((at) => at.every((x, i) => x >= 0 && x < (input[i] ?? 0)));
}

/** Form 1: kernel `[places, window * in, filters]`; each place is a product of its own. */
function inPatches(context: LayerContext, flat: ValueId, local: Local): ValueId {
  const { build, input } = context;
  const { input: extents, channels, output, filters, size, first } = local;
  const width = elementCount(size) * channels;
  const grid = places(output);
  const kernel = context.weight("kernel", [grid.length, width, filters]);
  const whole = layout(local, extents, channels);
  const indices = grid.flatMap((place) => {
    const around = seen(local, place);
    const each = Array.from({ length: channels }, (_, channel) => channel);
    const visited = first
      ? each.flatMap((channel) => around.map((at) => [channel, ...at]))
      : around.flatMap((at) => each.map((channel) => [...at, channel]));
    return visited.map((at) => offset(at, whole));
  });
  if (indices.length !== grid.length * width) return context.unsupported("padding same with implementation 1");
  const order = build.literal("int32", [grid.length, width], indices, "places that each window sees");
  const patches = build.emit.one("gather", [flat, order], { axis: 1, batchDims: 0 });
  const byPlace = build.matmul(build.transpose(patches, [1, 0, 2]), context.constant(kernel, "kernel"));
  const rows = build.transpose(byPlace, [1, 0, 2]);
  const result = build.reshape(rows, [build.dims(input)[0] ?? 1, ...output, filters], [input]);
  const axes = output.map((_, i) => i + 1);
  return first ? build.transpose(result, [0, axes.length + 1, ...axes]) : result;
}

/** Forms 2 and 3: one matrix from all inputs to all outputs, stored whole, or as the numbers where they are connected. */
function wholeProduct(context: LayerContext, flat: ValueId, local: Local, form: number): ValueId {
  const { build } = context;
  const { input, channels, output, filters } = local;
  const [from, to] = [layout(local, input, channels), layout(local, output, filters)];
  const [rows, columns] = [elementCount(to), elementCount(from)];
  if (rows * columns > pairLimit) return context.unsupported("a kernel of this size");
  const pairs = connected(local, from, to);
  if (form === 2) {
    const kernel = context.weight("kernel", [...from, ...to]);
    const mask = new Uint8Array(rows * columns);
    for (const [out, at] of pairs) mask[at * rows + out] = 1;
    const matrix = reshapeConstant(kernel, [columns, rows]);
    const kept = literalExpression(fromNumbers(kernel.dtype, [columns, rows], mask), "connected places");
    const product = expression("mul", [matrix, kept], { activation: "none" });
    const masked = computedConstant(product, kernel.dtype, [columns, rows], "connected places of a whole matrix");
    return fullyConnected(build, flat, denseFilter(context, masked), null);
  }
  if (form !== 3) return context.config.refuse("implementation", "1, 2 or 3");
  const sorted = pairs.map(([out, at]) => out * columns + at).sort((a, b) => a - b);
  const kernel: Constant = context.weight("kernel", [sorted.length]);
  const at = sorted.flatMap((index) => [Math.floor(index / columns), index % columns]);
  const indices = literalExpression(fromNumbers("int32", [sorted.length, 2], at), "connected places");
  const root = expression("scatterNd", [indices, kernel, ints([rows, columns], "shape")], {});
  const filter = computedConstant(root, kernel.dtype, [rows, columns], "a matrix of its connected places");
  return fullyConnected(build, flat, context.constant(filter, "kernel"), null);
}

/** Pairs of output and input elements, by offset. */
function connected(
  local: Local,
  from: readonly number[],
  to: readonly number[],
): readonly (readonly [number, number])[] {
  const element = (place: readonly number[], channel: number): readonly number[] => layout(local, place, channel);
  return places(local.output).flatMap((place) =>
    seen(local, place).flatMap((around) =>
      places([local.channels, local.filters]).map(([channel = 0, filter = 0]): readonly [number, number] => [
        offset(element(place, filter), to),
        offset(element(around, channel), from),
      ]),
    ),
  );
}

/** The bias is `[...places, filters]`; for channels first, Keras takes its numbers in that order as `[filters, ...places]`. */
function withBias(context: LayerContext, x: ValueId, local: Local): ValueId {
  if (!context.config.flag("use_bias", true)) return x;
  const { output, filters } = local;
  const bias = context.weight("bias", [...output, filters]);
  const shaped = local.first ? reshapeConstant(bias, [filters, ...output]) : bias;
  return context.build.arithmetic("add", x, context.constant(shaped, "bias"));
}

export const locallyConnectedLayers: LayerTable = {
  LocallyConnected1D: locallyConnected(1),
  LocallyConnected2D: locallyConnected(2),
};
