import { describe, expect, test } from "vitest";
import { parseSliceKey, sliceKeyPrefix } from "./slice-key.ts";

const key = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : [...part])),
  );

describe("the key of a slice", () => {
  test("holds its name and where it lies, -1 for a whole axis", () => {
    expect(parseSliceKey(key([0], "net/w", [0, 1], [1, 2], [0x80, 0x7f], [0x83, 0x85]))).toEqual({
      name: "net/w",
      extents: [
        { start: 0, length: -1 },
        { start: 3, length: 5 },
      ],
    });
  });

  test("of a scalar has no extents", () => {
    expect(parseSliceKey(key([0], "s", [0, 1], [0]))).toEqual({ name: "s", extents: [] });
  });

  test.each([
    [[0xbf], 63],
    [[0xc0, 0x40], 64],
    [[0xdf, 0xff], 8191],
    [[0xe0, 0x20, 0x00], 8192],
    [[0xf0, 0x10, 0x00, 0x00], 2 ** 20],
    [[0x40], -64],
    [[0x3f, 0xbf], -65],
  ])("has numbers of any length: %j", (bytes, value) => {
    const found = parseSliceKey(key([0], "v", [0, 1], [1, 1], bytes, [0x81]));
    expect(found?.extents).toEqual([{ start: value, length: 1 }]);
  });

  test("begins with its name, in which two bytes are escaped", () => {
    expect(sliceKeyPrefix("a\u0000b")).toEqual(key([0], "a", [0, 255], "b", [0, 1]));
    expect(parseSliceKey(key([0], "a", [0, 255], "b", [0, 1], [0]))?.name).toBe("a\u0000b");
  });

  test.each([
    ["nothing", []],
    ["a plain name", [110, 101, 116]],
    ["a name without an end", [0, 110, 101]],
    ["a count without extents", [0, 110, 0, 1, 1, 4]],
    ["an endless number", [0, 110, 0, 1, 1, 1, 255, 255, 255]],
    ["more than its extents", [0, 110, 0, 1, 0, 7]],
  ])("is not %s", (_, bytes) => {
    expect(parseSliceKey(Uint8Array.from(bytes))).toBeUndefined();
  });
});
