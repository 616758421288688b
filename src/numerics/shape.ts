import { bindDim, type Dim, dimMax, dimsEqual, formatDim, multiplyDims, parseDim, sameDim, unknownDim } from "./dim.ts";

/** Dimensions of a tensor, outermost first; `undefined` stands for an unknown rank. */
export type Shape = readonly Dim[] | undefined;

/** True when every dimension is a number. */
export function isStaticShape(shape: Shape): shape is readonly number[] {
  return shape?.every((dim) => typeof dim === "number") ?? false;
}

/** Number of elements of a known shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Product of dimensions that may hold symbols. */
export function dimProduct(dims: readonly Dim[]): Dim {
  return dims.reduce<Dim>((product, dim) => multiplyDims(product, dim), 1);
}

/** Row-major strides in elements. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

/** Structural sameness of two shapes. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((dim, axis) => sameDim(dim, b[axis] ?? unknownDim));
}

/** False only when the shapes certainly differ for every run. */
export function compatibleShapes(a: Shape, b: Shape): boolean {
  if (a === undefined || b === undefined) return true;
  return a.length === b.length && a.every((dim, axis) => dimsEqual(dim, b[axis] ?? unknownDim) !== false);
}

/** The shape with symbols replaced by numbers. */
export function bindShape(shape: Shape, symbols: Readonly<Record<string, number>>): Shape {
  return shape?.map((dim) => bindDim(dim, symbols));
}

/** `[1,224,224,3]`, `[N,7]`, `[*]` for an unknown rank. */
export function formatShape(shape: Shape): string {
  return shape === undefined ? "[*]" : `[${shape.map(formatDim).join(",")}]`;
}

/** Reads what {@link formatShape} writes; undefined when the text is something else. */
export function parseShape(text: string): { readonly shape: Shape } | undefined {
  if (text === "[*]") return { shape: undefined };
  if (!text.startsWith("[") || !text.endsWith("]")) return undefined;
  const dims: Dim[] = [];
  if (text === "[]") return { shape: dims };
  let begin = 1;
  let quoted = false;
  for (let at = 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') quoted = !quoted;
    if (quoted && character === "\\") at += 1;
    if (quoted || (character !== "," && at !== text.length - 1)) continue;
    const dim = parseDim(text.slice(begin, at).trim());
    if (dim === undefined) return undefined;
    dims.push(dim);
    begin = at + 1;
  }
  return quoted ? undefined : { shape: dims };
}

/**
 * Shape of an elementwise operation by NumPy's broadcasting rule: aligned at the end, 1 stretches.
 * `undefined` as a result of known ranks means that they do not broadcast.
 */
export function broadcastShapes(a: readonly Dim[], b: readonly Dim[]): Dim[] | undefined {
  const rank = Math.max(a.length, b.length);
  const out: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    const dim = broadcastDim(x, y);
    if (dim === undefined) return undefined;
    out.push(dim);
  }
  return out;
}

function broadcastDim(x: Dim, y: Dim): Dim | undefined {
  if (x === 1) return y;
  if (y === 1) return x;
  const equal = dimsEqual(x, y);
  if (equal === true) return x;
  if (typeof x === "number" && typeof y === "number") return undefined;
  // One is a number above 1: the other must be it or 1, so the result is the number.
  if (typeof x === "number") return x;
  if (typeof y === "number") return y;
  const max = dimMax(x) === undefined || dimMax(y) === undefined ? undefined : Math.max(dimMax(x) ?? 0, dimMax(y) ?? 0);
  return max === undefined ? unknownDim : { kind: "unknown", max };
}

/** `axis` counted from the end when negative; undefined when outside `[-rank, rank)`. */
export function normalizeAxis(axis: number, rank: number): number | undefined {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) return undefined;
  return axis < 0 ? axis + rank : axis;
}
