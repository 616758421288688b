import type { ValueId } from "../../../ir/index.ts";
import { isFloat } from "../../../numerics/index.ts";
import { type ArithmeticOp, type Build, num, type PlainOp } from "./build.ts";
import type { elementwiseDefinitions } from "./definitions/elementwise.ts";
import type { Emit, Family, NodeContext } from "./rule.ts";

const unary =
  (op: PlainOp): Emit =>
  (n) =>
    n.build.op(op, n.input(0));
const binary =
  (op: PlainOp): Emit =>
  (n) =>
    n.build.op(op, n.input(0), n.input(1));
const arithmetic =
  (op: ArithmeticOp): Emit =>
  (n) =>
    n.build.arithmetic(op, n.input(0), n.input(1));
const formula =
  (compute: (b: Build, x: ValueId, y: ValueId) => ValueId): Emit =>
  (n) =>
    compute(n.build, n.input(0), n.inputs[1] ?? n.input(0));
const refused = (refused: string) => ({ refused });
const special = refused("no runtime of vision models has this special function");
const complex = refused("complex numbers appear in no vision graph that is run");

/** `sqrt(1 - x^2)`. */
const cosineOfSine = (b: Build, x: ValueId): ValueId => b.op("sqrt", b.arithmetic("sub", num(1), b.op("square", x)));
/** `e^x - e^-x`, sign +1 or -1 between; halved. */
function hyperbolicSine(b: Build, x: ValueId): ValueId {
  const twice = b.arithmetic("sub", b.op("expm1", x), b.op("expm1", b.op("neg", x)));
  return b.arithmetic("mul", twice, num(0.5));
}
function hyperbolicCosine(b: Build, x: ValueId): ValueId {
  return b.arithmetic("mul", b.arithmetic("add", b.op("exp", x), b.op("exp", b.op("neg", x))), num(0.5));
}
/** `sign(x) log(|x| + sqrt(x^2 + 1))`. */
function areaSine(b: Build, x: ValueId): ValueId {
  const size = b.op("abs", x);
  const root = b.op("sqrt", b.arithmetic("add", b.op("square", size), num(1)));
  return b.arithmetic("mul", b.op("sign", x), b.op("log", b.arithmetic("add", size, root)));
}
function areaCosine(b: Build, x: ValueId): ValueId {
  const root = b.op("sqrt", b.arithmetic("sub", b.op("square", x), num(1)));
  return b.op("log", b.arithmetic("add", x, root));
}
function areaTangent(b: Build, x: ValueId): ValueId {
  const twice = b.arithmetic("sub", b.op("log1p", x), b.op("log1p", b.op("neg", x)));
  return b.arithmetic("mul", twice, num(0.5));
}
/** The remainder that has the sign of x, as in C. */
function truncatedRemainder(b: Build, x: ValueId, y: ValueId): ValueId {
  const size = b.op("floorMod", b.op("abs", x), b.op("abs", y));
  return b.arithmetic("mul", b.op("sign", x), size);
}
/** `f(x, y)` where x is not 0, else 0. */
const unlessZero =
  (compute: (b: Build, x: ValueId, y: ValueId) => ValueId): Emit =>
  (n) => {
    const [x, y] = [n.input(0), n.input(1)];
    return n.build.select(n.build.binary("equal", x, num(0)), num(0), compute(n.build, x, y));
  };

/** TensorFlow 1's choice: a vector chooses rows of tensors of a higher rank. */
const select: Emit = (n) => {
  const [condition, x, y] = [n.input(0), n.input(1), n.input(2)];
  const [given, chosen] = [n.emit.type(condition).shape, n.emit.type(x).shape];
  const rows = given?.length === 1 && chosen?.length !== 1;
  return n.build.op(rows ? "select" : "selectV2", condition, x, y);
};

const cast: Emit = (n) => n.build.cast(n.input(0), n.attrs.dtype("DstT"));

const isSmaller = (n: NodeContext): ValueId =>
  n.build.binary("less", n.build.op("abs", n.input(0)), num(Number.POSITIVE_INFINITY));

function sumOf(n: NodeContext): ValueId {
  return n.inputs.length === 1 ? n.input(0) : n.emit.one("addN", n.inputs, {});
}

/** Operators of one element at a time. */
export const elementwiseOps: Family<keyof typeof elementwiseDefinitions> = {
  Abs: unary("abs"),
  Neg: unary("neg"),
  Sign: unary("sign"),
  Ceil: unary("ceil"),
  Floor: unary("floor"),
  Round: (n) => (isFloat(n.build.dtype(n.input(0))) ? n.build.op("round", n.input(0)) : n.input(0)),
  Rint: unary("round"),
  Exp: unary("exp"),
  Expm1: unary("expm1"),
  Log: unary("log"),
  Log1p: unary("log1p"),
  Sqrt: unary("sqrt"),
  Rsqrt: unary("rsqrt"),
  Square: unary("square"),
  Reciprocal: formula((b, x) => b.arithmetic("div", num(1), x)),
  Inv: formula((b, x) => b.arithmetic("div", num(1), x)),
  Sin: unary("sin"),
  Cos: unary("cos"),
  Tan: formula((b, x) => b.arithmetic("div", b.op("sin", x), b.op("cos", x))),
  Asin: formula((b, x) => b.op("atan2", x, cosineOfSine(b, x))),
  Acos: formula((b, x) => b.op("atan2", cosineOfSine(b, x), x)),
  Atan: formula((b, x) => b.binary("atan2", x, num(1))),
  Sinh: formula(hyperbolicSine),
  Cosh: formula(hyperbolicCosine),
  Asinh: formula(areaSine),
  Acosh: formula(areaCosine),
  Atanh: formula(areaTangent),
  Tanh: unary("tanh"),
  Sigmoid: unary("logistic"),
  Softplus: unary("softplus"),
  Softsign: unary("softsign"),
  Erf: unary("erf"),
  Erfc: formula((b, x) => b.arithmetic("sub", num(1), b.op("erf", x))),
  Erfinv: special,
  Ndtri: special,
  Lgamma: special,
  Digamma: special,
  Polygamma: special,
  Zeta: special,
  Igamma: special,
  Igammac: special,
  Betainc: special,
  NextAfter: special,
  Cross: special,
  LogicalNot: unary("logicalNot"),
  Relu: unary("relu"),
  Relu6: unary("relu6"),
  Elu: unary("elu"),
  Selu: unary("selu"),
  LeakyRelu: (n) => n.emit.one("leakyRelu", [n.input(0)], { alpha: n.attrs.float("alpha") }),
  OnesLike: (n) => n.build.op("fill", n.build.shapeOf(n.input(0)), n.build.scalar(1, n.build.dtype(n.input(0)))),
  ZerosLike: unary("zerosLike"),
  IsNan: formula((b, x) => b.op("notEqual", x, x)),
  IsInf: formula((b, x) => b.binary("equal", b.op("abs", x), num(Number.POSITIVE_INFINITY))),
  IsFinite: isSmaller,
  Invert: formula((b, x) => b.arithmetic("sub", b.op("neg", x), num(1))),
  Cast: cast,
  Bitcast: (n) => n.emit.one("bitcast", [n.input(0)], { dtype: n.attrs.dtype("type") }),
  Complex: complex,
  Real: unary("real"),
  Imag: unary("imag"),
  ComplexAbs: unary("complexAbs"),
  Conj: (n) => n.input(0),
  Angle: complex,
  Add: arithmetic("add"),
  AddV2: arithmetic("add"),
  Sub: arithmetic("sub"),
  Mul: arithmetic("mul"),
  Div: arithmetic("div"),
  RealDiv: arithmetic("div"),
  DivNoNan: (n) =>
    n.build.select(
      n.build.binary("equal", n.input(1), num(0)),
      num(0),
      n.build.arithmetic("div", n.input(0), n.input(1)),
    ),
  MulNoNan: (n) =>
    n.build.select(
      n.build.binary("equal", n.input(1), num(0)),
      num(0),
      n.build.arithmetic("mul", n.input(0), n.input(1)),
    ),
  TruncateDiv: arithmetic("div"),
  TruncateMod: formula(truncatedRemainder),
  FloorDiv: binary("floorDiv"),
  FloorMod: binary("floorMod"),
  Mod: formula(truncatedRemainder),
  Pow: binary("pow"),
  Maximum: binary("maximum"),
  Minimum: binary("minimum"),
  SquaredDifference: binary("squaredDifference"),
  Atan2: binary("atan2"),
  Xdivy: unlessZero((b, x, y) => b.arithmetic("div", x, y)),
  Xlogy: unlessZero((b, x, y) => b.arithmetic("mul", x, b.op("log", y))),
  Xlog1py: unlessZero((b, x, y) => b.arithmetic("mul", x, b.op("log1p", y))),
  Equal: binary("equal"),
  NotEqual: binary("notEqual"),
  Less: binary("less"),
  LessEqual: binary("lessEqual"),
  Greater: binary("greater"),
  GreaterEqual: binary("greaterEqual"),
  ApproximateEqual: (n) => {
    const distance = n.build.op("abs", n.build.arithmetic("sub", n.input(0), n.input(1)));
    return n.build.binary("less", distance, num(n.attrs.float("tolerance")));
  },
  LogicalAnd: binary("logicalAnd"),
  LogicalOr: binary("logicalOr"),
  BitwiseAnd: binary("bitwiseAnd"),
  BitwiseOr: refused("bits are not taken apart by any vision graph"),
  BitwiseXor: binary("bitwiseXor"),
  LeftShift: binary("leftShift"),
  RightShift: binary("rightShift"),
  AddN: sumOf,
  AccumulateNV2: sumOf,
  ClipByValue: (n) => n.build.op("minimum", n.build.op("maximum", n.input(0), n.input(1)), n.input(2)),
  Select: select,
  SelectV2: (n) => n.build.op("selectV2", n.input(0), n.input(1), n.input(2)),
  Where: unary("where"),
};
