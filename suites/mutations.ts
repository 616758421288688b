/** What was done to the bytes, to be named when a test fails. */
export interface Mutation {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A small generator of numbers in [0, 1) (mulberry32): the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Damaged copies of files: cut off, one bit flipped, some bytes or many replaced. Half of the places lie near the
 * beginning, where headers are; half of the replacements are values that lengths and addresses break on.
 */
export function* mutations(
  files: Readonly<Record<string, Uint8Array>>,
  count: number,
  seed: number,
): Generator<Mutation> {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const names = Object.keys(files);
  const edges = [0, 1, 0x7f, 0x80, 0xff];
  for (let i = 0; i < count; i++) {
    const file = names[i % names.length] ?? "";
    const original = files[file] ?? new Uint8Array();
    const kind = below(4);
    if (kind === 0) {
      const length = below(original.length);
      yield { name: `#${i} ${file} cut to ${length}`, bytes: original.slice(0, length) };
      continue;
    }
    const bytes = original.slice();
    const changes = kind === 1 ? 1 : 1 + below(kind === 2 ? 8 : 60);
    for (let change = 0; change < changes; change++) {
      const at = Math.floor((below(2) === 0 ? random() * random() : random()) * bytes.length);
      const replacement = below(2) === 0 ? (edges[below(edges.length)] ?? 0) : below(256);
      bytes[at] = kind === 1 ? (bytes[at] ?? 0) ^ (1 << below(8)) : replacement;
    }
    yield { name: `#${i} ${file} with ${changes} changes`, bytes };
  }
}
