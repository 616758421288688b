import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  bfloat16Format,
  decodeMiniFloat,
  encodeMiniFloat,
  float8E4M3FnFormat,
  float8E5M2Format,
  float16Format,
  type MiniFloat,
  roundHalfAway,
  roundHalfEven,
} from "./minifloat.ts";

const patterns = (format: MiniFloat): number[] =>
  Array.from({ length: 2 ** (1 + format.exponentBits + format.mantissaBits) }, (_, bits) => bits);

const sha256 = (data: Float64Array | Uint16Array): string =>
  createHash("sha256").update(new Uint8Array(data.buffer)).digest("hex");

/** The float32 next to `value` in the direction of `sign`. */
function neighbour(value: number, sign: 1 | -1): number {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  float[0] = value;
  bits[0] = (bits[0] as number) + (value > 0 ? sign : -sign);
  return float[0] as number;
}

/** float32 values around the ends of the four formats. */
const ends = [
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3.4028234663852886e38, -3.4028234663852886e38],
  ...[65504, 65519, 65520, 65536, 57344, 61439, 61440, 448, 464, 465, 480, 0, -0, 2 ** -149, -(2 ** -149)],
];

/**
 * Facts made with NumPy 2.4.6 and ml_dtypes 0.6.0. `decoded`: SHA-256 of the float64 values of all bit patterns in
 * order, every NaN 0x7ff8000000000000. `encoded`: SHA-256 of the uint16 codes of, for all midpoints of neighbouring finite
 * values in rising order, first the midpoints, then their float32 neighbours above, then those below, then `ends`.
 */
const formats: readonly [string, MiniFloat, { decoded: string; encoded: string; ends: number[] }][] = [
  [
    "float16",
    float16Format,
    {
      decoded: "ecc18b9b372011f0402dc5e75578328f4b1582c725748617e1451a3ccc7981a5",
      encoded: "484a4d982ef04002e4abfd6c7f22d741f382b540f41e330e1384e74baf9d8f80",
      ends: [
        ...[0x7c00, 0xfc00, 0x7c00, 0xfc00, 0x7bff, 0x7bff, 0x7c00, 0x7c00, 0x7b00, 0x7b80],
        ...[0x7b80, 0x5f00, 0x5f40, 0x5f44, 0x5f80, 0x0, 0x8000, 0x0, 0x8000],
      ],
    },
  ],
  [
    "bfloat16",
    bfloat16Format,
    {
      decoded: "6a00f29e7303e153fd9ec155cefb51fd665981aa463226c50006bc72f6739520",
      encoded: "4a616acb304381d6e2a6798e6424bac4a240262a4d5641b4082ceb48715d7b3d",
      ends: [
        ...[0x7f80, 0xff80, 0x7f80, 0xff80, 0x4780, 0x4780, 0x4780, 0x4780, 0x4760, 0x4770],
        ...[0x4770, 0x43e0, 0x43e8, 0x43e8, 0x43f0, 0x0, 0x8000, 0x0, 0x8000],
      ],
    },
  ],
  [
    "float8_e4m3fn",
    float8E4M3FnFormat,
    {
      decoded: "98959cdf4be234fd2c6642943d11510f6dd8cbf68b437ddcb4bf4ca7a004e444",
      encoded: "f6119149715e4505242d6e70f997b1a952a9a61fe011981f040071453764f4aa",
      ends: [
        ...[0x7f, 0xff, 0x7f, 0xff, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f],
        ...[0x7f, 0x7e, 0x7e, 0x7f, 0x7f, 0x0, 0x80, 0x0, 0x80],
      ],
    },
  ],
  [
    "float8_e5m2",
    float8E5M2Format,
    {
      decoded: "0ebeb4cd681ba45cb07e8f6b4ab91af1056631d20f320d9f24715be364b12fc9",
      encoded: "319ec2b7c3c1551510785f57c6ae3966ed42e60560b99563d4d333cb86923550",
      ends: [
        ...[0x7c, 0xfc, 0x7c, 0xfc, 0x7c, 0x7c, 0x7c, 0x7c, 0x7b, 0x7b],
        ...[0x7c, 0x5f, 0x5f, 0x5f, 0x60, 0x0, 0x80, 0x0, 0x80],
      ],
    },
  ],
];

describe.each(formats)("%s", (_, format, facts) => {
  const values = patterns(format).map((bits) => decodeMiniFloat(format, bits));

  test("every bit pattern decodes as in ml_dtypes", () => {
    expect(sha256(Float64Array.from(values, (value) => (Number.isNaN(value) ? Number.NaN : value)))).toBe(
      facts.decoded,
    );
  });

  test("every bit pattern survives decoding and encoding; NaN stays NaN", () => {
    const wrong = patterns(format).filter((bits) => {
      const value = values[bits] as number;
      const back = encodeMiniFloat(format, value);
      return Number.isNaN(value) ? !Number.isNaN(decodeMiniFloat(format, back)) : back !== bits;
    });
    expect(wrong).toEqual([]);
  });

  test("values at the ends encode as in ml_dtypes", () => {
    expect(ends.map((value) => encodeMiniFloat(format, value))).toEqual(facts.ends);
  });

  test("every tie and its neighbours encode as in ml_dtypes", () => {
    const finite = [...new Set(values.filter(Number.isFinite))].sort((a, b) => a - b);
    const ties = finite.slice(1).map((value, index) => ((finite[index] as number) + value) / 2);
    const inputs = [...ties, ...ties.map((t) => neighbour(t, 1)), ...ties.map((t) => neighbour(t, -1)), ...ends];
    expect(sha256(Uint16Array.from(inputs, (value) => encodeMiniFloat(format, value)))).toBe(facts.encoded);
  });
});

test("a double is rounded once: just above a tie of bfloat16 goes up though its float32 is the tie", () => {
  expect(encodeMiniFloat(bfloat16Format, 1 + 2 ** -8)).toBe(0x3f80);
  expect(encodeMiniFloat(bfloat16Format, 1 + 2 ** -8 + 2 ** -40)).toBe(0x3f81);
  expect(encodeMiniFloat(float16Format, 1 + 2 ** -11)).toBe(0x3c00);
  expect(encodeMiniFloat(float16Format, 1 + 2 ** -11 + 2 ** -50)).toBe(0x3c01);
});

test("doubles below the least subnormal go to zero and keep their sign", () => {
  expect(encodeMiniFloat(float16Format, 2 ** -25)).toBe(0);
  expect(encodeMiniFloat(float16Format, 2 ** -25 + 2 ** -60)).toBe(1);
  expect(encodeMiniFloat(float16Format, -Number.MIN_VALUE)).toBe(0x8000);
});

test("half to even", () => {
  const inputs = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 2 ** 52 + 1, 1.2, -1.7];
  // The sign of a zero is not part of the promise.
  expect(inputs.map((value) => roundHalfEven(value) + 0)).toEqual([0, 2, 2, 0, -2, -2, 0, 2 ** 52 + 1, 1, -2]);
  expect(roundHalfEven(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
});

test("half away from zero", () => {
  const inputs = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, -0.49999999999999994, 2 ** 52 + 1];
  expect(inputs.map(roundHalfAway)).toEqual([1, 2, 3, -1, -2, -3, 0, -0, 2 ** 52 + 1]);
});
