import * as fc from "fast-check";
import { expect } from "vitest";
import {
  type DType,
  elementCount,
  fromNumbers,
  integerRange,
  type PerTensorQuantization,
  type Tensor,
  toNumbers,
} from "../src/numerics/index.ts";
import { type AttributeRules, type AttrsOf, checkAttributes, evaluate, findOp, type OpName } from "../src/ops/index.ts";

/** How a result is stored. */
export interface Storage {
  readonly dtype: DType;
  readonly quantization: PerTensorQuantization;
}

/** One output of an operator on stored integers. */
export function applyStored<N extends OpName>(
  op: N,
  inputs: readonly (Tensor | null)[],
  attrs: AttrsOf<N>,
  output: { readonly dtype: DType; readonly quantization?: PerTensorQuantization },
): Tensor {
  const rules = findOp(op)?.attrs as AttributeRules<AttrsOf<N>>;
  const checked = checkAttributes(op, rules, attrs as never) as never;
  return evaluate({ op, name: op, attrs: checked, inputs, outputs: [output], regions: [] })[0] as Tensor;
}

/** Storage of a dtype with a float32 scale between two powers of two; int16 is symmetric. */
export function storages(
  dtype: DType,
  exponents: { readonly min: number; readonly max: number },
): fc.Arbitrary<Storage> {
  const { min, max } = integerRange(dtype);
  const zeroPoint = dtype === "int16" ? fc.constant(0) : fc.integer({ min, max });
  return fc
    .record({ mantissa: fc.integer({ min: 256, max: 511 }), exponent: fc.integer(exponents), zeroPoint })
    .map(({ mantissa, exponent, zeroPoint }) => ({
      dtype,
      quantization: { kind: "perTensor", scale: (mantissa / 256) * 2 ** exponent, zeroPoint },
    }));
}

/** Stored tensors of a shape, ends of the range among their elements. */
export function storedTensors(
  dtype: DType,
  shape: readonly number[],
  exponents: { readonly min: number; readonly max: number },
): fc.Arbitrary<Tensor> {
  const { min, max } = integerRange(dtype);
  const count = elementCount(shape);
  const element = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
  return fc
    .tuple(storages(dtype, exponents), fc.array(element, { minLength: count, maxLength: count }))
    .map(([{ quantization }, values]) => fromNumbers(dtype, shape, values, quantization));
}

/** The real numbers of a stored tensor, as doubles. */
export function realNumbers(t: Tensor): Tensor {
  const { scale, zeroPoint } = t.quantization as PerTensorQuantization;
  return fromNumbers(
    "float64",
    t.shape,
    toNumbers(t).map((stored) => (stored - zeroPoint) * scale),
  );
}

/** Fails unless stored integers are within `steps` of the nearest to real numbers, which saturate. */
export function expectWithinSteps(got: Tensor, real: Tensor, steps: number): void {
  const { scale, zeroPoint } = got.quantization as PerTensorQuantization;
  const { min, max } = integerRange(got.dtype);
  const wanted = toNumbers(real);
  toNumbers(got).forEach((stored, index) => {
    const ideal = (wanted[index] as number) / scale + zeroPoint;
    const distance = Math.abs(stored - Math.min(Math.max(ideal, min), max));
    if (!(distance <= steps)) expect({ index, stored, ideal }).toBe(`within ${steps} steps`);
  });
}
