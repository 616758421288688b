import { field, isArray, isObject, type Json, type JsonObject } from "../config/json.ts";
import { type DialectRow, type LayerEntry, renamed, withConfig, without } from "./dialect.ts";

/** Other names of classes: aliases that Keras exports, classes of Keras 1, classes that were renamed. */
const classAliases: Readonly<Record<string, string>> = {
  Model: "Functional",
  TimeDistributedDense: "Dense",
  Convolution1D: "Conv1D",
  Convolution2D: "Conv2D",
  Convolution3D: "Conv3D",
  AtrousConvolution1D: "Conv1D",
  AtrousConvolution2D: "Conv2D",
  AtrousConv1D: "Conv1D",
  AtrousConv2D: "Conv2D",
  Convolution1DTranspose: "Conv1DTranspose",
  Convolution2DTranspose: "Conv2DTranspose",
  Convolution3DTranspose: "Conv3DTranspose",
  Deconvolution2D: "Conv2DTranspose",
  Deconvolution3D: "Conv3DTranspose",
  SeparableConvolution1D: "SeparableConv1D",
  SeparableConvolution2D: "SeparableConv2D",
  MaxPool1D: "MaxPooling1D",
  MaxPool2D: "MaxPooling2D",
  MaxPool3D: "MaxPooling3D",
  AvgPool1D: "AveragePooling1D",
  AvgPool2D: "AveragePooling2D",
  AvgPool3D: "AveragePooling3D",
  GlobalMaxPool1D: "GlobalMaxPooling1D",
  GlobalMaxPool2D: "GlobalMaxPooling2D",
  GlobalMaxPool3D: "GlobalMaxPooling3D",
  GlobalAvgPool1D: "GlobalAveragePooling1D",
  GlobalAvgPool2D: "GlobalAveragePooling2D",
  GlobalAvgPool3D: "GlobalAveragePooling3D",
  GroupedQueryAttention: "GroupQueryAttention",
  BatchNormalizationV1: "BatchNormalization",
  BatchNormalizationV2: "BatchNormalization",
  SyncBatchNormalization: "BatchNormalization",
  LSTMV2: "LSTM",
  GRUV2: "GRU",
};

/** The Python value of a serialized NumPy number or array, as plain JSON; the same object where there is none. */
function plainValue(value: Json): Json {
  if (isArray(value)) {
    const plain = value.map(plainValue);
    return plain.every((item, index) => Object.is(item, value[index])) ? value : plain;
  }
  if (!isObject(value)) return value;
  const name = field(value, "class_name");
  const config = field(value, "config");
  if ((name === "__numpy__" || name === "__tensor__") && isObject(config)) return field(config, "value") ?? null;
  if (name === "__tuple__" || name === "TensorShape") return plainValue(field(value, "items") ?? []);
  return value;
}

function settleValues(entry: LayerEntry): LayerEntry {
  const changed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(entry.config)) {
    const plain = plainValue(value);
    if (!Object.is(plain, value)) changed[key] = plain;
  }
  return Object.keys(changed).length === 0 ? entry : withConfig(entry, { ...entry.config, ...changed });
}

/** Classes of the dtype policies of Keras 2 and 3; anything else under `dtype` stays as it is. */
function policyName(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const config = field(value, "config");
  if (!isObject(config)) return undefined;
  const name = field(config, "name");
  return typeof name === "string" ? name : undefined;
}

function settleShape(entry: LayerEntry, key: string): LayerEntry {
  const shape = field(entry.config, key);
  if (shape === undefined) return entry;
  const config = without(entry.config, [key]);
  return withConfig(entry, Object.hasOwn(config, "batch_shape") ? config : { ...config, batch_shape: shape });
}

/** Key under which a configuration that is a list arrives here. */
export const listKey = "[]";

/** Names and forms that changed between Keras 2 and 3, or within them. */
export const rows: readonly DialectRow[] = [
  {
    name: "bare list of layers",
    difference: "the configuration of a Sequential model is a list of layers before Keras 2.2, an object since",
    settle(entry) {
      const layers = field(entry.config, listKey);
      return layers === undefined ? entry : withConfig(entry, { layers });
    },
  },
  {
    name: "registered names",
    difference:
      "HDF5 files put 'package>Class' into class_name, archives into registered_name beside the bare class name",
    settle(entry) {
      const at = entry.className.lastIndexOf(">");
      if (at === -1) return entry;
      return { ...entry, className: entry.className.slice(at + 1), registeredName: entry.className };
    },
  },
  {
    name: "class aliases",
    difference: "one class has several names: Convolution2D, MaxPool2D, Model ...",
    settle(entry) {
      const className = Object.hasOwn(classAliases, entry.className) ? classAliases[entry.className] : undefined;
      const custom = entry.registeredName?.includes(">") === true;
      return className === undefined || custom ? entry : { ...entry, className };
    },
  },
  {
    name: "serialized numbers",
    difference:
      "Keras 2.12 archives write NumPy numbers as { class_name: '__numpy__' }, old files tuples as '__tuple__'",
    settle: settleValues,
  },
  {
    name: "batch_input_shape",
    difference: "Keras 1 and 2 write batch_input_shape, Keras 3 batch_shape",
    settle: (entry) => settleShape(entry, "batch_input_shape"),
  },
  {
    name: "input_shape",
    difference: "the first layer of some Sequential models has input_shape without the batch",
    settle(entry) {
      if (Object.hasOwn(entry.config, "batch_shape")) return entry;
      const shape = field(entry.config, "input_shape");
      if (!isArray(shape)) return entry;
      const config = without(entry.config, ["input_shape"]);
      return withConfig(entry, { ...config, batch_shape: [field(entry.config, "batch_size") ?? null, ...shape] });
    },
  },
  {
    name: "list axis",
    difference: "tf.keras writes BatchNormalization's axis as a list of one, others as a number",
    classes: ["BatchNormalization"],
    settle(entry) {
      const axis = field(entry.config, "axis");
      if (!isArray(axis) || axis.length !== 1) return entry;
      return withConfig(entry, { ...entry.config, axis: axis[0] as Json });
    },
  },
  {
    name: "groups without meaning",
    difference:
      "Keras 2.3-2.15 write groups: 1 for depthwise and transposed convolutions, which have none; Keras 3 stops at it",
    classes: [
      "DepthwiseConv1D",
      "DepthwiseConv2D",
      "SeparableConv1D",
      "SeparableConv2D",
      "Conv1DTranspose",
      "Conv2DTranspose",
      "Conv3DTranspose",
    ],
    settle(entry) {
      const config = without(entry.config, ["groups"]);
      return config === entry.config ? entry : withConfig(entry, config);
    },
  },
  {
    name: "dtype policies",
    difference: "dtype is a name, or an object of class Policy (Keras 2) or DTypePolicy (Keras 3)",
    settle(entry) {
      const name = policyName(field(entry.config, "dtype"));
      return name === undefined ? entry : withConfig(entry, { ...entry.config, dtype: name });
    },
  },
  {
    name: "alpha",
    difference: "LeakyReLU's slope is alpha in Keras 1 and 2, negative_slope in Keras 3",
    classes: ["LeakyReLU"],
    settle(entry) {
      const config = renamed(entry.config, { alpha: "negative_slope" });
      return config === entry.config ? entry : withConfig(entry, config);
    },
  },
  {
    name: "Lambda functions",
    difference: "Keras 1 and 2 store a Lambda as [code, defaults, closure] with function_type, Keras 3 as an object",
    classes: ["Lambda"],
    settle(entry) {
      const type = field(entry.config, "function_type");
      const stored = field(entry.config, "function");
      if (typeof type !== "string") return entry;
      const config = without(entry.config, ["function_type"]);
      const described: JsonObject =
        type === "function"
          ? { class_name: "function", config: typeof stored === "string" ? stored : null }
          : { class_name: "__lambda__", config: {} };
      return withConfig(entry, { ...config, function: described });
    },
  },
  {
    name: "functions of TensorFlow",
    difference: "TFOpLambda names functions with and without 'tf.' and 'compat.v1.'",
    classes: ["TFOpLambda", "ClassMethod", "InstanceMethod", "InstanceProperty"],
    settle(entry) {
      const name = field(entry.config, "function");
      if (typeof name !== "string") return entry;
      const bare = name.replace(/^(tf\.|tensorflow\.)/, "").replace(/^compat\.v[12]\./, "");
      return bare === name ? entry : withConfig(entry, { ...entry.config, function: bare });
    },
  },
];
