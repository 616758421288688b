const mask32 = 0xffffffffn;

/** High and low half of the product of two 32-bit numbers. */
function product(a: number, b: bigint): readonly [high: number, low: number] {
  const whole = BigInt(a) * b;
  return [Number(whole >> 32n), Number(whole & mask32)];
}

/** A block of random words from a counter and a key. */
export type BlockCipher = (counter: readonly number[], key: readonly number[]) => readonly number[];

const wrap = (x: number): number => x >>> 0;
const rotate = (x: number, by: number): number => wrap((x << by) | (x >>> (32 - by)));

/** Philox with four words and ten rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
export const philox: BlockCipher = (counter, key) => {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  let [k0, k1] = key as [number, number];
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = product(c0, 0xd2511f53n);
    const [high1, low1] = product(c2, 0xcd9e8d57n);
    [c0, c1, c2, c3] = [wrap(high1 ^ c1 ^ k0), low1, wrap(high0 ^ c3 ^ k1), low0];
    k0 = wrap(k0 + 0x9e3779b9);
    k1 = wrap(k1 + 0xbb67ae85);
  }
  return [c0, c1, c2, c3];
};

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** Threefry with two words and twenty rounds (the same paper). */
export const threefry: BlockCipher = (counter, key) => {
  const [k0, k1] = key as [number, number];
  const schedule = [k0, k1, wrap(k0 ^ k1 ^ 0x1bd11bda)];
  let [x0, x1] = counter as [number, number];
  x0 = wrap(x0 + k0);
  x1 = wrap(x1 + k1);
  for (let group = 0; group < 5; group++) {
    for (const by of rotations[group % 2] as readonly number[]) {
      x0 = wrap(x0 + x1);
      x1 = rotate(x1, by) ^ x0;
    }
    x0 = wrap(x0 + (schedule[(group + 1) % 3] as number));
    x1 = wrap(x1 + (schedule[(group + 2) % 3] as number) + group + 1);
  }
  return [x0, wrap(x1)];
};
