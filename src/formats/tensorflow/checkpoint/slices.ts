import { type ByteSource, lazySource } from "../../../bytes/index.ts";
import { elementCount, rowMajorStrides } from "../../../numerics/index.ts";
import type { Extent } from "./slice-key.ts";

/** A part of a variable: where it lies, and its elements, row-major. */
export interface SlicePart {
  readonly extents: readonly Extent[];
  open(): ByteSource;
}

/** Extents with every length stated; undefined when they reach out of the shape. */
export function boundExtents(extents: readonly Extent[], shape: readonly number[]): readonly Extent[] | undefined {
  if (extents.length !== shape.length) return undefined;
  const bound = extents.map(({ start, length }, axis) => ({
    start,
    length: length < 0 ? (shape[axis] as number) : length,
  }));
  const isInside = bound.every(({ start, length }, axis) => start >= 0 && start + length <= (shape[axis] as number));
  return isInside ? bound : undefined;
}

/** What is wrong with slices that should make up a whole; undefined when every element is in exactly one. */
export function coverProblem(slices: readonly (readonly Extent[])[], shape: readonly number[]): string | undefined {
  const bound = slices.map((extents) => boundExtents(extents, shape));
  if (bound.some((extents) => extents === undefined)) return `a slice reaches out of shape [${shape}]`;
  const parts = bound.filter((extents) => extents !== undefined);
  const covered = parts.reduce((sum, part) => sum + elementCount(part.map(({ length }) => length)), 0);
  const whole = elementCount(shape);
  if (covered !== whole) return `the slices hold ${covered} elements, the variable has ${whole}`;
  return anyOverlap(parts) ? "two slices hold the same elements" : undefined;
}

/** Sweeps along the first axis, so that many slices of a long axis are compared with their neighbours only. */
function anyOverlap(parts: readonly (readonly Extent[])[]): boolean {
  const sorted = [...parts].sort((a, b) => (a[0]?.start ?? 0) - (b[0]?.start ?? 0));
  return sorted.some((part, i) => {
    const end = part[0] === undefined ? 1 : part[0].start + part[0].length;
    for (const other of sorted.slice(i + 1)) {
      if ((other[0]?.start ?? 0) >= end) return false;
      if (part.every((extent, axis) => meets(extent, other[axis] as Extent))) return true;
    }
    return false;
  });
}

const meets = (a: Extent, b: Extent): boolean => a.start < b.start + b.length && b.start < a.start + a.length;

/** The elements of a whole from its parts, put together when they are first asked for. `width` is bytes per element. */
export function assembleSlices(
  parts: readonly SlicePart[],
  shape: readonly number[],
  width: number,
  name: string,
): ByteSource {
  return lazySource(
    elementCount(shape) * width,
    () => {
      const whole = new Uint8Array(elementCount(shape) * width);
      for (const part of parts) place(part, shape, width, whole);
      return whole;
    },
    name,
  );
}

/** Copies a part row by row, where a row is as many trailing axes as the part spans fully, and one more. */
function place({ extents, open }: SlicePart, shape: readonly number[], width: number, whole: Uint8Array): void {
  const bound = boundExtents(extents, shape) ?? [];
  const from = open();
  const bytes = from.read(0, from.size);
  const strides = rowMajorStrides(shape);
  let axis = bound.length - 1;
  while (axis > 0 && bound[axis]?.length === shape[axis]) axis -= 1;
  const row = (bound[axis]?.length ?? 1) * (strides[axis] ?? 1) * width;
  if (row === 0) return;
  const at = bound.slice(0, Math.max(axis, 0)).map(() => 0);
  const base = bound.reduce((sum, { start }, i) => sum + start * (strides[i] as number), 0);
  for (let offset = 0; offset < bytes.length; offset += row) {
    const element = at.reduce((sum, index, i) => sum + index * (strides[i] as number), base);
    whole.set(bytes.subarray(offset, offset + row), element * width);
    for (let i = at.length - 1; i >= 0; i--) {
      at[i] = (at[i] as number) + 1;
      if ((at[i] as number) < (bound[i]?.length ?? 0)) break;
      at[i] = 0;
    }
  }
}
