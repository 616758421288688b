import type { ValueId } from "../../../ir/index.ts";
import { type Dim, type DType, fromNumbers, isStaticShape } from "../../../numerics/index.ts";
import type { Emitter, FusedActivation, OpName } from "../../../ops/index.ts";
import { groupedConvolution } from "./grouped-convolution.ts";
import { operand, type Rewrite } from "./rewrite.ts";

const activationOps = { relu: "relu", relu6: "relu6", reluN1To1: "reluN1To1", tanh: "tanh" } as const;

/** A fused activation as an operator of its own; undefined for one that has none. */
function activate(emit: Emitter, activation: FusedActivation, x: ValueId): ValueId | undefined {
  if (activation === "none") return x;
  return activation === "signBit" ? undefined : emit.one(activationOps[activation], [x], {});
}

const scalarOf = (emit: Emitter, dtype: DType, value: number, reason: string): ValueId =>
  emit.literal(fromNumbers(dtype, [], [value]), reason);

/** Transposed convolution learnt to fuse activations in version 4 (2.13). */
const transposeConv: Rewrite<"transposeConv"> = ({ attrs, inputs, emit }) => {
  const plain = emit.one("transposeConv", inputs, { ...attrs, activation: "none" });
  const result = activate(emit, attrs.activation, plain);
  return result === undefined ? undefined : [result];
};

/** Keeping the leading axes is new in version 5 (2.0): the rows are folded into one axis and unfolded again. */
const fullyConnected: Rewrite<"fullyConnected"> = (context) => {
  const { attrs, inputs, outputs, emit } = context;
  const [x, filter] = [operand(context, 0), operand(context, 1)];
  const width = filter === undefined ? undefined : emit.type(filter).shape?.[1];
  const target = outputs[0]?.shape?.map((dim) => (typeof dim === "number" ? dim : -1));
  if (x === undefined || typeof width !== "number" || target === undefined) return undefined;
  if (!attrs.keepNumDims || target.filter((dim) => dim === -1).length > 1) return undefined;
  const rows = emit.one("reshape", [x, emit.ints([-1, width], "rows")], {});
  const product = emit.one("fullyConnected", [rows, ...inputs.slice(1)], { ...attrs, keepNumDims: false });
  return [emit.one("reshape", [product, emit.ints(target, "shape")], {})];
};

/** GELU (2.9) by its formula: x/2 (1 + erf(x / sqrt 2)), or the one with tanh (Hendrycks and Gimpel, section 2). */
const gelu: Rewrite<"gelu"> = (context) => {
  const { attrs, emit } = context;
  const x = operand(context, 0);
  if (x === undefined) return undefined;
  const { dtype } = emit.type(x);
  const number = (value: number) => scalarOf(emit, dtype, value, String(value));
  const times = (a: ValueId, b: ValueId) => emit.one("mul", [a, b], { activation: "none" });
  const plus = (a: ValueId, b: ValueId) => emit.one("add", [a, b], { activation: "none" });
  const cubed = () => times(times(x, x), x);
  const inner = attrs.approximate
    ? emit.one("tanh", [times(plus(x, times(cubed(), number(0.044715))), number(Math.sqrt(2 / Math.PI)))], {})
    : emit.one("erf", [times(x, number(Math.SQRT1_2))], {});
  return [times(times(x, number(0.5)), plus(inner, number(1)))];
};

/** RELU_0_TO_1 (2.10). */
const relu0To1: Rewrite<"relu0To1"> = (context) => {
  const { emit } = context;
  const x = operand(context, 0);
  if (x === undefined) return undefined;
  const one = scalarOf(emit, emit.type(x).dtype, 1, "1");
  return [emit.one("minimum", [emit.one("relu", [x], {}), one], {})];
};

/** CAST learnt float16 in version 5 (2.12); DEQUANTIZE widens it since version 3 (1.15). */
const cast: Rewrite<"cast"> = (context) => {
  const { attrs, emit } = context;
  const x = operand(context, 0);
  if (x === undefined || emit.type(x).dtype !== "float16" || attrs.dtype !== "float32") return undefined;
  return [emit.one("dequantize", [x], {})];
};

/** Ends that count from the begins are new in version 8 (2.14). */
const stridedSlice: Rewrite<"stridedSlice"> = (context) => {
  const { attrs, inputs, emit } = context;
  const [begin, end] = [operand(context, 1), operand(context, 2)];
  if (!attrs.offset || begin === undefined || end === undefined) return undefined;
  const last = emit.one("add", [begin, end], { activation: "none" });
  return [emit.one("stridedSlice", [inputs[0] ?? null, begin, last, inputs[3] ?? null], { ...attrs, offset: false })];
};

/** BROADCAST_TO (2.5): adding zeros of the target shape broadcasts as well. */
const broadcastTo: Rewrite<"broadcastTo"> = (context) => {
  const { outputs, emit } = context;
  const x = operand(context, 0);
  const type = outputs[0];
  if (x === undefined || type === undefined || !isStaticShape(type.shape) || type.quantization !== undefined) {
    return undefined;
  }
  const size = type.shape.reduce((product: number, dim: Dim) => product * Number(dim), 1);
  if (!["float32", "int32"].includes(type.dtype) || size > largestZeros) return undefined;
  const zeros = emit.literal(fromNumbers(type.dtype, type.shape, new Float64Array(size)), "zeros");
  return [emit.one("add", [x, zeros], { activation: "none" })];
};

/** Zeros that a broadcast may cost. */
const largestZeros = 65_536;

/** Ways to say operators in those of older runtimes, by operator. */
export const rewrites: { readonly [N in OpName]?: (context: never) => readonly ValueId[] | undefined } = {
  broadcastTo,
  cast,
  conv2d: groupedConvolution,
  fullyConnected,
  gelu,
  relu0To1,
  stridedSlice,
  transposeConv,
} satisfies { readonly [N in OpName]?: Rewrite<N> };

/** The rewrite of an operator, if it has one. */
export function rewriteOf(op: string): Rewrite<OpName> | undefined {
  return Object.hasOwn(rewrites, op) ? (rewrites[op as OpName] as Rewrite<OpName> | undefined) : undefined;
}
