/** Whether `a` must lie below `b` in a heap, whose top lies above all others. */
export type Below<T> = (a: T, b: T) => boolean;

/** Puts `value` into the heap `items[0, ...]` from the gap at `hole` upwards, no higher than `top`. */
export function rise<T>(items: T[], hole: number, top: number, value: T, below: Below<T>): void {
  let at = hole;
  while (at > top) {
    const parent = (at - 1) >> 1;
    if (!below(items[parent] as T, value)) break;
    items[at] = items[parent] as T;
    at = parent;
  }
  items[at] = value;
}

/**
 * Puts `value` into the gap at `hole` of a heap of `length` items: the gap sinks to a leaf, then the value rises from there.
 * Which of several equal items comes out first follows from that, as in GNU's C++ library, which TensorFlow Lite's
 * binaries are built with.
 */
export function sink<T>(items: T[], hole: number, length: number, value: T, below: Below<T>): void {
  let at = hole;
  for (let left = 2 * at + 1; left < length; left = 2 * at + 1) {
    const right = left + 1;
    const child = right < length && !below(items[right] as T, items[left] as T) ? right : left;
    items[at] = items[child] as T;
    at = child;
  }
  rise(items, at, hole, value, below);
}

/** The `count` items that come first, in order; of equal ones those that C++'s `partial_sort` would choose. */
export function partialSort<T>(list: readonly T[], count: number, before: Below<T>): readonly T[] {
  const items = list.slice(0, count);
  for (let parent = (count >> 1) - 1; parent >= 0; parent--) sink(items, parent, count, items[parent] as T, before);
  for (const item of list.slice(count)) if (before(item, items[0] as T)) sink(items, 0, count, item, before);
  for (let last = count - 1; last > 0; last--) {
    const value = items[last] as T;
    items[last] = items[0] as T;
    sink(items, 0, last, value, before);
  }
  return items;
}
