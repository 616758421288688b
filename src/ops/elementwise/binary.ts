import type { TensorType } from "../../ir/index.ts";
import { type DType, isFloat, isInteger, type Tensor, toBigInts } from "../../numerics/index.ts";
import type { FusedActivation } from "../attributes.ts";
import type { InferContext, NoAttrs, Reference, Slot } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { fusedActivation } from "../fused-activation.ts";
import { broadcastInputs, commonDtype, inputType, outputType, unsupportedTypes } from "../infer.ts";
import { fromBigInts, mapBroadcast, mapNumbers, staticShape, tensorAt } from "../reference.ts";
import { requireScales } from "./stored-operands.ts";
import { clampInteger } from "./unary.ts";

/** Attributes of binary arithmetic that may carry a fused activation. */
export interface BinaryAttrs {
  readonly activation: FusedActivation;
}

/** The two operands; their shapes broadcast. */
export const binaryInputs: readonly Slot[] = [{ name: "a" }, { name: "b" }];

/** Both inputs have one dtype, shapes broadcast; the result has that dtype, or bool for comparisons. */
export function inferBinary<A>(context: InferContext<A>, dtype?: "bool"): readonly TensorType[] {
  requireScales(context, 0, 1);
  const common = commonDtype(context, 0, 1);
  return [outputType(context, dtype ?? common, broadcastInputs(context, 0, 1))];
}

/** {@link inferBinary} on the dtypes that the operator's arithmetic has. */
export function inferArithmetic<A>(
  context: InferContext<A>,
  allowed: readonly DType[] = numberTypes,
): readonly TensorType[] {
  requireDtype(context, 0, allowed);
  return inferBinary(context);
}

/** {@link inferArithmetic} with a fused activation, which integers have only where it clamps. */
export function inferFused(context: InferContext<BinaryAttrs>): readonly TensorType[] {
  const { dtype, quantization } = inputType(context, 0);
  const { activation } = context.attrs;
  const real = activation === "tanh" || activation === "signBit";
  if (real && quantization === undefined && !isFloat(dtype)) {
    unsupportedTypes(context, [dtype], `${activation} is a function of real numbers`);
  }
  return inferArithmetic(context);
}

/** Reference of a binary operator; integers take `wide` where it is given, which wraps at 64 bits. */
export function plainBinaryReference(
  f: (a: number, b: number) => number,
  wide?: (a: bigint, b: bigint) => bigint,
): Reference<NoAttrs> {
  return ({ inputs, outputs }) => [
    mapBroadcast(tensorAt(inputs, 0), tensorAt(inputs, 1), staticShape(outputs), f, {
      ...(wide === undefined ? {} : { wide }),
    }),
  ];
}

/** {@link plainBinaryReference} with a fused activation, or the clamp of float32 that stands for none. */
export function binaryReference(
  f: (a: number, b: number) => number,
  wide?: (a: bigint, b: bigint) => bigint,
): Reference<BinaryAttrs> {
  const plain = plainBinaryReference(f, wide);
  return (context) => plain({ ...context, attrs: {} }).map((result) => activate(result, context.attrs.activation));
}

/** A fused activation on a result, which is a clamp where that is an integer or float32. */
function activate(x: Tensor, activation: FusedActivation): Tensor {
  if (activation === "none" && x.dtype !== "float32") return x;
  const f = fusedActivation(activation, x.dtype);
  if (!isInteger(x.dtype)) return mapNumbers(x, f);
  return fromBigInts(x.dtype, x.shape, toBigInts(x).map(clampInteger(f)));
}
