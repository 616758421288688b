import type { DType } from "../../numerics/index.ts";
import { blockWords, type PhiloxStream } from "./philox-stream.ts";

const { fround } = Math;

/** Random bits that become the fraction of a number in [1, 2), of which 1 is subtracted (`random_distributions_utils.h`). */
const fractionBits: { readonly [D in DType]?: number } = { float32: 23, float16: 10, bfloat16: 7 };

/** A number in [0, 1) from the low bits of a word. */
export function unitFromWord(word: number, dtype: DType = "float32"): number {
  const steps = 2 ** (fractionBits[dtype] ?? 23);
  return (word % steps) / steps;
}

/** A number in [0, 1) with 52 bits, from two words: 20 bits of the first above the second (`Uint64ToDouble`). */
function unitFromWords(upper: number, lower: number): number {
  return ((upper % 2 ** 20) * 2 ** 32 + lower) / 2 ** 52;
}

/** How many numbers of a dtype a block makes. */
export const perBlock = (dtype: DType): number => (dtype === "float64" ? 2 : 4);

/** Numbers in [0, 1). */
export function uniform(stream: PhiloxStream, first: number, count: number, dtype: DType): Float64Array {
  const words = stream.blocks(first, Math.ceil(count / perBlock(dtype)));
  return Float64Array.from({ length: count }, (_, i) =>
    dtype === "float64"
      ? unitFromWords(words[2 * i] as number, words[2 * i + 1] as number)
      : unitFromWord(words[i] as number, dtype),
  );
}

const least = 1e-7;

/**
 * Two normal numbers from two words, in float32 step by step; from four words in double (Box and Muller 1958, as
 * TensorFlow computes it: `BoxMullerFloat`, `BoxMullerDouble`).
 */
export function boxMuller(words: ArrayLike<number>, at: number, dtype: DType): readonly [number, number] {
  const word = (i: number): number => words[at + i] as number;
  if (dtype === "float64") {
    const radius = Math.sqrt(-2 * Math.log(Math.max(unitFromWords(word(0), word(1)), least)));
    const angle = 2 * Math.PI * unitFromWords(word(2), word(3));
    return [Math.sin(angle) * radius, Math.cos(angle) * radius];
  }
  const unit = Math.max(unitFromWord(word(0)), fround(least));
  const radius = fround(Math.sqrt(fround(-2 * fround(Math.log(unit)))));
  const angle = fround(2 * Math.PI * unitFromWord(word(1)));
  return [fround(fround(Math.sin(angle)) * radius), fround(fround(Math.cos(angle)) * radius)];
}

/** Words that a pair of normal numbers takes. */
const wordsPerPair = (dtype: DType): number => (dtype === "float64" ? 4 : 2);

/** Numbers of mean 0 and variance 1. */
export function normal(stream: PhiloxStream, first: number, count: number, dtype: DType): Float64Array {
  const words = stream.blocks(first, Math.ceil(count / perBlock(dtype)));
  const result = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    result.set(boxMuller(words, (i / 2) * wordsPerPair(dtype), dtype).slice(0, count - i), i);
  }
  return result;
}

/** Each group of numbers has as many blocks to itself as 256 words for each of them make (`random_op_cpu.h`). */
const wordsReserved = 256;

/**
 * Normal numbers, those of magnitude 2 and more drawn again. A block's worth of numbers is a group, whose draws begin at a
 * fixed place of the stream.
 */
export function truncatedNormal(stream: PhiloxStream, count: number, dtype: DType): Float64Array {
  const size = perBlock(dtype);
  const skip = (size * wordsReserved) / blockWords;
  const result = new Float64Array(count);
  for (let start = 0; start < count; start += size) {
    const group = drawInside(stream, (start / size) * skip, size, dtype);
    result.set(group.slice(0, count - start), start);
  }
  return result;
}

function drawInside(stream: PhiloxStream, first: number, size: number, dtype: DType): readonly number[] {
  const inside: number[] = [];
  for (let block = first; inside.length < size; block++) {
    const words = stream.blocks(block, 1);
    for (let at = 0; at < blockWords; at += wordsPerPair(dtype)) {
      inside.push(...boxMuller(words, at, dtype).filter((value) => Math.abs(value) < 2));
    }
  }
  return inside.slice(0, size);
}

/** Integers of all bits: 32 from a word, 64 from two, the lower first. */
export function integers(stream: PhiloxStream, count: number, isWide: boolean): BigUint64Array {
  const words = stream.blocks(0, Math.ceil(count / (isWide ? 2 : 4)));
  return BigUint64Array.from({ length: count }, (_, i) => {
    if (!isWide) return BigInt(words[i] as number);
    return BigInt(words[2 * i] as number) | (BigInt(words[2 * i + 1] as number) << 32n);
  });
}
