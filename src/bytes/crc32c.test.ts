import { expect, test } from "vitest";
import { crc32c, maskCrc32c, unmaskCrc32c } from "./index.ts";

const text = (letters: string): Uint8Array => new TextEncoder().encode(letters);

test("CRC-32C has the values of RFC 3720, section B.4", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
  expect(crc32c(text("123456789"))).toBe(0xe3069283);
});

test("parts are summed one after the other", () => {
  const whole = Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) & 255);
  for (const cut of [0, 1, 7, 8, 500, 999, 1000]) {
    expect(crc32c(whole.subarray(cut), crc32c(whole.subarray(0, cut)))).toBe(crc32c(whole));
  }
});

test("the mask rotates by 15 bits and adds LevelDB's constant", () => {
  expect(maskCrc32c(0)).toBe(0xa282ead8);
  expect(maskCrc32c(1)).toBe((0x20000 + 0xa282ead8) >>> 0);
  expect(maskCrc32c(0x8000)).toBe(0xa282ead9);
  for (const crc of [0, 1, 0xe3069283, 0xffffffff]) expect(unmaskCrc32c(maskCrc32c(crc))).toBe(crc);
});
