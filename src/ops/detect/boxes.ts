const { fround } = Math;

/** Two opposite corners of a box, in either order. */
export type Corners = readonly [y1: number, x1: number, y2: number, x2: number];

/** Corner coordinates of box `index` in a flat list of them. */
export function boxAt(boxes: Float64Array, index: number): Corners {
  return Array.from(boxes.subarray(4 * index, 4 * index + 4)) as unknown as Corners;
}

/** The corners with the smaller coordinates first. */
export function sortedCorners([y1, x1, y2, x2]: Corners): Corners {
  return [Math.min(y1, y2), Math.min(x1, x2), Math.max(y1, y2), Math.max(x1, x2)];
}

/**
 * Area of the intersection of two boxes over that of their union, 0 when one has no area; corners in order. Rounded to
 * float32 at every step, because a threshold decides on it (TensorFlow Lite, `ComputeIntersectionOverUnion`).
 */
export function intersectionOverUnion(a: Corners, b: Corners): number {
  const [areaA, areaB] = [area(a), area(b)];
  if (areaA <= 0 || areaB <= 0) return 0;
  const height = Math.max(fround(Math.min(a[2], b[2]) - Math.max(a[0], b[0])), 0);
  const width = Math.max(fround(Math.min(a[3], b[3]) - Math.max(a[1], b[1])), 0);
  const shared = fround(height * width);
  return fround(shared / fround(fround(areaA + areaB) - shared));
}

function area([top, left, bottom, right]: Corners): number {
  return fround(fround(bottom - top) * fround(right - left));
}
