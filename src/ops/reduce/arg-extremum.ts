import type { TensorType } from "../../ir/index.ts";
import { type DType, elementCount, fromNumbers, isWideInteger, toBigInts, toNumbers } from "../../numerics/index.ts";
import { type AttributeRules, dtype } from "../attributes.ts";
import type { InferContext, Reference, Slot } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { checkAxis, inputType, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandInt, unknownDims } from "../shape/operands.ts";

/** `dtype` of the indices: int32 or int64. */
export interface ArgAttrs {
  readonly dtype: DType;
}

export const argAttributes: AttributeRules<ArgAttrs> = { dtype: dtype({ default: "int32" }) };

/** x of rank 1 or more, axis: one integer. */
export const argInputs: readonly Slot[] = [{ name: "x" }, { name: "axis" }];

/** Indices along the axis, which the result does not have. */
export function inferArg(context: InferContext<ArgAttrs>): readonly TensorType[] {
  requireDtype(context, 0, [...numberTypes, "bool"]);
  const result = context.attrs.dtype;
  if (result !== "int32" && result !== "int64") invalid(context, `indices of dtype ${result}`);
  const { shape } = inputType(context, 0);
  if (shape === undefined) return [outputType(context, result, undefined)];
  const given = operandInt(context, 1);
  if (given === undefined) {
    if (shape.length === 0) invalid(context, "a scalar has no axis");
    return [outputType(context, result, unknownDims(shape.length - 1))];
  }
  const axis = checkAxis(context, given, shape.length);
  if (shape[axis] === 0) invalid(context, `axis ${axis} has no elements`);
  return [
    outputType(
      context,
      result,
      shape.filter((_, i) => i !== axis),
    ),
  ];
}

/** Reference: the first position whose element no other beats. A NaN beats nothing and is not beaten. */
export function argReference(
  beats: (a: number, b: number) => boolean,
  wideBeats: (a: bigint, b: bigint) => boolean,
): Reference<ArgAttrs> {
  return ({ inputs, outputs, attrs }) => {
    const x = tensorAt(inputs, 0);
    const given = toNumbers(tensorAt(inputs, 1))[0] as number;
    const axis = given < 0 ? given + x.shape.length : given;
    const extent = x.shape[axis] as number;
    const inner = elementCount(x.shape.slice(axis + 1));
    const shape = staticShape(outputs);
    const wide = isWideInteger(x.dtype) ? toBigInts(x) : undefined;
    const numbers = toNumbers(x);
    const better = (a: number, b: number): boolean =>
      wide === undefined
        ? beats(numbers[a] as number, numbers[b] as number)
        : wideBeats(wide[a] as bigint, wide[b] as bigint);
    const result = Float64Array.from({ length: elementCount(shape) }, (_, i) => {
      const first = Math.floor(i / inner) * extent * inner + (i % inner);
      let best = 0;
      for (let at = 1; at < extent; at++) if (better(first + at * inner, first + best * inner)) best = at;
      return best;
    });
    return [fromNumbers(attrs.dtype, shape, result)];
  };
}
