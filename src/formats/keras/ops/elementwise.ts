import type { ValueId } from "../../../ir/index.ts";
import { type Build, num, type Operand } from "../emit/build.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";
import { asFloat, promoted } from "./promotion.ts";

type Unary = (b: Build, x: ValueId) => ValueId;
type Binary = (b: Build, x: Operand, y: Operand) => ValueId;

/** A function of one tensor as it is. */
export const unary =
  (f: Unary): Operation =>
  (p) =>
    f(p.context.build, p.value(0, "x", "inputs", "input", "features", "tensor", "value", "a"));

/** A function of one tensor that is made a floating-point number first. */
export const ofFloat =
  (f: Unary): Operation =>
  (p) => {
    const b = p.context.build;
    return f(b, asFloat(b, p.value(0, "x", "inputs", "input", "features", "tensor", "value")));
  };

/** A function of two tensors or numbers in their common dtype. */
export const binary =
  (f: Binary): Operation =>
  (p) => {
    const b = p.context.build;
    const [x, y] = operands(p);
    return f(b, ...promoted(b, x, y));
  };

function operands(p: Parameters): readonly [Operand, Operand] {
  const x = p.operand(0, "x1", "x", "a");
  const y = p.operand(1, "x2", "y", "b");
  if (typeof x !== "number" && typeof y !== "number") return [p.value(0, "x1", "x"), y];
  return [x, y];
}

const floats = (b: Build, x: Operand, y: Operand): readonly [Operand, Operand] => [
  typeof x === "number" ? asFloat(b, x) : x,
  typeof y === "number" ? asFloat(b, y) : y,
];

export const add: Binary = (b, x, y) => b.arithmetic("add", x, y);
export const subtract: Binary = (b, x, y) => b.arithmetic("sub", x, y);
export const multiply: Binary = (b, x, y) => b.arithmetic("mul", x, y);
/** Division of real numbers, of integers too. */
export const trueDivide: Binary = (b, x, y) => b.arithmetic("div", ...floats(b, x, y));
export const divideNoNan: Binary = (b, x, y) => {
  const [p, q] = floats(b, x, y);
  const zero = b.binary("equal", q, num(0));
  return b.select(zero, num(0), b.arithmetic("div", p, q));
};
export const squaredDifference: Binary = (b, x, y) => b.binary("squaredDifference", x, y);
export const logicalXor: Binary = (b, x, y) => {
  const both = b.unary("logicalNot", b.binary("logicalAnd", x, y));
  return b.binary("logicalAnd", b.binary("logicalOr", x, y), both);
};
/** `log(e^x + e^y)`, from the larger down. */
export const logAddExp: Binary = (b, x, y) => {
  const [p, q] = floats(b, x, y);
  const larger = b.binary("maximum", p, q);
  const distance = b.unary("neg", b.unary("abs", b.arithmetic("sub", p, q)));
  return b.arithmetic("add", larger, b.unary("log1p", b.unary("exp", distance)));
};
export const hypotenuse: Binary = (b, x, y) => {
  const square = (value: Operand): ValueId => b.arithmetic("mul", value, value);
  const [p, q] = floats(b, x, y);
  return b.unary("sqrt", b.arithmetic("add", square(p), square(q)));
};

/** Truth of a tensor's elements: what logical functions take. */
const truth = (b: Build, x: Operand): Operand =>
  typeof x !== "number" || b.dtype(x) === "bool" ? x : b.binary("notEqual", x, num(0));
export const logical =
  (op: "logicalAnd" | "logicalOr" | "xor"): Operation =>
  (p) => {
    const b = p.context.build;
    const [x, y] = operands(p).map((value) => truth(b, value)) as [Operand, Operand];
    return op === "xor" ? logicalXor(b, x, y) : b.binary(op, x, y);
  };

export const reciprocal: Unary = (b, x) => b.arithmetic("div", num(1), x);
export const logTo =
  (base: number): Unary =>
  (b, x) =>
    b.arithmetic("mul", b.unary("log", x), num(1 / Math.log(base)));
export const truncate: Unary = (b, x) => b.arithmetic("mul", b.unary("sign", x), b.unary("floor", b.unary("abs", x)));
export const tangent: Unary = (b, x) => b.arithmetic("div", b.unary("sin", x), b.unary("cos", x));
/** `(e^x - e^-x) / 2`. */
export const sinh: Unary = (b, x) => {
  const difference = b.arithmetic("sub", b.unary("exp", x), b.unary("exp", b.unary("neg", x)));
  return b.arithmetic("mul", difference, num(0.5));
};
export const cosh: Unary = (b, x) => {
  const sum = b.arithmetic("add", b.unary("exp", x), b.unary("exp", b.unary("neg", x)));
  return b.arithmetic("mul", sum, num(0.5));
};
export const complementaryErf: Unary = (b, x) => b.arithmetic("sub", num(1), b.unary("erf", x));
export const isNan: Unary = (b, x) => b.binary("notEqual", x, x);
export const isInfinite: Unary = (b, x) => b.binary("equal", b.unary("abs", x), num(Number.POSITIVE_INFINITY));
export const isFiniteNumber: Unary = (b, x) => b.binary("less", b.unary("abs", x), num(Number.POSITIVE_INFINITY));
export const identity: Unary = (_, x) => x;
export const crelu: Unary = (b, x) => b.concat([b.unary("relu", x), b.unary("relu", b.unary("neg", x))], b.rank(x) - 1);

/** `min(max(x, low), high)`; either bound may be a tensor or missing. */
export function clipping(lowNames: readonly string[], highNames: readonly string[]): Operation {
  return (p) => {
    const b = p.context.build;
    let x: Operand = p.value(0, "x", "t", "inputs");
    const low = p.get(1, ...lowNames);
    const high = p.get(2, ...highNames);
    if (low !== undefined && low !== null) x = b.binary("maximum", ...promoted(b, x, p.operand(1, ...lowNames)));
    if (high !== undefined && high !== null) x = b.binary("minimum", ...promoted(b, x, p.operand(2, ...highNames)));
    return x as ValueId;
  };
}

/** `condition ? x : y` element by element; the other form, which lists positions, has no static shape. */
export const where: Operation = (p) => {
  const b = p.context.build;
  const condition = truth(b, p.value(0, "condition")) as ValueId;
  const x = p.get(1, "x1", "x");
  if (x === undefined || x === null) return p.context.unsupported("the form that lists positions");
  const [first, second] = promoted(b, p.operand(1, "x1", "x"), p.operand(2, "x2", "y"));
  if (typeof first !== "number" && typeof second !== "number")
    return b.select(condition, p.value(1, "x1", "x"), second);
  return b.select(condition, first, second);
};

/** Rounds to a number of decimals, halves to even. */
export const rounding: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x");
  const decimals = p.integer("decimals", 0, 1);
  if (decimals === 0) return b.unary("round", x);
  const factor = num(10 ** decimals);
  return b.arithmetic("div", b.unary("round", b.arithmetic("mul", x, factor)), factor);
};

export const casting: Operation = (p) => {
  const dtype = p.dtype("dtype", 1) ?? p.context.unsupported("a cast without a dtype");
  return p.context.build.cast(p.value(0, "x"), dtype);
};
