import {
  type DType,
  fixedMultiplier,
  lookUp16,
  lookupTable8,
  lookupTable16,
  multiplyByFixed,
  type StoredRange,
  type Tensor,
} from "../../numerics/index.ts";
import type { NoAttrs, Reference, ReferenceContext } from "../define.ts";
import { invalid } from "../infer.ts";
import { mapBroadcast, mapNumbers, staticShape, tensorAt } from "../reference.ts";
import { inputScale, resultScale, storedTypes } from "./stored-operands.ts";

export const clampStored = (x: number, { min, max }: StoredRange): number => Math.min(Math.max(x, min), max);

/** A function of the stored integers of two broadcast inputs; the result has the dtype that the context states. */
export function mapStored<A>(
  { inputs, outputs }: ReferenceContext<A>,
  f: (a: number, b: number) => number,
): readonly Tensor[] {
  const dtype = outputs[0]?.dtype ?? tensorAt(inputs, 0).dtype;
  return [mapBroadcast(tensorAt(inputs, 0), tensorAt(inputs, 1), staticShape(outputs), f, { dtype })];
}

/**
 * Reference of an operator whose kernels take stored integers as they are, without a look at scale and zero point: its
 * plain one, on the types that they take.
 */
export function asStoredReference(
  op: string,
  plain: Reference<NoAttrs>,
  allowed: readonly DType[] = storedTypes,
): Reference<NoAttrs> {
  return (context) => {
    context.inputs.forEach((_, input) => void inputScale(op, context, input, allowed));
    const [{ dtype }, declared] = [tensorAt(context.inputs, 0), context.outputs[0]?.dtype];
    if (declared !== dtype) {
      const made = `its result is declared ${declared}, but kernels make ${dtype} without a scale`;
      invalid({ op }, `${made}, which the operators after it take for zeros; the conversion of this part went wrong`);
    }
    resultScale(op, context, allowed);
    return plain(context);
  };
}

/**
 * Two stored integers, less their zero points, on the scale of twice the larger of their scales and `2^leftShift` times
 * finer, so that they can be added (TensorFlow Lite, `reference_ops::AddElementwise`).
 */
export function commonScale(
  a: { readonly scale: number; readonly zeroPoint: number },
  b: { readonly scale: number; readonly zeroPoint: number },
  leftShift: number,
): { readonly scale: number; readonly a: (x: number) => number; readonly b: (x: number) => number } {
  const scale = 2 * Math.max(a.scale, b.scale);
  const [factorA, factorB] = [fixedMultiplier(a.scale / scale), fixedMultiplier(b.scale / scale)];
  return {
    scale,
    a: (x) => multiplyByFixed(Math.imul(x - a.zeroPoint, 2 ** leftShift), factorA),
    b: (x) => multiplyByFixed(Math.imul(x - b.zeroPoint, 2 ** leftShift), factorB),
  };
}

/**
 * A function of real numbers, which takes and gives float32, through a table of its values: all 256 of an 8-bit type, 513
 * of int16 with interpolation. `allowed` are the types that TensorFlow Lite has a kernel for.
 */
export function lookUp<A>(
  op: string,
  context: ReferenceContext<A>,
  f: (x: number) => number,
  allowed: readonly DType[] = storedTypes,
): readonly Tensor[] {
  const [x, y] = [inputScale(op, context, 0, allowed), resultScale(op, context, allowed)];
  const stored = tensorAt(context.inputs, 0);
  if (x.dtype === "int16") {
    const table = lookupTable16(x, y, f);
    return [mapNumbers(stored, (value) => lookUp16(table, value))];
  }
  const table = lookupTable8(x.dtype, x, y, f);
  const first = x.dtype === "uint8" ? 0 : -128;
  return [mapNumbers(stored, (value) => table[value - first] as number)];
}
