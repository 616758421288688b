import type { DType } from "../../../numerics/index.ts";
import type { NoAttrs, OpName } from "../../../ops/index.ts";
import type { BuiltinOperator } from "../schema/builtin-operators.ts";
import {
  broadcastsWide,
  byDtype,
  inputDtype,
  isQuantized,
  outputDtype,
  withActivation,
  writeActivation,
} from "./operand.ts";
import { decompose, type OperatorRule, operator, plain, type RuleContext, type TfliteRule } from "./rule.ts";

const unary = (code: BuiltinOperator, versions: { readonly [D in DType]?: number } = {}): OperatorRule<NoAttrs> =>
  plain(code, () => ({}), byDtype(0, versions));

const binary = (code: BuiltinOperator, version: (context: RuleContext) => number = () => 1): OperatorRule<NoAttrs> =>
  plain(code, () => ({}), version);

/** int16 arithmetic of any scale; the older kernels, with `pot_scale_int16`, take powers of two only. */
const anyScale = (context: RuleContext) => (inputDtype(context, 0) === "int16" ? { pot_scale_int16: false } : {});

function extremumVersion(context: RuleContext): number {
  if (inputDtype(context, 0) === "int16") return 4;
  if (broadcastsWide(context)) return 3;
  return inputDtype(context, 0) === "int8" ? 2 : 1;
}

function mulVersion(context: RuleContext): number {
  const dtype = inputDtype(context, 0);
  if (dtype === "float16") return 8;
  if ((dtype === "int16" && !isQuantized(context, 0) && !isQuantized(context, 1)) || dtype === "uint32") return 7;
  if (dtype === "complex64") return 6;
  if (dtype === "int64") return 5;
  if (dtype === "int16") return 4;
  const [a, b, y] = [context.inputs[0], context.inputs[1], context.outputs[0]].map((operand) => {
    const quantization = operand?.type.quantization;
    return quantization?.kind === "perTensor" ? quantization.scale : 0;
  }) as [number, number, number];
  if (a !== 0 && b !== 0 && y !== 0 && (a * b) / y >= 1) return 3;
  return dtype === "int8" ? 2 : 1;
}

function addVersion(context: RuleContext): number {
  const dtype = inputDtype(context, 0);
  if (dtype === "float16") return 6;
  if (dtype === "int16") return isQuantized(context, 0) ? 3 : 5;
  if (dtype === "int64") return 4;
  return dtype === "int8" ? 2 : 1;
}

function subVersion(context: RuleContext): number {
  const dtype = inputDtype(context, 0);
  if (dtype === "int16" && outputDtype(context, 0) === "int16") return 5;
  if (dtype === "int64") return 4;
  if (broadcastsWide(context)) return 3;
  return dtype === "int8" ? 2 : 1;
}

function absVersion(context: RuleContext): number {
  const dtype = inputDtype(context, 0);
  if (dtype === "int16") return isQuantized(context, 0) ? 3 : 4;
  return byDtype(0, { int32: 5, int8: 2, uint8: 2 })(context);
}

type ElementwiseOp = Extract<
  OpName,
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
>;

/** Arithmetic on elements. */
export const elementwiseRules: { readonly [N in ElementwiseOp]: TfliteRule<N> } = {
  add: operator({
    code: "ADD",
    table: "AddOptions",
    read: (options) => withActivation(options.fused_activation_function, {}),
    write: ({ activation }, context) => ({
      fused_activation_function: writeActivation(activation),
      ...anyScale(context),
    }),
    version: addVersion,
  }),
  sub: operator({
    code: "SUB",
    table: "SubOptions",
    read: (options) => withActivation(options.fused_activation_function, {}),
    write: ({ activation }, context) => ({
      fused_activation_function: writeActivation(activation),
      ...anyScale(context),
    }),
    version: subVersion,
  }),
  mul: operator({
    code: "MUL",
    table: "MulOptions",
    read: (options) => withActivation(options.fused_activation_function, {}),
    write: ({ activation }) => ({ fused_activation_function: writeActivation(activation) }),
    version: mulVersion,
  }),
  div: operator({
    code: "DIV",
    table: "DivOptions",
    read: (options) => withActivation(options.fused_activation_function, {}),
    write: ({ activation }) => ({ fused_activation_function: writeActivation(activation) }),
    version: (context) => (broadcastsWide(context) ? 2 : 1),
  }),
  floorDiv: binary("FLOOR_DIV", byDtype(0, { float32: 2, int8: 3, int16: 3 })),
  floorMod: binary("FLOOR_MOD", byDtype(0, { int8: 2, int16: 2 })),
  pow: binary("POW"),
  maximum: binary("MAXIMUM", extremumVersion),
  minimum: binary("MINIMUM", extremumVersion),
  squaredDifference: binary("SQUARED_DIFFERENCE", byDtype(0, { int8: 2 })),
  atan2: binary("ATAN2"),
  bitwiseXor: binary("BITWISE_XOR"),
  rightShift: binary("RIGHT_SHIFT"),
  abs: plain("ABS", () => ({}), absVersion),
  neg: unary("NEG"),
  sign: unary("SIGN", { int32: 2 }),
  ceil: unary("CEIL"),
  floor: unary("FLOOR"),
  round: unary("ROUND"),
  exp: unary("EXP", { int8: 2, int16: 2 }),
  log: unary("LOG", { int8: 2, int16: 2 }),
  sqrt: unary("SQRT", { int8: 2, int16: 2 }),
  rsqrt: unary("RSQRT", { int8: 2, int16: 3 }),
  square: unary("SQUARE"),
  sin: unary("SIN", { float16: 2 }),
  cos: unary("COS", { float16: 2 }),
  tanh: unary("TANH", { int8: 2, int16: 3 }),
  logistic: unary("LOGISTIC", { int8: 2, int16: 3 }),
  softplus: decompose,
  softsign: decompose,
  selu: decompose,
  celu: decompose,
  erf: decompose,
  log1p: decompose,
  expm1: decompose,
  silu: decompose,
  mish: decompose,
  hardSigmoid: decompose,
  thresholdedRelu: decompose,
};
