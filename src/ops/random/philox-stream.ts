import { philox } from "../stablehlo/random-bits.ts";

const mask64 = 0xffffffffffffffffn;
const low = (x: bigint): number => Number(x & 0xffffffffn);
const high = (x: bigint): number => Number((x >> 32n) & 0xffffffffn);

/** Words in a block of Philox. */
export const blockWords = 4;

/** A sequence of blocks of four random words, any of which can be asked for. */
export interface PhiloxStream {
  /** Words of `count` blocks from block `first` on. */
  blocks(first: number, count: number): Uint32Array;
}

/**
 * The blocks that Philox 4x32-10 makes of a 64-bit key and the 128-bit counter that starts at `counter`
 * (TensorFlow, `philox_random.h`).
 */
export function philoxStream(key: bigint, counter: bigint): PhiloxStream {
  const keyWords = [low(key), high(key)];
  return {
    blocks(first, count) {
      const words = new Uint32Array(count * blockWords);
      for (let i = 0; i < count; i++) {
        const at = counter + BigInt(first + i);
        const upper = at >> 64n;
        words.set(philox([low(at), high(at), low(upper), high(upper)], keyWords), i * blockWords);
      }
      return words;
    },
  };
}

/** The stream of a generator that is seeded with two numbers: the key, and the upper half of the counter (`PhiloxRandom`). */
export function seededStream(seed: number, seed2: number): PhiloxStream {
  return philoxStream(BigInt(seed) & mask64, (BigInt(seed2) & mask64) << 64n);
}
