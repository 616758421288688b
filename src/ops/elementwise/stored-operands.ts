import { type DType, dtypeBits, isInteger, type PerTensorQuantization, type Tensor } from "../../numerics/index.ts";
import type { InferContext, ReferenceContext } from "../define.ts";
import { invalid, unsupportedTypes } from "../infer.ts";
import { perTensorOf } from "../quantized.ts";
import { tensorAt } from "../reference.ts";

/** How a tensor's integers stand for real numbers; the scale is a float32, as files hold it. */
export interface StoredScale extends PerTensorQuantization {
  readonly dtype: DType;
}

/** Integer types that TensorFlow Lite's kernels of elements compute in. */
export const storedTypes: readonly DType[] = ["int8", "uint8", "int16"];

/** Scale and zero point of an input. Refuses dtypes that are not among `allowed`, and a scale per index. */
export function inputScale<A>(
  op: string,
  { inputs }: ReferenceContext<A>,
  input = 0,
  allowed: readonly DType[] = storedTypes,
): StoredScale {
  const { dtype, quantization } = tensorAt(inputs, input);
  return storedScale(op, dtype, quantization, `input ${input}`, allowed);
}

/** Scale and zero point of the result, as {@link inputScale}. */
export function resultScale<A>(
  op: string,
  { inputs, outputs, quantization }: ReferenceContext<A>,
  allowed: readonly DType[] = storedTypes,
): StoredScale {
  const dtype = outputs[0]?.dtype ?? tensorAt(inputs, 0).dtype;
  return storedScale(op, dtype, quantization[0], "its result", allowed);
}

function storedScale(
  op: string,
  dtype: DType,
  quantization: Tensor["quantization"],
  what: string,
  allowed: readonly DType[],
): StoredScale {
  if (!allowed.includes(dtype)) {
    unsupportedTypes({ op }, [dtype], `${what} must be one of ${allowed.join(", ")}, as in TensorFlow Lite's kernels`);
  }
  const { kind, scale, zeroPoint } = perTensorOf(op, quantization, what);
  return { kind, dtype, scale: Math.fround(scale), zeroPoint };
}

/** Refuses a result that the kernel's fixed-point form cannot give: its scale and zero point are part of the algorithm. */
export function requireResultScale(op: string, y: StoredScale, scale: number, zeroPoint: number, within = 0): void {
  if (y.zeroPoint === zeroPoint && Math.abs(y.scale - scale) <= within * scale) return;
  const found = `scale ${y.scale}, zero point ${y.zeroPoint}`;
  invalid({ op }, `its result has ${found}; the arithmetic gives scale ${scale}, zero point ${zeroPoint}`);
}

/** Refuses int16 whose zero is not stored as 0. */
export function requireSymmetric(op: string, ...operands: readonly StoredScale[]): void {
  for (const { dtype, zeroPoint } of operands) {
    if (dtype === "int16" && zeroPoint !== 0) invalid({ op }, `int16 with the zero point ${zeroPoint}, expected 0`);
  }
}

/**
 * Where one of the inputs is quantized: refuses inputs of small integers without one scale and zero point each, and a
 * declared result of small integers without.
 */
export function requireScales<A>(context: InferContext<A>, ...inputs: readonly number[]): void {
  const types = inputs.map((input) => context.inputs[input]);
  if (!types.some((type) => type?.quantization !== undefined && isSmallInteger(type.dtype))) return;
  types.forEach((type, index) => {
    if (type && isSmallInteger(type.dtype)) requireOne(context, type.quantization?.kind, `input ${inputs[index]}`);
  });
  const declared = context.declared?.[0];
  if (declared !== undefined && isSmallInteger(declared.dtype)) {
    requireOne(context, declared.quantization?.kind, "its result");
  }
}

function requireOne(context: { readonly op: string }, kind: string | undefined, what: string): void {
  if (kind === undefined) invalid(context, `${what} has no quantization, but its other operands do`);
  if (kind !== "perTensor") invalid(context, `${what} is not quantized by one scale`);
}

const isSmallInteger = (dtype: DType): boolean => isInteger(dtype) && dtypeBits(dtype) <= 16;
