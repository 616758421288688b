import type { TensorType } from "../ir/index.ts";
import { type DType, isFloat } from "../numerics/index.ts";
import type { InferContext } from "./define.ts";
import { floatTypes, requireOperands } from "./dtypes.ts";
import { inputType, invalid, unsupportedTypes } from "./infer.ts";

/** The operands of an operator that multiplies data by a filter and adds a bias, by input. */
export interface ProductOperands {
  readonly data: number;
  readonly filter: number;
  readonly bias?: number;
  /** Axis of the filter along which it may have a scale per index; it runs over the output channels. */
  readonly outputAxis: number;
  /** The filter's integers may be offset by a zero point although the data is signed. */
  readonly filterOffset?: true;
  /** Scales per index are for real data only: integer kernels do not look at them. */
  readonly integersOneScale?: true;
  /** dtypes of unquantized operands. */
  readonly numbers?: readonly DType[];
}

/** Filters that go with each dtype of quantized data (TensorFlow Lite's kernels). */
const filterTypes: { readonly [D in DType]?: readonly DType[] } = {
  uint8: ["uint8"],
  int8: ["int8", "int4", "int2"],
  int16: ["int8", "int4", "int2", "int16"],
};

/** Filters of real data that is quantized as the operator runs. Old files say uint8 of int8 (TensorFlow Lite's hybrid kernels). */
const hybridFilterTypes: readonly DType[] = ["int8", "uint8", "int4", "int2"];

/**
 * Refuses operands whose types have no product: mixed real numbers, integers without quantization, zero points or scales
 * per channel where the arithmetic has no place for them.
 */
export function requireProduct<A>(context: InferContext<A>, operands: ProductOperands): void {
  const { data, filter, bias, numbers = floatTypes } = operands;
  const [x, w] = [inputType(context, data), inputType(context, filter)];
  if (!isStored(context, data) && !isStored(context, filter)) {
    requireOperands(context, [data, filter, ...(bias === undefined ? [] : [bias])], numbers);
    return;
  }
  const real = isFloat(x.dtype);
  if (!real && x.quantization === undefined) invalid(context, "its data has no quantization");
  if (!isStored(context, filter)) invalid(context, "its filter has no quantization");
  const allowed = real ? hybridFilterTypes : (filterTypes[x.dtype] ?? []);
  if ((real && x.dtype !== "float32") || !allowed.includes(w.dtype)) {
    unsupportedTypes(context, [x.dtype, w.dtype], "no arithmetic is defined on such data and filter");
  }
  requireDataQuantization(context, x, real);
  const mayOffset = !real && (x.dtype === "uint8" || operands.filterOffset === true);
  requireFilterQuantization(context, w, operands.outputAxis, mayOffset);
  if (!real && operands.integersOneScale === true && w.quantization?.kind === "perAxis") {
    invalid(
      context,
      `its filter has scales along axis ${w.quantization.axis}, which no arithmetic on integers looks at`,
    );
  }
  const b = bias === undefined ? undefined : context.inputs[bias];
  if (b) requireBiasType(context, x, b);
  const y = context.declared?.[0];
  if (!real && y !== undefined && y.dtype !== "int32") requireResultQuantization(context, y);
  if (b && y && (x.dtype === "uint8" || operands.filterOffset === true)) requireBiasScale(context, x, w, b, y);
}

/**
 * Where scales are not per channel, a bias whose scale is not the product of those of data and filter is refused: it may be
 * off by 0.02 steps of the result (TensorFlow Lite, `GetQuantizedConvolutionMultipler` in `kernel_util.cc`).
 */
function requireBiasScale<A>(
  context: InferContext<A>,
  ...types: readonly [x: TensorType, w: TensorType, b: TensorType, y: TensorType]
): void {
  const [x, w, b, y] = types.map(({ quantization }) =>
    quantization?.kind === "perTensor" ? quantization.scale : undefined,
  );
  if (x === undefined || w === undefined || b === undefined || y === undefined) return;
  if (Math.abs(x * w - b) / y > 0.02) {
    invalid(context, `its bias has the scale ${b}, the products of data and filter have ${x * w}`);
  }
}

function requireResultQuantization<A>(context: InferContext<A>, { dtype, quantization }: TensorType): void {
  if (quantization?.kind !== "perTensor") invalid(context, "its result is not quantized by one scale");
  else if (dtype === "int16" && quantization.zeroPoint !== 0) {
    invalid(context, `its int16 result has the zero point ${quantization.zeroPoint}, expected 0`);
  }
}

/** Whether an input holds integers that stand for real numbers. Blockwise scales are seen on tensors only. */
function isStored<A>(context: InferContext<A>, input: number): boolean {
  const { dtype, quantization } = inputType(context, input);
  if (isFloat(dtype)) return false;
  return quantization !== undefined || context.constant(input)?.quantization !== undefined;
}

function requireDataQuantization<A>(
  context: InferContext<A>,
  { dtype, quantization }: TensorType,
  real: boolean,
): void {
  if (real) return;
  if (quantization?.kind !== "perTensor") invalid(context, "its data is not quantized by one scale");
  else if (dtype === "int16" && quantization.zeroPoint !== 0) {
    invalid(context, `its int16 data has the zero point ${quantization.zeroPoint}, expected 0`);
  }
}

function requireFilterQuantization<A>(
  context: InferContext<A>,
  { quantization }: TensorType,
  outputAxis: number,
  mayOffset: boolean,
): void {
  if (quantization?.kind === "perAxis") {
    if (quantization.axis !== outputAxis) {
      invalid(context, `its filter has scales along axis ${quantization.axis}, expected ${outputAxis}`);
    }
    if (quantization.zeroPoints.some((zeroPoint) => zeroPoint !== 0)) {
      invalid(context, "its filter has scales along an axis and zero points other than 0");
    }
  }
  if (quantization?.kind === "perTensor" && quantization.zeroPoint !== 0 && !mayOffset) {
    invalid(context, `its filter has the zero point ${quantization.zeroPoint}, expected 0`);
  }
}

function requireBiasType<A>(context: InferContext<A>, x: TensorType, { dtype, quantization }: TensorType): void {
  const allowed: readonly DType[] = isFloat(x.dtype)
    ? ["float32"]
    : x.dtype === "int16"
      ? ["int64", "int32"]
      : ["int32"];
  if (!allowed.includes(dtype)) {
    unsupportedTypes(context, [x.dtype, dtype], `the bias of ${x.dtype} data must be ${allowed.join(" or ")}`);
  }
  const zeroPoints = quantization?.kind === "perTensor" ? [quantization.zeroPoint] : zeroPointsOf(quantization);
  if (zeroPoints.some((zeroPoint) => zeroPoint !== 0)) invalid(context, "its bias has a zero point other than 0");
}

function zeroPointsOf(quantization: TensorType["quantization"]): readonly number[] {
  return quantization?.kind === "perAxis" ? quantization.zeroPoints : [];
}
