import { type Constant, constantView, type Expression, type ValueId } from "../../../ir/index.ts";
import { type DType, elementCount, fromNumbers } from "../../../numerics/index.ts";
import { computedConstant, expression, literalExpression } from "../../../ops/index.ts";
import { type Build, num } from "../emit/build.ts";
import type { LayerContext } from "./context.ts";

/** Keras's epsilon, added before dividing by the largest magnitude. */
const epsilon = 1e-7;

/** A value rounded to whole numbers of at most 127, and what it was multiplied by (`AbsMaxQuantizer`). */
export function quantizeInput(
  b: Build,
  x: ValueId,
  axes: readonly number[],
): { readonly value: ValueId; readonly scale: ValueId } {
  const largest = b.reduce("reduceMax", b.unary("abs", x), axes, true);
  const scale = b.arithmetic("div", num(127), b.arithmetic("add", largest, num(epsilon)));
  const rounded = b.unary("round", b.arithmetic("mul", x, scale));
  return { value: b.binary("minimum", b.binary("maximum", rounded, num(-127)), num(127)), scale };
}

const ints = (values: readonly number[], reason: string): Expression =>
  literalExpression(fromNumbers("int32", [values.length], values), reason);

const cast = (x: Expression, dtype: DType): Expression => expression("cast", [x], { dtype });
const reshape = (x: Expression, shape: readonly number[]): Expression =>
  expression("reshape", [x, ints(shape, "shape")], {});

/**
 * Numbers of 4 bits that Keras packs in pairs along one axis, the first in the low half of a byte, as real numbers of
 * shape `[rows, columns]`. Signed ones are stored in int8, unsigned ones in uint8.
 */
export function unpackNibbles(packed: Constant, rows: number, columns: number, axis: 0 | 1): Expression {
  const dtype: DType = packed.dtype === "uint8" ? "uint4" : "int4";
  const bytes = elementCount(packed.shape);
  const pairs = constantView(dtype, [bytes * 2], packed.source, packed.byteOffset, packed.origin);
  const numbers = cast(pairs, "float64");
  const [first = 0, second = 0] = packed.shape;
  const whole =
    axis === 1
      ? reshape(numbers, [first, second * 2])
      : reshape(expression("transpose", [reshape(numbers, [first, second, 2]), ints([0, 2, 1], "permutation")], {}), [
          first * 2,
          second,
        ]);
  return expression("slice", [whole, ints([0, 0], "begin"), ints([rows, columns], "size")], {});
}

/** `(q - zero) * scale`, where scale and zero belong to blocks along an axis that `g_idx` lists per index. */
export function scaleBlocks(q: Expression, scale: Constant, zero: Constant, index: Constant, axis: number): Expression {
  const blocks = cast(index, "int32");
  const spread = (x: Expression): Expression => expression("gather", [x, blocks], { axis, batchDims: 0 });
  const centred = expression("sub", [q, spread(cast(zero, "float64"))], { activation: "none" });
  return expression("mul", [centred, spread(scale)], { activation: "none" });
}

/** `a / b` of expressions. */
export function divided(a: Expression, b: Expression): Expression {
  return expression("div", [a, b], { activation: "none" });
}

export function castExpression(x: Expression, dtype: DType): Expression {
  return cast(x, dtype);
}

export function reshapeExpression(x: Expression, shape: readonly number[]): Expression {
  return reshape(x, shape);
}

/** The real numbers of quantized weights as a constant of the layer's compute dtype. */
export function realConstant(
  context: LayerContext,
  value: Expression,
  shape: readonly number[],
  how: string,
): Constant {
  return computedConstant(value, context.dtype, shape, `${how} weights of Keras as real numbers`);
}

/** A 4-bit kernel of `[rows, columns]`, in whichever of Keras's two packings it is stored. */
export function unpackKernel(context: LayerContext, name: string, rows: number, columns: number): Expression {
  const packed = context.stored(name, [null, null]);
  const [first, second] = packed.shape;
  if (first === rows && second === Math.ceil(columns / 2)) return unpackNibbles(packed, rows, columns, 1);
  if (first === Math.ceil(rows / 2) && second === columns) return unpackNibbles(packed, rows, columns, 0);
  context.stored(name, [rows, Math.ceil(columns / 2)]);
  return castExpression(packed, "float64");
}

/** What a float8 layer does to a tensor: divided by its scale, rounded to e4m3, multiplied again. */
export function throughFloat8(b: Build, x: ValueId, scale: ValueId): ValueId {
  const dtype = b.dtype(x);
  const largest = 448;
  const scaled = b.arithmetic("div", x, b.cast(scale, dtype));
  const bounded = b.binary("minimum", b.binary("maximum", scaled, num(-largest)), num(largest));
  const rounded = b.cast(b.cast(bounded, "float8_e4m3fn"), dtype);
  return b.arithmetic("mul", rounded, b.cast(scale, dtype));
}
