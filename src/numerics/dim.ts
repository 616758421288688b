/**
 * One dimension of a shape: a number, an affine expression in named symbols, or a value not known before the run.
 * `{ terms: { N: 2 }, offset: 3 }` is `2 N + 3`.
 */
export type Dim = number | AffineDim | UnknownDim;

export interface AffineDim {
  readonly kind: "affine";
  /** Factor of each symbol; never empty, never zero. */
  readonly terms: Readonly<Record<string, number>>;
  readonly offset: number;
}

export interface UnknownDim {
  readonly kind: "unknown";
  /** Largest value it can take, where that is known. */
  readonly max?: number;
}

export const unknownDim: UnknownDim = { kind: "unknown" };

/** A dimension called `name`, such as a batch size: equal to itself wherever it appears. */
export function symbolDim(name: string): AffineDim {
  return { kind: "affine", terms: { [name]: 1 }, offset: 0 };
}

/** An unknown dimension that is at most `max`. */
export function boundedDim(max: number): UnknownDim {
  return { kind: "unknown", max };
}

function affine(terms: Readonly<Record<string, number>>, offset: number): Dim {
  const kept = Object.entries(terms).filter(([, factor]) => factor !== 0);
  const constant = offset === 0 ? 0 : offset;
  if (kept.length === 0) return constant;
  return { kind: "affine", terms: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))), offset: constant };
}

function asAffine(dim: number | AffineDim): AffineDim {
  return typeof dim === "number" ? { kind: "affine", terms: {}, offset: dim } : dim;
}

const isUnknown = (dim: Dim): dim is UnknownDim => typeof dim !== "number" && dim.kind === "unknown";

export function addDims(a: Dim, b: Dim): Dim {
  if (isUnknown(a) || isUnknown(b)) {
    const maxA = dimMax(a);
    const maxB = dimMax(b);
    return maxA === undefined || maxB === undefined ? unknownDim : boundedDim(maxA + maxB);
  }
  const x = asAffine(a);
  const y = asAffine(b);
  const terms = new Map(Object.entries(x.terms));
  for (const [symbol, factor] of Object.entries(y.terms)) terms.set(symbol, (terms.get(symbol) ?? 0) + factor);
  return affine(Object.fromEntries(terms), x.offset + y.offset);
}

/** `dim * factor`, exact for whole factors. */
export function scaleDim(dim: Dim, factor: number): Dim {
  if (isUnknown(dim)) return dim.max === undefined || factor < 0 ? unknownDim : boundedDim(dim.max * factor);
  const x = asAffine(dim);
  return affine(Object.fromEntries(Object.entries(x.terms).map(([s, f]) => [s, f * factor])), x.offset * factor);
}

export function subtractDims(a: Dim, b: Dim): Dim {
  if (isUnknown(b)) return isUnknown(a) || typeof a !== "number" ? unknownDim : boundedDim(a);
  return addDims(a, scaleDim(b, -1));
}

/** Product; unknown when both have symbols, because the result would not be affine. */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number") return scaleDim(b, a);
  if (typeof b === "number") return scaleDim(a, b);
  const maxA = dimMax(a);
  const maxB = dimMax(b);
  return maxA === undefined || maxB === undefined ? unknownDim : boundedDim(maxA * maxB);
}

/** `floor(dim / divisor)` for a positive divisor; unknown unless every factor is divisible. */
export function floorDivideDim(dim: Dim, divisor: number): Dim {
  if (typeof dim === "number") return Math.floor(dim / divisor);
  if (isUnknown(dim)) return dim.max === undefined ? unknownDim : boundedDim(Math.floor(dim.max / divisor));
  if (Object.values(dim.terms).some((factor) => factor % divisor !== 0)) return unknownDim;
  const terms = Object.fromEntries(Object.entries(dim.terms).map(([s, f]) => [s, f / divisor]));
  return affine(terms, Math.floor(dim.offset / divisor));
}

/** Whether two dimensions are the same: certainly (`true`), certainly not (`false`), or that shows in the run. */
export function dimsEqual(a: Dim, b: Dim): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return undefined;
  const difference = subtractDims(a, b);
  return typeof difference === "number" ? difference === 0 : undefined;
}

/** Structural sameness: the same expression, or unknown with the same bound. */
export function sameDim(a: Dim, b: Dim): boolean {
  if (isUnknown(a) || isUnknown(b)) return isUnknown(a) && isUnknown(b) && a.max === b.max;
  return dimsEqual(a, b) === true;
}

/** Largest value the dimension can take, where that is known. */
export function dimMax(dim: Dim): number | undefined {
  if (typeof dim === "number") return dim;
  return isUnknown(dim) ? dim.max : undefined;
}

/** The dimension with symbols replaced by numbers; symbols without a number stay. */
export function bindDim(dim: Dim, symbols: Readonly<Record<string, number>>): Dim {
  if (typeof dim === "number" || isUnknown(dim)) return dim;
  let bound: Dim = dim.offset;
  for (const [symbol, factor] of Object.entries(dim.terms)) {
    const value = Object.hasOwn(symbols, symbol) ? symbols[symbol] : undefined;
    bound = addDims(bound, value === undefined ? scaleDim(symbolDim(symbol), factor) : value * factor);
  }
  return bound;
}

/** `N`, `2N+3`, `7`, `?`, `?<=100`, and `"seq-len"+1` for symbols that are not words: the form {@link parseDim} reads. */
export function formatDim(dim: Dim): string {
  if (typeof dim === "number") return String(dim);
  if (isUnknown(dim)) return dim.max === undefined ? "?" : `?<=${dim.max}`;
  let text = "";
  for (const [symbol, factor] of Object.entries(dim.terms)) {
    const sign = factor < 0 ? "-" : text === "" ? "" : "+";
    const name = /^[A-Za-z_]\w*$/.test(symbol) ? symbol : JSON.stringify(symbol);
    text += `${sign}${Math.abs(factor) === 1 ? "" : Math.abs(factor)}${name}`;
  }
  if (dim.offset === 0) return text;
  return `${text}${dim.offset < 0 ? "-" : "+"}${Math.abs(dim.offset)}`;
}

/** Reads what {@link formatDim} writes; undefined when the text is something else. */
export function parseDim(text: string): Dim | undefined {
  if (text === "?") return unknownDim;
  const bounded = /^\?<=(-?\d+)$/.exec(text);
  if (bounded) return boundedDim(Number(bounded[1]));
  const term = /([+-]?)(\d*)([A-Za-z_]\w*|"(?:[^"\\]|\\.)*")?/y;
  let dim: Dim = 0;
  while (term.lastIndex < text.length) {
    const first = term.lastIndex === 0;
    const [, sign = "", digits = "", spelled] = term.exec(text) ?? [];
    const symbol = spelled?.startsWith('"') ? unquote(spelled) : spelled;
    if ((digits === "" && symbol === undefined) || (sign === "" && !first)) return undefined;
    const factor = (sign === "-" ? -1 : 1) * (digits === "" ? 1 : Number(digits));
    dim = addDims(dim, symbol === undefined ? factor : scaleDim(symbolDim(symbol), factor));
  }
  return text === "" ? undefined : dim;
}

function unquote(json: string): string | undefined {
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}
