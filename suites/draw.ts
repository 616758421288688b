import * as fc from "fast-check";

/** Draws numbers and choices of one random case. */
export interface Draw {
  int(min: number, max: number): number;
  flag(): boolean;
  of<T>(...choices: readonly T[]): T;
  shape(minRank: number, maxRank: number, least?: number): number[];
  /** `axis`, or the same counted from the end. */
  sign(axis: number, rank: number): number;
}

/** Draws from a list of random numbers, over and over. */
export function createDraw(source: readonly number[]): Draw {
  let at = 0;
  const int = (min: number, max: number) => min + ((source[at++ % source.length] as number) % (max - min + 1));
  return {
    int,
    flag: () => int(0, 1) === 1,
    of: (...choices) => choices[int(0, choices.length - 1)] as never,
    shape: (minRank, maxRank, least = 0) => Array.from({ length: int(minRank, maxRank) }, () => int(least, 3)),
    sign: (axis, rank) => (int(0, 2) === 0 ? axis - rank : axis),
  };
}

/** What a function makes of random draws; a smaller case is one of smaller numbers. */
export function drawn<T>(make: (draw: Draw) => T): fc.Arbitrary<T> {
  return fc.array(fc.nat(5039), { minLength: 61, maxLength: 61 }).map((numbers) => make(createDraw(numbers)));
}
