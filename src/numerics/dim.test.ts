import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AffineDim,
  addDims,
  bindDim,
  boundedDim,
  type Dim,
  dimMax,
  dimsEqual,
  floorDivideDim,
  formatDim,
  multiplyDims,
  parseDim,
  sameDim,
  scaleDim,
  subtractDims,
  symbolDim,
  unknownDim,
} from "./index.ts";

/** Names that are properties of every object are symbols like any other. */
const symbols = ["N", "M", "toString", "__proto__", "seq-len", 'a"],\\b'];
const small = fc.integer({ min: -20, max: 20 });

const affine: fc.Arbitrary<Dim> = fc
  .tuple(small, fc.array(fc.tuple(fc.constantFrom(...symbols), small), { maxLength: 3 }))
  .map(([offset, terms]) => terms.reduce<Dim>((sum, [s, f]) => addDims(sum, scaleDim(symbolDim(s), f)), offset));
const unknown: fc.Arbitrary<Dim> = fc.oneof(fc.constant(unknownDim), fc.nat().map(boundedDim));
const dim: fc.Arbitrary<Dim> = fc.oneof(affine, unknown);
const binding: fc.Arbitrary<Record<string, number>> = fc
  .tuple(...symbols.map(() => fc.nat({ max: 50 })))
  .map((numbers) => Object.fromEntries(symbols.map((symbol, index) => [symbol, numbers[index] as number])));

const value = (d: Dim, symbols: Record<string, number>): number => bindDim(d, symbols) as number;

describe("evaluating commutes with", () => {
  const operations: readonly [string, (a: Dim, b: Dim) => Dim, (a: number, b: number) => number][] = [
    ["addition", addDims, (a, b) => a + b],
    ["subtraction", subtractDims, (a, b) => a - b],
    ["multiplication", multiplyDims, (a, b) => a * b],
  ];

  test.each(operations)("%s", (_, symbolic, numeric) => {
    const law = fc.property(affine, affine, binding, (a, b, symbols) => {
      const result = bindDim(symbolic(a, b), symbols);
      if (typeof result === "number") expect(result).toBe(numeric(value(a, symbols), value(b, symbols)) + 0);
      else expect(result).toEqual(unknownDim);
    });
    fc.assert(law, { numRuns: 500 });
  });

  test("scaling", () => {
    const law = fc.property(affine, small, binding, (a, factor, symbols) => {
      expect(value(scaleDim(a, factor), symbols)).toBe(value(a, symbols) * factor + 0);
    });
    fc.assert(law);
  });

  test("floor division, where it answers", () => {
    const law = fc.property(affine, fc.integer({ min: 1, max: 9 }), binding, (a, divisor, symbols) => {
      const result = bindDim(floorDivideDim(a, divisor), symbols);
      if (typeof result === "number") expect(result).toBe(Math.floor(value(a, symbols) / divisor));
      else expect(result).toEqual(unknownDim);
    });
    fc.assert(law);
    expect(floorDivideDim(addDims(scaleDim(symbolDim("N"), 4), 6), 4)).toEqual(addDims(symbolDim("N"), 1));
    expect(floorDivideDim(addDims(symbolDim("N"), 3), 2)).toEqual(unknownDim);
  });

  test("equality, where it is certain", () => {
    const law = fc.property(affine, affine, binding, (a, b, symbols) => {
      const equal = dimsEqual(a, b);
      if (equal !== undefined) expect(value(a, symbols) === value(b, symbols)).toBe(equal);
    });
    fc.assert(law);
  });

  test("binding one symbol after the other", () => {
    const law = fc.property(affine, binding, (a, symbols) => {
      const { N = 0, ...others } = symbols;
      expect(bindDim(bindDim(a, { N }), others)).toBe(value(a, symbols));
    });
    fc.assert(law);
  });
});

test("bounds hold for every value under the bounds of the operands", () => {
  const operand = fc.nat({ max: 100 }).chain((max) => fc.tuple(fc.constant(boundedDim(max)), fc.nat({ max })));
  const law = fc.property(operand, operand, fc.nat({ max: 9 }), ([a, x], [b, y], n) => {
    const within = (result: Dim, exact: number): void => expect(exact).toBeLessThanOrEqual(dimMax(result) ?? exact);
    within(addDims(a, b), x + y);
    within(subtractDims(a, b), x - y);
    within(subtractDims(n, b), n - y);
    within(subtractDims(a, n), x - n);
    within(multiplyDims(a, b), x * y);
    within(scaleDim(a, n), x * n);
    within(floorDivideDim(a, n + 1), Math.floor(x / (n + 1)));
  });
  fc.assert(law);
  expect([addDims(boundedDim(3), boundedDim(4)), multiplyDims(boundedDim(3), boundedDim(4))]).toEqual([
    boundedDim(7),
    boundedDim(12),
  ]);
});

test("an unknown dimension is not known to equal anything, itself included", () => {
  expect(dimsEqual(unknownDim, unknownDim)).toBeUndefined();
  expect(dimsEqual(boundedDim(3), 4)).toBeUndefined();
  expect(dimsEqual(symbolDim("N"), symbolDim("M"))).toBeUndefined();
  expect(dimsEqual(symbolDim("N"), addDims(symbolDim("N"), 1))).toBe(false);
});

test("the same expression is the same however it was put together", () => {
  const [n, m] = [symbolDim("N"), symbolDim("M")];
  expect(sameDim(addDims(n, m), addDims(m, n))).toBe(true);
  expect(sameDim(subtractDims(addDims(n, 3), n), 3)).toBe(true);
  expect(sameDim(n, m)).toBe(false);
  expect([
    sameDim(unknownDim, unknownDim),
    sameDim(boundedDim(3), boundedDim(3)),
    sameDim(boundedDim(3), unknownDim),
  ]).toEqual([true, true, false]);
  expect(subtractDims(n, n)).toBe(0);
});

test("terms are sorted, and none is zero", () => {
  const sum = addDims(
    addDims(symbolDim("b"), symbolDim("a")),
    subtractDims(symbolDim("c"), symbolDim("c")),
  ) as AffineDim;
  expect(Object.entries(sum.terms)).toEqual([
    ["a", 1],
    ["b", 1],
  ]);
});

describe("text", () => {
  test.each([
    [7, "7"],
    [-1, "-1"],
    [symbolDim("N"), "N"],
    [addDims(scaleDim(symbolDim("N"), 2), 3), "2N+3"],
    [addDims(scaleDim(symbolDim("N"), -1), -3), "-N-3"],
    [subtractDims(symbolDim("N"), symbolDim("M")), "-M+N"],
    [addDims(symbolDim("seq-len"), 1), '"seq-len"+1'],
    [unknownDim, "?"],
    [boundedDim(100), "?<=100"],
  ] as [Dim, string][])("%j is %s", (d, text) => {
    expect(formatDim(d)).toBe(text);
    expect(parseDim(text)).toEqual(d);
  });

  test("parsing is the inverse of formatting", () => {
    const law = fc.property(dim, (d) => {
      expect(parseDim(formatDim(d))).toEqual(d);
    });
    fc.assert(law);
  });

  test.each(["", "-", '2"N"3', "N+", "N 3", "?<", "?<=", "?<=x", "1.5", '"N', '"\\x"', "[", "N+?"])(
    "%j is no dimension",
    (text) => {
      expect(parseDim(text)).toBeUndefined();
    },
  );

  test("like terms are added", () => {
    expect(parseDim("N+2N-1-N+1")).toEqual(scaleDim(symbolDim("N"), 2));
  });
});
