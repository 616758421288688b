import {
  type DType,
  dtypeKind,
  fromNumbers,
  integerRange,
  isFloat,
  isInteger,
  isWideInteger,
  type Tensor,
  tensor,
  toBigInts,
  toNumbers,
} from "../../numerics/index.ts";
import { fromBigInts } from "../reference.ts";

/**
 * Elements as another numeric dtype, by TensorFlow Lite's `Cast` (kernels/cast.cc, as LiteRT 2.3 computes it on x86):
 * integers wrap; a float is truncated towards zero and saturates, NaN becomes the largest integer; everything but zero
 * is true; a complex number gives its real part; numbers go to float16 and bfloat16 through float32.
 */
export function convertElements(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  const complex = dtypeKind(x.dtype) === "complex";
  if (complex && dtypeKind(dtype) === "complex") return fromNumbers(dtype, x.shape, toNumbers(x));
  const real = complex ? realParts(x) : x;
  if (isInteger(dtype)) return isFloat(real.dtype) ? saturated(real, dtype) : wrapped(real, dtype);
  const numbers = isWideInteger(real.dtype) && dtype !== "float64" ? nearestFloats(real) : toNumbers(real);
  if (dtypeKind(dtype) === "complex") return fromNumbers(dtype, x.shape, withZeroImaginary(numbers));
  const narrow = dtype === "float16" || dtype === "bfloat16";
  return fromNumbers(dtype, x.shape, narrow ? numbers.map(Math.fround) : numbers);
}

function realParts(x: Tensor): Tensor {
  const dtype = x.dtype === "complex64" ? "float32" : "float64";
  return fromNumbers(
    dtype,
    x.shape,
    toNumbers(x).filter((_, index) => index % 2 === 0),
  );
}

function withZeroImaginary(numbers: Float64Array): Float64Array {
  const pairs = new Float64Array(2 * numbers.length);
  numbers.forEach((value, index) => {
    pairs[2 * index] = value;
  });
  return pairs;
}

function wrapped(x: Tensor, dtype: DType): Tensor {
  return isWideInteger(x.dtype)
    ? fromBigInts(dtype, x.shape, toBigInts(x).slice())
    : fromNumbers(dtype, x.shape, toNumbers(x));
}

function saturated(x: Tensor, dtype: DType): Tensor {
  const { min, max } = integerRange(dtype);
  const numbers = toNumbers(x);
  if (!isWideInteger(dtype)) {
    const clamped = numbers.map((value) => (Number.isNaN(value) ? max : Math.min(Math.max(value, min), max)));
    return fromNumbers(dtype, x.shape, clamped);
  }
  const [least, most] = dtype === "int64" ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
  const Elements = dtype === "int64" ? BigInt64Array : BigUint64Array;
  const whole = (value: number): bigint => {
    if (!(value < max)) return most;
    return value <= min ? least : BigInt(Math.trunc(value));
  };
  return tensor(dtype, x.shape, Elements.from(Array.from(numbers, whole)));
}

/**
 * 64-bit integers as doubles that round to the nearest float32: beyond 53 bits the ones that are cut off leave a mark in
 * the lowest bit that is kept, so that a tie is not seen where there is none.
 */
function nearestFloats(x: Tensor): Float64Array {
  const exact = 2n ** 53n;
  return Float64Array.from(x.data as BigInt64Array, (value) => {
    if (value < exact && value > -exact) return Number(value);
    const low = value & 0x7ffn;
    return Number(low === 0n ? value : (value - low) | 0x800n);
  });
}
