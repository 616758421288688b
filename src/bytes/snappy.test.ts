import { describe, expect, test } from "vitest";
import { unpackSnappy } from "./index.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (letters: string): number[] => [...new TextEncoder().encode(letters)];

function unpack(...packed: number[]): string {
  const result = unpackSnappy(Uint8Array.from(packed));
  return "bytes" in result ? text(result.bytes) : `problem: ${result.problem}`;
}

describe("Snappy data", () => {
  test("of literals of every length form", () => {
    expect(unpack(0)).toBe("");
    expect(unpack(3, 2 << 2, ...bytesOf("abc"))).toBe("abc");
    const long = "x".repeat(70);
    expect(unpack(70, 60 << 2, 69, ...bytesOf(long))).toBe(long);
    expect(unpack(70, 61 << 2, 69, 0, ...bytesOf(long))).toBe(long);
    expect(unpack(70, 62 << 2, 69, 0, 0, ...bytesOf(long))).toBe(long);
    expect(unpack(70, 63 << 2, 69, 0, 0, 0, ...bytesOf(long))).toBe(long);
  });

  test("of copies of every offset form, overlapping ones too", () => {
    expect(unpack(8, 3 << 2, ...bytesOf("abcd"), 1, 4)).toBe("abcdabcd");
    expect(unpack(8, 3 << 2, ...bytesOf("abcd"), (3 << 2) | 2, 4, 0)).toBe("abcdabcd");
    expect(unpack(8, 3 << 2, ...bytesOf("abcd"), (3 << 2) | 3, 4, 0, 0, 0)).toBe("abcdabcd");
    expect(unpack(11, 1 << 2, ...bytesOf("ab"), (8 << 2) | 2, 2, 0)).toBe("ababababababab".slice(0, 11));
  });

  test.each([
    ["no length", [], "do not say"],
    ["an endless length", [255, 255, 255, 255, 255, 1], "do not say"],
    ["a length that cannot be", [255, 255, 127, 0], "cannot hold"],
    ["a literal cut off", [5, 4 << 2, 97], "end inside"],
    ["a tag cut off", [5, 61 << 2, 4], "end inside"],
    ["a copy of what is not there", [5, 0, 97, 1, 2], "begins before"],
    ["a copy at distance 0", [5, 0, 97, 1, 0], "begins before"],
    ["a copy far before the data", [5, 0, 97, (3 << 2) | 3, 0, 0, 0, 255], "begins before"],
    ["too much", [1, 2 << 2, 97, 98, 99], "more than the 1"],
    ["too little", [4, 0, 97], "1 bytes instead of 4"],
  ])("with %s is refused", (_, packed, problem) => {
    expect(unpack(...packed)).toContain(problem);
  });
});
