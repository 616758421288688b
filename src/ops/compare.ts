import { type DType, elementCount, isFloat, type ResourceHandle, type Tensor, toNumbers } from "../numerics/index.ts";

/** `|got - want| <= atol + rtol * |want|`. */
export interface Tolerance {
  readonly atol: number;
  readonly rtol: number;
}

/** Rounding unit of a floating-point type: half the distance from 1 to the next number. */
const roundingUnit: { readonly [D in DType]?: number } = {
  float64: 2 ** -53,
  float32: 2 ** -24,
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
  float8_e4m3fn: 2 ** -4,
  float8_e5m2: 2 ** -3,
};

/**
 * How far two right implementations of an operator may differ on a dtype: not at all (exact, integers), a few rounding
 * units (rounding), or as many as a sum of `terms` numbers in another order may lose (accumulation).
 */
export function operatorTolerance(
  kind: "exact" | "rounding" | "accumulation" | "random",
  dtype: DType,
  terms = 1024,
): Tolerance {
  const unit = roundingUnit[dtype];
  if (kind === "random") return { atol: Number.POSITIVE_INFINITY, rtol: 0 };
  if (kind === "exact" || unit === undefined) return { atol: 0, rtol: 0 };
  const steps = kind === "rounding" ? 4 : 4 + Math.sqrt(terms);
  return { atol: steps * unit, rtol: steps * unit };
}

/** What comparing two tensors found. */
export interface Comparison {
  readonly equal: boolean;
  readonly maxError: number;
  readonly meanError: number;
  /** Largest error over its own tolerance; above 1 the tensors differ. */
  readonly worstRatio: number;
  /** Element with the largest ratio. */
  readonly worstIndex: number;
  /** Cosine of the angle between the tensors as vectors; 1 when both are zero. */
  readonly cosine: number;
  /** Set when the tensors are not of one dtype and shape. */
  readonly mismatch?: string;
}

/** Compares element by element; NaN equals NaN, infinities equal their own sign. */
export function compareTensors(got: Tensor, want: Tensor, { atol, rtol }: Tolerance): Comparison {
  const mismatch = shapeMismatch(got, want);
  if (mismatch !== undefined) return { ...different, mismatch };
  if (!ArrayBuffer.isView(got.data)) return compareItems(got, want);
  const a = toNumbers(got);
  const b = toNumbers(want);
  let [maxError, sum, worstRatio, worstIndex, dot, normA, normB] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    const error = elementError(x, y);
    const allowed = atol + (Number.isFinite(y) ? rtol * Math.abs(y) : 0);
    const ratio = error === 0 ? 0 : error / allowed;
    if (ratio > worstRatio) [worstRatio, worstIndex] = [ratio, i];
    maxError = Math.max(maxError, error);
    sum += error;
    dot += x * y;
    normA += x * x;
    normB += y * y;
  }
  const cosine = normA === 0 && normB === 0 ? 1 : dot / Math.sqrt(normA * normB);
  return {
    equal: worstRatio <= 1,
    maxError,
    meanError: a.length === 0 ? 0 : sum / a.length,
    worstRatio,
    worstIndex,
    cosine,
  };
}

const different = {
  equal: false,
  maxError: Number.POSITIVE_INFINITY,
  meanError: Number.POSITIVE_INFINITY,
  worstRatio: Number.POSITIVE_INFINITY,
  worstIndex: 0,
  cosine: 0,
} as const;

function elementError(x: number, y: number): number {
  if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return 0;
  return Number.isFinite(x) && Number.isFinite(y) ? Math.abs(x - y) : Number.POSITIVE_INFINITY;
}

function shapeMismatch(got: Tensor, want: Tensor): string | undefined {
  if (got.dtype !== want.dtype && !(isFloat(got.dtype) && isFloat(want.dtype))) {
    return `${got.dtype} instead of ${want.dtype}`;
  }
  const same = got.shape.length === want.shape.length && got.shape.every((dim, axis) => dim === want.shape[axis]);
  return same ? undefined : `shape [${got.shape}] instead of [${want.shape}]`;
}

function sameItem(a: Uint8Array | ResourceHandle, b: Uint8Array | ResourceHandle | undefined): boolean {
  if (!(a instanceof Uint8Array)) return b !== undefined && "key" in b && a.key === b.key;
  return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Strings byte by byte, handles by what they refer to. */
function compareItems(got: Tensor, want: Tensor): Comparison {
  const a = got.data as readonly (Uint8Array | ResourceHandle)[];
  const b = want.data as readonly (Uint8Array | ResourceHandle)[];
  const at = a.findIndex((item, i) => !sameItem(item, b[i]));
  if (at === -1 && elementCount(got.shape) === b.length) {
    return { equal: true, maxError: 0, meanError: 0, worstRatio: 0, worstIndex: 0, cosine: 1 };
  }
  return { ...different, worstIndex: Math.max(at, 0) };
}
