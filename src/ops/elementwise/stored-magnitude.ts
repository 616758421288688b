import { fixedMultiplier, integerRange, multiplyByFixed } from "../../numerics/index.ts";
import type { NoAttrs, Reference } from "../define.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { clampStored } from "./stored-arithmetic.ts";
import { inputScale, requireSymmetric, resultScale } from "./stored-operands.ts";

/** Reference of the magnitude of stored integers (TensorFlow Lite, `AbsEvalQuantized` in `elementwise.cc`). */
export const storedAbsReference: Reference<NoAttrs> = (context) => {
  const op = "abs";
  const [x, y] = [inputScale(op, context, 0, ["int8", "int16"]), resultScale(op, context)];
  requireSymmetric(op, x, y);
  const range = integerRange(y.dtype);
  const factor = x.scale === y.scale ? undefined : fixedMultiplier(Math.fround(x.scale / y.scale));
  return [
    mapNumbers(tensorAt(context.inputs, 0), (value) => {
      const magnitude = Math.abs(value - x.zeroPoint);
      const scaled = factor === undefined ? magnitude : multiplyByFixed(magnitude, factor);
      return clampStored(scaled + y.zeroPoint, range);
    }),
  ];
};
