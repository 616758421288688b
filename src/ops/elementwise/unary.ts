import type { TensorType } from "../../ir/index.ts";
import { isInteger, toBigInts } from "../../numerics/index.ts";
import type { InferContext, NoAttrs, Reference, Slot } from "../define.ts";
import { floatTypes, numberTypes, requireDtype } from "../dtypes.ts";
import { inputType } from "../infer.ts";
import { fromBigInts, mapNumbers, tensorAt } from "../reference.ts";
import { requireScales } from "./stored-operands.ts";

export const unaryInputs: readonly Slot[] = [{ name: "x" }];

/** The result has the type of the input, its quantization aside. */
export function inferUnary<A>(context: InferContext<A>): readonly TensorType[] {
  requireScales(context, 0);
  const { dtype, shape } = inputType(context, 0);
  return [{ dtype, shape }];
}

/** {@link inferUnary} for functions of real numbers. */
export function inferFloat<A>(context: InferContext<A>): readonly TensorType[] {
  requireDtype(context, 0, floatTypes);
  return inferUnary(context);
}

/** {@link inferUnary} for functions that integers have too. */
export function inferNumber<A>(context: InferContext<A>): readonly TensorType[] {
  requireDtype(context, 0, numberTypes);
  return inferUnary(context);
}

/** Reference of a function of one number; integers take `wide` where it is given, which wraps at 64 bits. */
export function unaryReference(f: (x: number) => number, wide?: (x: bigint) => bigint): Reference<NoAttrs> {
  return ({ inputs }) => {
    const x = tensorAt(inputs, 0);
    if (wide === undefined || !isInteger(x.dtype)) return [mapNumbers(x, f)];
    return [fromBigInts(x.dtype, x.shape, toBigInts(x).map(wide))];
  };
}

/** Reference of a clamp, which may be fused into other operators. */
export const clampReference = (clamp: (x: number) => number): Reference<NoAttrs> =>
  unaryReference(clamp, clampInteger(clamp));

/** A clamp to small numbers on integers; what it leaves alone keeps all its bits. */
export function clampInteger(clamp: (x: number) => number): (x: bigint) => bigint {
  return (x) => {
    const clamped = clamp(Number(x));
    return clamped === Number(x) ? x : BigInt(clamped);
  };
}
