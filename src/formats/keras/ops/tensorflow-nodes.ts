import { decodeBase64 } from "../../../bytes/index.ts";
import { createConfig } from "../config/config.ts";
import { field, isArray, isObject, type Json, type JsonObject } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import { isResolvedList, type LayerContext, type Resolved, type ResolvedCall } from "../layers/context.ts";
import type { LayerDefinition } from "../layers/definition.ts";
import type { Operation } from "./operation.ts";
import { createParameters } from "./parameters.ts";
import { findTensorflowFunction } from "./tensorflow-functions.ts";

/** How a node of a TensorFlow graph is called as a function: which, in what order, with which attributes by name. */
interface NodeRule {
  readonly function: string;
  /** Names of the inputs where their positions differ from the function's; all others go by position. */
  readonly inputs?: readonly string[];
  /** All inputs but so many at the end are one list. */
  readonly listed?: number;
  /** Parameter of the function by attribute of the node. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const like = (name: string, attributes: Readonly<Record<string, string>> = {}): NodeRule => ({
  function: name,
  attributes,
});
const reduce = (name: string): NodeRule => ({ function: `math.reduce_${name}`, attributes: { keep_dims: "keepdims" } });
const pool = { ksize: "ksize", strides: "strides", padding: "padding", data_format: "data_format" };
const resize = { align_corners: "align_corners", half_pixel_centers: "half_pixel_centers" };

/** Operations of TensorFlow that TF 2.0 to 2.3 wraps into TensorFlowOpLayer, under the functions that make them. */
const rules: Readonly<Record<string, NodeRule>> = {
  ...named("math", {
    add: ["Add", "AddV2"],
    subtract: ["Sub"],
    multiply: ["Mul"],
    divide: ["RealDiv", "Div"],
    divide_no_nan: ["DivNoNan"],
    floordiv: ["FloorDiv"],
    floormod: ["FloorMod"],
    pow: ["Pow"],
    maximum: ["Maximum"],
    minimum: ["Minimum"],
    squared_difference: ["SquaredDifference"],
    equal: ["Equal"],
    not_equal: ["NotEqual"],
    less: ["Less"],
    less_equal: ["LessEqual"],
    greater: ["Greater"],
    greater_equal: ["GreaterEqual"],
    logical_and: ["LogicalAnd"],
    logical_or: ["LogicalOr"],
    logical_not: ["LogicalNot"],
    negative: ["Neg"],
    abs: ["Abs"],
    sign: ["Sign"],
    square: ["Square"],
    sqrt: ["Sqrt"],
    rsqrt: ["Rsqrt"],
    exp: ["Exp"],
    expm1: ["Expm1"],
    log: ["Log"],
    log1p: ["Log1p"],
    floor: ["Floor"],
    ceil: ["Ceil"],
    round: ["Round", "Rint"],
    sin: ["Sin"],
    cos: ["Cos"],
    tanh: ["Tanh"],
    sigmoid: ["Sigmoid"],
    softplus: ["Softplus"],
    softsign: ["Softsign"],
    erf: ["Erf"],
    reciprocal: ["Reciprocal", "Inv"],
  }),
  ...named("nn", { relu: ["Relu"], relu6: ["Relu6"], elu: ["Elu"], selu: ["Selu"], bias_add: ["BiasAdd"] }),
  Softmax: like("nn.softmax"),
  LogSoftmax: like("nn.log_softmax"),
  LeakyRelu: like("nn.leaky_relu", { alpha: "alpha" }),
  Identity: like("identity"),
  StopGradient: like("identity"),
  CheckNumerics: like("identity"),
  Cast: like("cast", { DstT: "dtype" }),
  ClipByValue: like("clip_by_value"),
  Select: like("where"),
  SelectV2: like("where"),
  AddN: { function: "math.add_n", listed: 0 },
  Mean: reduce("mean"),
  Sum: reduce("sum"),
  Max: reduce("max"),
  Min: reduce("min"),
  Prod: reduce("prod"),
  Any: reduce("any"),
  All: reduce("all"),
  ArgMax: like("math.argmax", { output_type: "output_type" }),
  ArgMin: like("math.argmin", { output_type: "output_type" }),
  Cumsum: like("math.cumsum", { exclusive: "exclusive", reverse: "reverse" }),
  Reshape: like("reshape"),
  Transpose: like("transpose"),
  ExpandDims: like("expand_dims"),
  Squeeze: like("squeeze", { squeeze_dims: "squeeze_dims" }),
  ConcatV2: { function: "concat", listed: 1 },
  Pack: { function: "stack", listed: 0, attributes: { axis: "axis" } },
  Unpack: like("unstack", { axis: "axis" }),
  Split: { function: "split", inputs: ["axis", "value"], attributes: { num_split: "num_or_size_splits" } },
  SplitV: like("split"),
  Slice: like("slice"),
  Tile: like("tile"),
  Pad: like("pad"),
  PadV2: { function: "pad", inputs: ["tensor", "paddings", "constant_values"] },
  MirrorPad: like("pad", { mode: "mode" }),
  GatherV2: { function: "gather", inputs: ["params", "indices", "axis"], attributes: { batch_dims: "batch_dims" } },
  Shape: like("shape", { out_type: "out_type" }),
  MatMul: like("matmul", { transpose_a: "transpose_a", transpose_b: "transpose_b" }),
  BatchMatMulV2: like("matmul", { adj_x: "adjoint_a", adj_y: "adjoint_b" }),
  MaxPool: like("nn.max_pool2d", pool),
  AvgPool: like("nn.avg_pool2d", pool),
  ResizeBilinear: like("image.resize_bilinear", resize),
  ResizeNearestNeighbor: like("image.resize_nearest_neighbor", resize),
  DepthToSpace: like("nn.depth_to_space", { block_size: "block_size" }),
  SpaceToDepth: like("nn.space_to_depth", { block_size: "block_size" }),
};

/** Rules for functions of one module that take their inputs by position and have no attributes. */
function named(module: string, nodes: Readonly<Record<string, readonly string[]>>): Record<string, NodeRule> {
  return Object.fromEntries(
    Object.entries(nodes).flatMap(([name, ops]) => ops.map((op) => [op, { function: `${module}.${name}` }] as const)),
  );
}

/** Operation of the node that a TensorFlowOpLayer wraps; empty when the configuration has none. */
export function nodeOperation(layer: KerasLayer): string {
  const node = layer.config.get("node_def");
  const op = isObject(node) ? field(node, "op") : undefined;
  return typeof op === "string" ? op : "";
}

/** The meaning of a TensorFlowOpLayer; undefined when its operation is not known. */
export function findTensorflowNode(layer: KerasLayer): LayerDefinition | undefined {
  const op = nodeOperation(layer);
  if (op === "StridedSlice") return { emit: (context) => stridedSlice(createParameters(nodeCall(context, {}))) };
  const rule = Object.hasOwn(rules, op) ? rules[op] : undefined;
  const definition = rule === undefined ? undefined : findTensorflowFunction(rule.function);
  if (rule === undefined || definition === undefined) return undefined;
  return { emit: (context) => definition.emit(nodeCall(context, rule)), keepsDtype: true, mask: "pass" };
}

/** The call of a node as that of a function: constants at their places, attributes as keyword arguments. */
function nodeCall(context: LayerContext, rule: Omit<NodeRule, "function">): LayerContext {
  const constants = context.config.get("constants");
  const inputs: Resolved[] = context.call.args.flatMap((argument) =>
    isResolvedList(argument) ? argument : [argument],
  );
  const entries = isObject(constants) ? Object.entries(constants) : [];
  for (const [index, value] of entries.sort(([a], [b]) => Number(a) - Number(b))) {
    inputs.splice(Number(index), 0, constantOf(value));
  }
  const kwargs = new Map<string, Resolved>();
  for (const [attribute, parameter] of Object.entries(rule.attributes ?? {})) {
    const value = attributeOf(context.layer, attribute);
    if (value !== undefined) kwargs.set(parameter, value);
  }
  for (const [index, name] of (rule.inputs ?? []).entries()) kwargs.set(name, inputs[index] ?? null);
  const args = rule.inputs !== undefined ? [] : rule.listed === undefined ? inputs : grouped(inputs, rule.listed);
  const call: ResolvedCall = { args, kwargs };
  return { ...context, call, config: createConfig({}, { node: context.layer.path }) };
}

function grouped(inputs: readonly Resolved[], after: number): readonly Resolved[] {
  const end = Math.max(0, inputs.length - after);
  return [inputs.slice(0, end), ...inputs.slice(end)];
}

/** A constant input: a number, or nested lists of numbers. */
function constantOf(json: Json): Resolved {
  return isArray(json) ? json.map(constantOf) : isObject(json) ? null : json;
}

const dtypes: Readonly<Record<string, string>> = {
  DT_FLOAT: "float32",
  DT_DOUBLE: "float64",
  DT_HALF: "float16",
  DT_BFLOAT16: "bfloat16",
  DT_INT8: "int8",
  DT_UINT8: "uint8",
  DT_INT16: "int16",
  DT_INT32: "int32",
  DT_INT64: "int64",
  DT_BOOL: "bool",
};

/** An attribute as protocol buffers write it in JSON: whole numbers as text, texts in base64. */
function attributeOf(layer: KerasLayer, name: string): Resolved | undefined {
  const node = layer.config.get("node_def");
  const attributes = isObject(node) ? field(node, "attr") : undefined;
  const value = isObject(attributes) ? field(attributes, name) : undefined;
  return isObject(value) ? attributeValue(value) : undefined;
}

function attributeValue(value: JsonObject): Resolved | undefined {
  const [kind, given] = Object.entries(value)[0] ?? [];
  if (kind === "i") return Number(given);
  if (kind === "f" && (typeof given === "number" || typeof given === "string")) return Number(given);
  if (kind === "b" && typeof given === "boolean") return given;
  if (kind === "type" && typeof given === "string") return dtypes[given] ?? given;
  if (kind === "s" && typeof given === "string") {
    const bytes = decodeBase64(given);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }
  const list = kind === "list" && isObject(given) ? field(given, "i") : undefined;
  return isArray(list) ? list.map(Number) : undefined;
}

/** Indices between two ends, with the masks of `tf.strided_slice`. */
const stridedSlice: Operation = (p) => {
  const { context } = p;
  const { emit } = context.build;
  const part = (position: number, name: string) => emit.ints(p.integers(name, position) ?? [], name);
  const mask = (name: string): number => Number(attributeOf(context.layer, name) ?? 0);
  return emit.one("stridedSlice", [p.value(0, "x"), part(1, "begin"), part(2, "end"), part(3, "strides")], {
    beginMask: mask("begin_mask"),
    endMask: mask("end_mask"),
    ellipsisMask: mask("ellipsis_mask"),
    newAxisMask: mask("new_axis_mask"),
    shrinkAxisMask: mask("shrink_axis_mask"),
    offset: false,
  });
};
