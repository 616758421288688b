import { fixedMultiplier, integerRange, inverseSquareRoot, multiplyByFixed } from "../../numerics/index.ts";
import type { NoAttrs, Reference, ReferenceContext } from "../define.ts";
import { invalid } from "../infer.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { clampStored, lookUp } from "./stored-arithmetic.ts";
import { inputScale, requireSymmetric, resultScale } from "./stored-operands.ts";

const { fround } = Math;
const signed = ["int8", "int16"] as const;

/**
 * Reference of the root of stored integers, in float32, cut towards zero to a whole number of steps (TensorFlow Lite,
 * `SqrtEvalQuantized` in `elementwise.cc`). Refuses negative numbers, as the kernel does.
 */
export const storedSqrtReference: Reference<NoAttrs> = (context) => {
  const op = "sqrt";
  const [x, y] = [inputScale(op, context, 0, signed), resultScale(op, context)];
  requireSymmetric(op, x, y);
  requireAtLeastZero(op, context, x.zeroPoint);
  const range = integerRange(y.dtype);
  return [
    mapNumbers(tensorAt(context.inputs, 0), (value) => {
      const root = fround(Math.sqrt(fround(x.scale * (value - x.zeroPoint))));
      return clampStored(Math.trunc(fround(root / y.scale)) + y.zeroPoint, range);
    }),
  ];
};

/**
 * Reference of 1 / sqrt(x): of int8 by iteration in fixed point, of int16 through a table; 0 gives the largest of the
 * result (TensorFlow Lite, `RsqrtEvalQuantizedInt8` and `RsqrtEvalQuantizedInt16` in `elementwise.cc`). Refuses negative
 * numbers, as the kernels do.
 */
export const storedRsqrtReference: Reference<NoAttrs> = (context) => {
  const op = "rsqrt";
  const [x, y] = [inputScale(op, context, 0, signed), resultScale(op, context)];
  requireSymmetric(op, x, y);
  requireAtLeastZero(op, context, x.zeroPoint);
  const range = integerRange(y.dtype);
  if (x.dtype === "int16") {
    const most = fround(range.max * y.scale);
    return lookUp(op, context, (real) => (real <= 0 ? most : fround(1 / fround(Math.sqrt(real)))));
  }
  const extraBits = 20;
  const { multiplier, shift } = fixedMultiplier(1 / fround(fround(Math.sqrt(x.scale)) * y.scale));
  return [
    mapNumbers(tensorAt(context.inputs, 0), (value) => {
      if (value === x.zeroPoint) return range.max;
      const root = inverseSquareRoot(value - x.zeroPoint);
      const fine = multiplyByFixed(1, { multiplier: root.multiplier, shift: root.shift + extraBits });
      return clampStored(multiplyByFixed(fine, { multiplier, shift: shift - extraBits }) + y.zeroPoint, range);
    }),
  ];
};

function requireAtLeastZero(op: string, { inputs }: ReferenceContext<NoAttrs>, zeroPoint: number): void {
  mapNumbers(tensorAt(inputs, 0), (value) =>
    value < zeroPoint ? invalid({ op }, `the stored integer ${value} stands for a negative number`) : value,
  );
}
