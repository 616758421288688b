import { fail } from "../../../diagnostics/index.ts";
import { TFL_E009 } from "../codes.ts";

/**
 * What a file may ask for. Structures that a FlatBuffer refers to many times cost it nothing and a reader each time; a file
 * that stands for several times its size was made to exhaust readers.
 */
export interface WorkLimit {
  /** Counts entries of `bytes` each, as a plain file would store them. Throws `TFL-E009` past the limit. */
  spend(count: number, bytes: number): void;
}

const leastLimit = 2 ** 24;
const growth = 8;

export function createWorkLimit(file: string, size: number): WorkLimit {
  const limit = Math.max(leastLimit, growth * size);
  let spent = 0;
  return {
    spend(count, bytes) {
      spent += count * bytes;
      if (spent > limit) fail(TFL_E009, { file }, { limit });
    },
  };
}
