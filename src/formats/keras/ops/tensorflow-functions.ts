import type { UnaryOp } from "../emit/build.ts";
import type { LayerDefinition } from "../layers/definition.ts";
import * as elementwise from "./elementwise.ts";
import * as indexing from "./indexing.ts";
import * as linear from "./linear.ts";
import * as neural from "./neural.ts";
import { definitionOf, type Operation } from "./operation.ts";
import * as pictures from "./pictures.ts";
import * as reductions from "./reductions.ts";
import * as shapes from "./shapes.ts";

const { unary, binary } = elementwise;
const same = (op: UnaryOp): Operation => unary((b, x) => b.unary(op, x));
const compare = (op: "equal" | "notEqual" | "less" | "lessEqual" | "greater" | "greaterEqual"): Operation =>
  binary((b, x, y) => b.binary(op, x, y));
const identity = unary(elementwise.identity);

/** Functions of TensorFlow 2 that tf.keras wraps into TFOpLambda layers, by their public name without `tf.`. */
const functions: Readonly<Record<string, Operation>> = {
  "__operators__.add": binary(elementwise.add),
  "__operators__.getitem": indexing.getItem,
  "math.add": binary(elementwise.add),
  "math.subtract": binary(elementwise.subtract),
  "math.multiply": binary(elementwise.multiply),
  "math.divide": binary(elementwise.trueDivide),
  "math.truediv": binary(elementwise.trueDivide),
  "math.divide_no_nan": binary(elementwise.divideNoNan),
  "math.multiply_no_nan": binary(elementwise.multiply),
  "math.floordiv": binary((b, x, y) => b.binary("floorDiv", x, y)),
  floor_div: binary((b, x, y) => b.binary("floorDiv", x, y)),
  div: binary(elementwise.trueDivide),
  realdiv: binary(elementwise.trueDivide),
  "math.floormod": binary((b, x, y) => b.binary("floorMod", x, y)),
  "math.mod": binary((b, x, y) => b.binary("floorMod", x, y)),
  "math.pow": binary((b, x, y) => b.binary("pow", x, y)),
  "math.maximum": binary((b, x, y) => b.binary("maximum", x, y)),
  "math.minimum": binary((b, x, y) => b.binary("minimum", x, y)),
  "math.squared_difference": binary(elementwise.squaredDifference),
  "math.atan2": (p) => p.context.build.binary("atan2", p.operand(0, "y"), p.operand(1, "x")),
  "math.add_n": (p) => p.context.build.emit.one("addN", p.values(0, "inputs"), {}),
  "math.equal": compare("equal"),
  "math.not_equal": compare("notEqual"),
  "math.less": compare("less"),
  "math.less_equal": compare("lessEqual"),
  "math.greater": compare("greater"),
  "math.greater_equal": compare("greaterEqual"),
  "math.logical_and": elementwise.logical("logicalAnd"),
  "math.logical_or": elementwise.logical("logicalOr"),
  "math.logical_xor": elementwise.logical("xor"),
  "math.logical_not": same("logicalNot"),
  "math.negative": same("neg"),
  "math.abs": same("abs"),
  "math.sign": same("sign"),
  "math.square": same("square"),
  "math.sqrt": same("sqrt"),
  "math.rsqrt": same("rsqrt"),
  "math.exp": same("exp"),
  "math.expm1": same("expm1"),
  "math.log": same("log"),
  "math.log1p": same("log1p"),
  "math.log_sigmoid": neural.activation("log_sigmoid"),
  "math.floor": same("floor"),
  "math.ceil": same("ceil"),
  "math.round": same("round"),
  "math.rint": same("round"),
  "math.sin": same("sin"),
  "math.cos": same("cos"),
  "math.tan": unary(elementwise.tangent),
  "math.sinh": unary(elementwise.sinh),
  "math.cosh": unary(elementwise.cosh),
  "math.tanh": same("tanh"),
  "math.sigmoid": same("logistic"),
  "math.softplus": same("softplus"),
  "math.softsign": same("softsign"),
  "math.erf": same("erf"),
  "math.erfc": unary(elementwise.complementaryErf),
  "math.reciprocal": unary(elementwise.reciprocal),
  "math.is_nan": unary(elementwise.isNan),
  "math.is_inf": unary(elementwise.isInfinite),
  "math.is_finite": unary(elementwise.isFiniteNumber),
  clip_by_value: elementwise.clipping(["clip_value_min"], ["clip_value_max"]),
  where: elementwise.where,
  cast: elementwise.casting,
  identity,
  stop_gradient: identity,
  convert_to_tensor: identity,
  "debugging.check_numerics": identity,
  ensure_shape: identity,

  "math.reduce_mean": reductions.reduction("mean"),
  "math.reduce_sum": reductions.reduction("sum"),
  "math.reduce_max": reductions.reduction("reduceMax"),
  "math.reduce_min": reductions.reduction("reduceMin"),
  "math.reduce_prod": reductions.reduction("reduceProd"),
  "math.reduce_any": reductions.truthReduction("reduceAny"),
  "math.reduce_all": reductions.truthReduction("reduceAll"),
  "math.reduce_variance": reductions.variance,
  "math.reduce_std": reductions.standardDeviation,
  "math.reduce_logsumexp": reductions.logSumExp,
  "math.reduce_euclidean_norm": reductions.norm,
  "math.count_nonzero": reductions.countNonzero,
  "nn.moments": reductions.moments,
  norm: reductions.norm,
  "linalg.norm": reductions.norm,
  "math.argmax": reductions.argExtremum("argMax", "int64"),
  "math.argmin": reductions.argExtremum("argMin", "int64"),
  argmax: reductions.argExtremum("argMax", "int64"),
  argmin: reductions.argExtremum("argMin", "int64"),
  "math.cumsum": reductions.cumulativeSum,
  "math.top_k": reductions.largest,

  reshape: shapes.reshape,
  broadcast_to: shapes.broadcastTo,
  transpose: shapes.transpose,
  "linalg.matrix_transpose": (p) => {
    const b = p.context.build;
    const x = p.value(0, "a");
    const rank = b.rank(x);
    return b.transpose(
      x,
      Array.from({ length: rank }, (_, i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i)),
    );
  },
  expand_dims: shapes.expandDims,
  squeeze: shapes.squeeze,
  concat: shapes.concatenate,
  stack: shapes.stack,
  unstack: shapes.unstack,
  split: shapes.split("sizes"),
  tile: shapes.tile,
  repeat: shapes.repeat,
  reverse: shapes.flip,
  roll: shapes.roll,
  pad: shapes.pad,
  shape: shapes.shape,
  zeros_like: shapes.filledLike(0),
  ones_like: shapes.filledLike(1),
  slice: shapes.slice(["begin", "size"]),
  gather: indexing.take,
  one_hot: indexing.oneHot,

  matmul: linear.matmul,
  "linalg.matmul": linear.matmul,
  tensordot: linear.tensordot,
  einsum: linear.einsum,
  "linalg.einsum": linear.einsum,

  "nn.relu": neural.activation("relu"),
  "nn.relu6": neural.activation("relu6"),
  "nn.sigmoid": same("logistic"),
  "nn.tanh": same("tanh"),
  "nn.silu": (p) => swish(p),
  "nn.swish": (p) => swish(p),
  "nn.elu": neural.activation("elu"),
  "nn.selu": neural.activation("selu"),
  "nn.softplus": neural.activation("softplus"),
  "nn.softsign": neural.activation("softsign"),
  "nn.gelu": neural.gelu(false),
  "nn.leaky_relu": neural.leakyRelu("alpha", 0.2),
  "nn.crelu": unary(elementwise.crelu),
  "nn.softmax": neural.softmax,
  "nn.log_softmax": neural.logSoftmax,
  "nn.l2_normalize": neural.normalize("squares"),
  "math.l2_normalize": neural.normalize("squares"),
  "linalg.l2_normalize": neural.normalize("squares"),
  "nn.bias_add": neural.biasAdd,
  "nn.batch_normalization": neural.batchNormalization,
  "nn.local_response_normalization": neural.localResponseNormalization,
  "nn.lrn": neural.localResponseNormalization,
  "nn.max_pool": neural.pooling("max", "ksize"),
  "nn.max_pool1d": neural.pooling("max", "ksize"),
  "nn.max_pool2d": neural.pooling("max", "ksize"),
  "nn.max_pool3d": neural.pooling("max", "ksize"),
  "nn.avg_pool": neural.pooling("average", "ksize"),
  "nn.avg_pool1d": neural.pooling("average", "ksize"),
  "nn.avg_pool2d": neural.pooling("average", "ksize"),
  "nn.avg_pool3d": neural.pooling("average", "ksize"),
  "nn.conv1d": neural.convolution(false),
  "nn.conv2d": neural.convolution(false),
  "nn.depthwise_conv2d": neural.convolution(true),
  "nn.depth_to_space": neural.blocks("depthToSpace"),
  "nn.space_to_depth": neural.blocks("spaceToDepth"),
  "nn.dropout": identity,

  "image.resize": pictures.tensorflowResize,
  "image.resize_bilinear": pictures.legacyResize("bilinear"),
  "image.resize_nearest_neighbor": pictures.legacyResize("nearest"),
  "image.rgb_to_grayscale": pictures.grayscale,
  "image.per_image_standardization": pictures.standardize,
  "image.flip_left_right": pictures.flipAlong(-2),
  "image.flip_up_down": pictures.flipAlong(-3),
};

/** `x sigmoid(beta x)`. */
const swish: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "features");
  const beta = p.number("beta", 1, 1);
  if (beta === 1) return b.unary("silu", x);
  return b.arithmetic("mul", x, b.unary("logistic", b.arithmetic("mul", x, { number: beta })));
};

/** The definition of a function of TensorFlow by its public name; undefined for one that is not known. */
export function findTensorflowFunction(name: string): LayerDefinition | undefined {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  return found === undefined ? undefined : definitionOf(found);
}
