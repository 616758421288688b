import { isFloat } from "../../../../numerics/index.ts";
import type { FusedActivation } from "../../../../ops/index.ts";
import { bool, float, type NodeWriter, type Tensor } from "../node-writer.ts";
import { decompose, nodes, nodesOrDefinition, unsupported, type WriteFamily, type WriteNode } from "../rule.ts";
import { activate, clamp } from "./activate.ts";

const first = (w: NodeWriter) => w.outputs[0] ?? w.refuse("it has no output");

/** One node over all operands, whose element type is that of the first. */
const plain =
  (op: string): WriteNode<unknown> =>
  (w) =>
    w.emit(op, w.present, { T: w.dtype(w.input(0).type.dtype) }, first(w));

const arithmetic =
  (op: string): WriteNode<{ readonly activation: FusedActivation }> =>
  (w, { activation }) =>
    activate(w, plain(op)(w, {}) as Tensor, activation);

/** Whole numbers are cut off towards zero. */
const div: WriteNode<{ readonly activation: FusedActivation }> = (w, attrs) =>
  arithmetic(isFloat(w.input(0).type.dtype) ? "RealDiv" : "TruncateDiv")(w, attrs);

const logical =
  (op: string): WriteNode<unknown> =>
  (w) =>
    w.emit(op, w.present, {}, first(w));

/** TensorFlow.js makes whole numbers of the quotients of real ones. */
const floorDiv: WriteNode<unknown> = (w, attrs) => {
  const { dtype } = w.input(0).type;
  if (w.target.operators === undefined || !isFloat(dtype)) return plain("FloorDiv")(w, attrs);
  const T = w.dtype(dtype);
  return w.emit("Floor", [w.emit("RealDiv", w.present, { T }, first(w))], { T }, first(w));
};

/** `x relu6(x + 3) / 6` (TensorFlow Lite, `HardSwish`). */
const hardSwish: WriteNode<unknown> = (w) => {
  const x = w.input(0);
  const T = w.dtype(x.type.dtype);
  const moved = w.emit("AddV2", [x, w.number(3, x.type.dtype)], { T }, x.type);
  const bounded = w.emit("Relu6", [moved], { T }, x.type);
  const scaled = w.emit("Mul", [bounded, w.number(1 / 6, x.type.dtype)], { T }, x.type);
  return w.emit("Mul", [x, scaled], { T }, first(w));
};

/** `relu(x) + alpha min(x, 0)`. */
const prelu: WriteNode<unknown> = (w) => {
  const [x, alpha] = [w.input(0), w.input(1)];
  const T = w.dtype(x.type.dtype);
  const above = w.emit("Relu", [x], { T }, x.type);
  const below = w.emit("Minimum", [w.number(0, x.type.dtype), x], { T }, x.type);
  const sloped = w.emit("Mul", [below, alpha], { T }, first(w));
  return w.emit("AddV2", [above, sloped], { T }, first(w));
};

/** `x (1 + erf(x / sqrt 2)) / 2`, or with `tanh(sqrt(2 / pi) (x + 0.044715 x^3))` (Hendrycks and Gimpel, 2016). */
const gelu: WriteNode<{ readonly approximate: boolean }> = (w, { approximate }) => {
  const x = w.input(0);
  const { dtype } = x.type;
  const T = w.dtype(dtype);
  const times = (a: Tensor, b: Tensor | number): Tensor =>
    w.emit("Mul", [a, typeof b === "number" ? w.number(b, dtype) : b], { T }, x.type);
  const plus = (a: Tensor, b: Tensor | number): Tensor =>
    w.emit("AddV2", [a, typeof b === "number" ? w.number(b, dtype) : b], { T }, x.type);
  const bent = approximate
    ? w.emit("Tanh", [times(plus(x, times(times(times(x, x), x), 0.044715)), Math.sqrt(2 / Math.PI))], { T }, x.type)
    : w.emit("Erf", [times(x, Math.SQRT1_2)], { T }, x.type);
  return times(times(x, 0.5), plus(bent, 1));
};

/** A condition of rank 1 picks whole rows, as in TensorFlow 1's Select; newer operators broadcast it from the right. */
const select: WriteNode<unknown> = (w) => {
  const [condition, x] = [w.input(0), w.input(1)];
  const rank = x.type.shape?.length;
  const isRows = condition.type.shape?.length === 1 && rank !== undefined && rank > 1;
  const T = w.dtype(x.type.dtype);
  if (!isRows) return w.emit("SelectV2", w.present, { T }, first(w));
  const shape = w.ints([-1, ...new Array<number>(rank - 1).fill(1)], "rows");
  const attrs = { T: w.dtype("bool"), Tshape: w.dtype("int32") };
  const column = w.emit("Reshape", [condition, shape], attrs, { dtype: "bool", shape: undefined });
  return w.emit("SelectV2", [column, x, w.input(2)], { T }, first(w));
};

const softmax: WriteNode<{ readonly beta: number }> = (w, { beta }) => {
  const x = w.input(0);
  const T = w.dtype(x.type.dtype);
  const scaled = beta === 1 ? x : w.emit("Mul", [x, w.number(beta, x.type.dtype)], { T }, x.type);
  return w.emit("Softmax", [scaled], { T }, first(w));
};

export const elementwiseRules: WriteFamily<
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "floorDiv"
  | "floorMod"
  | "pow"
  | "maximum"
  | "minimum"
  | "squaredDifference"
  | "atan2"
  | "bitwiseXor"
  | "rightShift"
  | "addN"
  | "equal"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "logicalAnd"
  | "logicalOr"
  | "logicalNot"
  | "abs"
  | "neg"
  | "sign"
  | "ceil"
  | "floor"
  | "round"
  | "exp"
  | "log"
  | "sqrt"
  | "rsqrt"
  | "square"
  | "sin"
  | "cos"
  | "tanh"
  | "logistic"
  | "softplus"
  | "softsign"
  | "selu"
  | "celu"
  | "erf"
  | "log1p"
  | "expm1"
  | "silu"
  | "mish"
  | "hardSigmoid"
  | "thresholdedRelu"
  | "relu"
  | "relu6"
  | "reluN1To1"
  | "relu0To1"
  | "hardSwish"
  | "elu"
  | "leakyRelu"
  | "prelu"
  | "gelu"
  | "softmax"
  | "logSoftmax"
  | "select"
  | "selectV2"
  | "trainingOnly"
  | "dequantize"
  | "quantize"
  | "fakeQuant"
> = {
  add: nodes(arithmetic("AddV2")),
  sub: nodes(arithmetic("Sub")),
  mul: nodes(arithmetic("Mul")),
  div: nodes(div),
  floorDiv: nodes(floorDiv),
  floorMod: nodes(plain("FloorMod")),
  pow: nodes(plain("Pow")),
  maximum: nodes(plain("Maximum")),
  minimum: nodes(plain("Minimum")),
  squaredDifference: nodes(plain("SquaredDifference")),
  atan2: nodes(plain("Atan2")),
  bitwiseXor: nodes(plain("BitwiseXor")),
  rightShift: nodes(plain("RightShift")),
  addN: nodes((w) =>
    w.emit("AddN", w.present, { N: { i: w.present.length }, T: w.dtype(w.input(0).type.dtype) }, first(w)),
  ),
  equal: nodes(plain("Equal")),
  notEqual: nodes(plain("NotEqual")),
  less: nodes(plain("Less")),
  lessEqual: nodes(plain("LessEqual")),
  greater: nodes(plain("Greater")),
  greaterEqual: nodes(plain("GreaterEqual")),
  logicalAnd: nodes(logical("LogicalAnd")),
  logicalOr: nodes(logical("LogicalOr")),
  logicalNot: nodes(logical("LogicalNot")),
  abs: nodes(plain("Abs")),
  neg: nodes(plain("Neg")),
  sign: nodes(plain("Sign")),
  ceil: nodes(plain("Ceil")),
  floor: nodes(plain("Floor")),
  round: nodes(plain("Round")),
  exp: nodes(plain("Exp")),
  log: nodes(plain("Log")),
  sqrt: nodes(plain("Sqrt")),
  rsqrt: nodes(plain("Rsqrt")),
  square: nodes(plain("Square")),
  sin: nodes(plain("Sin")),
  cos: nodes(plain("Cos")),
  tanh: nodes(plain("Tanh")),
  logistic: nodes(plain("Sigmoid")),
  softplus: nodesOrDefinition(plain("Softplus")),
  softsign: nodesOrDefinition(plain("Softsign")),
  selu: nodesOrDefinition(plain("Selu")),
  celu: decompose,
  erf: nodesOrDefinition(plain("Erf")),
  log1p: nodesOrDefinition(plain("Log1p")),
  expm1: nodesOrDefinition(plain("Expm1")),
  silu: decompose,
  mish: decompose,
  hardSigmoid: decompose,
  thresholdedRelu: decompose,
  relu: nodes(plain("Relu")),
  relu6: nodes(plain("Relu6")),
  reluN1To1: nodes((w) => clamp(w, w.input(0), -1, 1)),
  relu0To1: nodes((w) => clamp(w, w.input(0), 0, 1)),
  hardSwish: nodes(hardSwish),
  elu: nodes(plain("Elu")),
  leakyRelu: nodes((w, { alpha }) =>
    w.emit("LeakyRelu", w.present, { T: w.dtype(w.input(0).type.dtype), alpha: float(alpha) }, first(w)),
  ),
  prelu: nodes(prelu),
  gelu: nodes(gelu),
  softmax: nodes(softmax),
  logSoftmax: nodes(plain("LogSoftmax")),
  select: nodes(select),
  selectV2: nodes((w) => w.emit("SelectV2", w.present, { T: w.dtype(w.input(1).type.dtype) }, first(w))),
  trainingOnly: nodes(plain("Identity")),
  dequantize: nodes((w) => {
    const x = w.input(0);
    if (!isFloat(x.type.dtype)) return w.refuse("its tensors are quantized, which frozen graphs say in another way");
    const attrs = { SrcT: w.dtype(x.type.dtype), DstT: w.dtype(first(w).dtype) };
    return w.emit("Cast", [x], attrs, first(w));
  }),
  quantize: unsupported("quantized tensors are said in another way in graphs"),
  fakeQuant: nodes((w, { min, max, numBits, narrowRange }) =>
    w.emit(
      "FakeQuantWithMinMaxArgs",
      w.present,
      { min: float(min), max: float(max), num_bits: { i: numBits }, narrow_range: bool(narrowRange) },
      first(w),
    ),
  ),
};
