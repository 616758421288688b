/** 1 / (1 + e^-x), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(1 + e^x), without overflow and exact to the last digits for very negative x. */
export function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** C's `pow`, which differs from JavaScript's in that 1 to any power, and -1 to an infinite one, is 1. */
export function powerOf(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  return x ** y;
}

/** `a > b ? a : b` as in TensorFlow Lite: a NaN on the left is never the larger, one on the right is taken. */
export function larger<T extends number | bigint>(a: T, b: T): T {
  if (a > b) return a;
  return b;
}

/** `a < b ? a : b` as in TensorFlow Lite: a NaN on the left is never the smaller, one on the right is taken. */
export function smaller<T extends number | bigint>(a: T, b: T): T {
  if (a < b) return a;
  return b;
}
