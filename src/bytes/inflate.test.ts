import { deflateSync } from "fflate";
import { expect, test } from "vitest";
import { inflateExactly } from "./inflate.ts";

const text = new TextEncoder().encode("holdfast ".repeat(50));
const packed = deflateSync(text);

test("gives exactly the bytes asked for", () => {
  const result = inflateExactly(packed, text.length);
  expect("bytes" in result && [...result.bytes]).toEqual([...text]);
});

test("more, fewer or damaged bytes are a problem, not a wrong answer", () => {
  expect(inflateExactly(packed, text.length - 1)).toEqual({
    problem: "it unpacks to more than the 449 bytes it should have",
  });
  expect(inflateExactly(packed, text.length + 1)).toEqual({ problem: "it unpacks to 450 bytes instead of 451" });
  expect(inflateExactly(packed.subarray(0, 8), text.length)).toHaveProperty("problem");
  expect(inflateExactly(Uint8Array.of(7, 0, 0, 0), 1)).toHaveProperty("problem");
});

test("takes no memory for sizes the data cannot reach", () => {
  expect(inflateExactly(packed, 2 ** 40)).toHaveProperty("problem");
});
