import type { TensorType } from "../ir/index.ts";
import { type DType, isInteger } from "../numerics/index.ts";
import type { InferContext } from "./define.ts";
import { inputType, invalid, unsupportedTypes } from "./infer.ts";

/** Floating-point types that arithmetic is defined on. */
export const floatTypes: readonly DType[] = ["float64", "float32", "float16", "bfloat16"];

/** Integer types that arithmetic is defined on, in two's complement. */
export const integerTypes: readonly DType[] = ["int64", "int32", "int16", "int8", "uint32", "uint16", "uint8"];

export const numberTypes: readonly DType[] = [...floatTypes, ...integerTypes];

/** Integer types that shapes, sizes and axes come in. */
export const shapeTypes: readonly DType[] = ["int32", "int64"];

/** The integers of the type stand for real numbers. */
const isQuantized = ({ dtype, quantization }: TensorType): boolean => quantization !== undefined && isInteger(dtype);

/** Refuses an input whose dtype is not among `allowed`. Quantized inputs pass: their integers stand for real numbers. */
export function requireDtype<A>(context: InferContext<A>, input: number, allowed: readonly DType[]): void {
  const type = inputType(context, input);
  if (isQuantized(type) || allowed.includes(type.dtype)) return;
  unsupportedTypes(context, [type.dtype], `input ${input} must be one of ${allowed.join(", ")}`);
}

/** Inputs that are multiplied and added together have one dtype among `allowed`, or are quantized. Missing ones pass. */
export function requireOperands<A>(
  context: InferContext<A>,
  inputs: readonly number[],
  allowed: readonly DType[] = floatTypes,
): void {
  const types = inputs.flatMap((input) => context.inputs[input] ?? []);
  if (types.some(isQuantized)) return;
  for (const input of inputs) if (context.inputs[input]) requireDtype(context, input, allowed);
  const dtypes = types.map((type) => type.dtype);
  if (dtypes.some((dtype) => dtype !== dtypes[0])) invalid(context, `its inputs are ${dtypes.join(" and ")}`);
}
