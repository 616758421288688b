import { field, isArray, isObject, type Json, type JsonObject } from "../config/json.ts";
import { type DialectRow, type LayerEntry, renamed, withConfig, without } from "./dialect.ts";

const convolutions = [
  "Conv1D",
  "Conv2D",
  "Conv3D",
  "Conv2DTranspose",
  "SeparableConv2D",
  "Convolution1D",
  "Convolution2D",
  "Convolution3D",
  "AtrousConvolution1D",
  "AtrousConvolution2D",
  "Deconvolution2D",
  "SeparableConvolution2D",
  "LocallyConnected1D",
  "LocallyConnected2D",
];

const rename =
  (names: Readonly<Record<string, string>>): DialectRow["settle"] =>
  (entry) => {
    const config = renamed(entry.config, names);
    return config === entry.config ? entry : withConfig(entry, config);
  };

/** `[a, b, c]` under one key from the keys that hold its parts. */
function joined(config: JsonObject, parts: readonly string[], key: string): JsonObject {
  if (!parts.every((part) => Object.hasOwn(config, part)) || Object.hasOwn(config, key)) return config;
  return { ...without(config, parts), [key]: parts.map((part) => field(config, part) as Json) };
}

const orderings: Readonly<Record<string, string>> = { tf: "channels_last", th: "channels_first" };

/** Layers of the merge modes of Keras 1; `cos` is a normalised dot product. */
const mergeModes: Readonly<Record<string, string>> = {
  sum: "Add",
  mul: "Multiply",
  ave: "Average",
  max: "Maximum",
  concat: "Concatenate",
  dot: "Dot",
  cos: "Dot",
};

function settleMerge(entry: LayerEntry): LayerEntry {
  const mode = field(entry.config, "mode");
  const className = typeof mode === "string" && Object.hasOwn(mergeModes, mode) ? mergeModes[mode] : undefined;
  if (className === undefined) return entry;
  const config = renamed(without(entry.config, ["mode"]), { concat_axis: "axis", dot_axes: "axes" });
  const settled = className === "Dot" ? { ...without(config, ["axis"]), normalize: mode === "cos" } : config;
  return { ...entry, className, config: className === "Concatenate" ? without(settled, ["axes"]) : settled };
}

/** Amounts of padding as pairs; undefined where Keras 2 understands them as they are. */
function paddingPairs(padding: Json | undefined, isLine: boolean): Json | undefined {
  if (isObject(padding)) {
    const amount = (key: string): Json => field(padding, key) ?? 0;
    if (isLine) return [amount("left_pad"), amount("right_pad")];
    return [
      [amount("top_pad"), amount("bottom_pad")],
      [amount("left_pad"), amount("right_pad")],
    ];
  }
  if (!isArray(padding) || padding.length !== 4 || isLine) return undefined;
  return [padding.slice(0, 2), padding.slice(2)];
}

/** Names of Keras 1.x, as Keras 2's own compatibility layer (`keras/legacy`) lists them. */
export const keras1Rows: readonly DialectRow[] = [
  {
    name: "convolution sizes of Keras 1",
    difference: "nb_filter, nb_row and nb_col, kernel_dim1..3, filter_length are filters and kernel_size since Keras 2",
    classes: convolutions,
    settle(entry) {
      let config = joined(entry.config, ["nb_row", "nb_col"], "kernel_size");
      config = joined(config, ["kernel_dim1", "kernel_dim2", "kernel_dim3"], "kernel_size");
      config = renamed(config, {
        nb_filter: "filters",
        filter_length: "kernel_size",
        subsample: "strides",
        subsample_length: "strides",
        atrous_rate: "dilation_rate",
        bias: "use_bias",
      });
      return config === entry.config ? entry : withConfig(entry, config);
    },
  },
  {
    name: "border_mode",
    difference: "border_mode is padding since Keras 2",
    settle: rename({ border_mode: "padding" }),
  },
  {
    name: "dim_ordering",
    difference: "dim_ordering 'tf' and 'th' are data_format 'channels_last' and 'channels_first' since Keras 2",
    settle(entry) {
      const ordering = field(entry.config, "dim_ordering");
      if (typeof ordering !== "string") return entry;
      const format = Object.hasOwn(orderings, ordering) ? (orderings[ordering] as string) : "channels_last";
      return withConfig(entry, { ...without(entry.config, ["dim_ordering"]), data_format: format });
    },
  },
  {
    name: "output_dim",
    difference:
      "output_dim, bias and inner_activation of dense and recurrent layers are units, use_bias and recurrent_activation since Keras 2",
    classes: ["Dense", "TimeDistributedDense", "LSTM", "GRU", "SimpleRNN"],
    settle: rename({ output_dim: "units", bias: "use_bias", inner_activation: "recurrent_activation" }),
  },
  {
    name: "rates of noise layers",
    difference: "p and sigma are rate and stddev since Keras 2",
    classes: [
      "Dropout",
      "GaussianDropout",
      "GaussianNoise",
      "SpatialDropout1D",
      "SpatialDropout2D",
      "SpatialDropout3D",
    ],
    settle: rename({ p: "rate", sigma: "stddev" }),
  },
  {
    name: "one-dimensional pooling of Keras 1",
    difference: "pool_length and stride are pool_size and strides, length is size since Keras 2",
    classes: ["MaxPooling1D", "AveragePooling1D", "UpSampling1D"],
    settle: rename({ pool_length: "pool_size", stride: "strides", length: "size" }),
  },
  {
    name: "zero padding of Keras 1",
    difference: "Keras 1 pads by [top, bottom, left, right] or by an object of such names, Keras 2 by pairs",
    classes: ["ZeroPadding1D", "ZeroPadding2D"],
    writtenBy: [1],
    settle(entry) {
      const pairs = paddingPairs(field(entry.config, "padding"), entry.className === "ZeroPadding1D");
      return pairs === undefined ? entry : withConfig(entry, { ...entry.config, padding: pairs });
    },
  },
  {
    name: "Merge",
    difference: "the layer Merge(mode) is Add, Multiply, Average, Maximum, Concatenate or Dot since Keras 2",
    classes: ["Merge"],
    settle: settleMerge,
  },
];
