import { expect, test } from "vitest";
import { adler32, fletcher32, lookup3 } from "./checksum.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test("lookup3 gives the values of its author's self test", () => {
  expect(lookup3(text(""))).toBe(0xdeadbeef);
  expect(lookup3(text("Four score and seven years ago"))).toBe(0x17770551);
});

test("Adler-32 of a known text, and of more than one block of the sum", () => {
  expect(adler32(text("Wikipedia"))).toBe(0x11e60398);
  expect(adler32(new Uint8Array(10000))).toBe((10000 << 16) | 1);
});

test("fletcher32 adds 16-bit words, high byte first", () => {
  expect(fletcher32(Uint8Array.of(1, 2, 3, 4))).toBe(0x05080406);
  expect(fletcher32(Uint8Array.of(1, 2, 3))).toBe(0x05040402);
});

test("fletcher32 tells a sum of 65535 from zero", () => {
  expect(fletcher32(Uint8Array.of(0xff, 0xff))).toBe(0xffffffff);
  expect(fletcher32(new Uint8Array(2000))).toBe(0);
});
