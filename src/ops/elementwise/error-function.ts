const seriesLimit = 2;

/** erf(x) = 2 / sqrt(pi) * integral of e^(-t^2) from 0 to x, to double precision. */
export function errorFunction(x: number): number {
  if (Math.abs(x) < seriesLimit) return series(x);
  return x < 0 ? continuedFraction(-x) - 1 : 1 - continuedFraction(x);
}

/** 1 - erf(x), without cancellation for large x. */
export function erfc(x: number): number {
  if (Math.abs(x) < seriesLimit) return 1 - series(x);
  return x < 0 ? 2 - continuedFraction(-x) : continuedFraction(x);
}

/** 2 / sqrt(pi) * e^(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * ... (2n+1)); all terms have one sign (DLMF 7.6.2). */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) for x >= 2 by Laplace's continued fraction e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + 1 / (x + (3/2) / ...))) (DLMF 7.9.1). */
function continuedFraction(x: number): number {
  if (!(x < 27.3)) return Number.isNaN(x) ? x : 0;
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
