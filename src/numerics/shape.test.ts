import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDims,
  bindShape,
  boundedDim,
  broadcastShapes,
  compatibleShapes,
  type Dim,
  dimProduct,
  elementCount,
  formatShape,
  isStaticShape,
  normalizeAxis,
  parseShape,
  rowMajorStrides,
  type Shape,
  sameShape,
  scaleDim,
  symbolDim,
  unknownDim,
} from "./index.ts";

const [n, m] = [symbolDim("N"), symbolDim("M")];

/** NumPy's rule, word by word (numpy.org, "Broadcasting"): undefined where it says "incompatible". */
function numpyBroadcast(a: readonly number[], b: readonly number[]): number[] | undefined {
  const length = Math.max(a.length, b.length);
  const padded = (s: readonly number[]): number[] => [...new Array<number>(length - s.length).fill(1), ...s];
  const [x, y] = [padded(a), padded(b)];
  if (x.some((dim, axis) => dim !== y[axis] && dim !== 1 && y[axis] !== 1)) return undefined;
  return x.map((dim, axis) => (dim === 1 ? (y[axis] as number) : dim));
}

describe("broadcasting", () => {
  test("of numbers is NumPy's", () => {
    const shape = fc.array(fc.constantFrom(0, 1, 1, 2, 3), { maxLength: 4 });
    const law = fc.property(shape, shape, (a, b) => {
      expect(broadcastShapes(a, b)).toEqual(numpyBroadcast(a, b));
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test.each([
    [
      [8, 1, 6, 1],
      [7, 1, 5],
      [8, 7, 6, 5],
    ],
    [[5, 4], [1], [5, 4]],
    [[], [3], [3]],
    [[0], [1], [0]],
    [[2, 1], [8, 4, 3], undefined],
    [[n, 3], [3], [n, 3]],
    [[n], [n], [n]],
    [[n], [4], [4]],
    [[n], [m], [unknownDim]],
    [[boundedDim(3)], [boundedDim(5)], [boundedDim(5)]],
    [[boundedDim(3)], [n], [unknownDim]],
  ] as [Dim[], Dim[], Dim[] | undefined][])("%j with %j", (a, b, expected) => {
    expect(broadcastShapes(a, b)).toEqual(expected);
    expect(broadcastShapes(b, a)).toEqual(expected);
  });

  test("of symbols may turn out to be what the numbers broadcast to", () => {
    const dim = fc.constantFrom<Dim>(1, 2, 3, n, m, scaleDim(n, 2), addDims(m, 1), unknownDim);
    const shape = fc.array(dim, { maxLength: 3 });
    const law = fc.property(
      shape,
      shape,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      (a, b, N, M) => {
        // An unknown dimension has a value too: any; here 1.
        const bound = (s: readonly Dim[]): number[] =>
          (bindShape(s, { N, M }) as Dim[]).map((d) => (typeof d === "number" ? d : 1));
        const concrete = numpyBroadcast(bound(a), bound(b));
        if (concrete === undefined) return;
        const symbolic = broadcastShapes(a, b);
        expect(symbolic).toBeDefined();
        // Where one dimension is a number above 1, the other is taken to stretch or to equal it.
        expect(compatibleShapes(bindShape(symbolic, { N, M }), concrete)).toBe(true);
      },
    );
    fc.assert(law, { numRuns: 1000 });
  });
});

test("strides and counts are row-major", () => {
  expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]);
  expect(rowMajorStrides([])).toEqual([]);
  expect([elementCount([2, 3, 4]), elementCount([]), elementCount([2, 0])]).toEqual([24, 1, 0]);
});

test("a product of symbols is unknown, of a symbol and numbers is not", () => {
  expect(dimProduct([2, n, 3])).toEqual(scaleDim(n, 6));
  expect(dimProduct([n, n])).toEqual(unknownDim);
  expect(dimProduct([boundedDim(2), boundedDim(3)])).toEqual(boundedDim(6));
});

test("static shapes have a known rank and numbers only", () => {
  expect([isStaticShape([1, 2]), isStaticShape([]), isStaticShape([n]), isStaticShape(undefined)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("sameness and compatibility", () => {
  const pairs: [Shape, Shape, same: boolean, compatible: boolean][] = [
    [undefined, undefined, true, true],
    [undefined, [1], false, true],
    [[n, 1], [n, 1], true, true],
    [[n], [m], false, true],
    [[n], [addDims(n, 1)], false, false],
    [[1], [1, 1], false, false],
    [[unknownDim], [unknownDim], true, true],
    [[2], [3], false, false],
  ];
  for (const [a, b, same, compatible] of pairs) {
    expect([formatShape(a), formatShape(b), sameShape(a, b), compatibleShapes(a, b)]).toEqual([
      formatShape(a),
      formatShape(b),
      same,
      compatible,
    ]);
  }
});

test("axes count from the end when negative", () => {
  expect([0, 2, -1, -3, 3, -4, 1.5].map((axis) => normalizeAxis(axis, 3))).toEqual([
    ...[0, 2, 2, 0],
    ...[undefined, undefined, undefined],
  ]);
});

describe("text", () => {
  const shapes: [Shape, string][] = [
    [undefined, "[*]"],
    [[], "[]"],
    [[1, 224, n, scaleDim(m, 2)], "[1,224,N,2M]"],
    [[symbolDim('a,"b]'), unknownDim, boundedDim(3)], '["a,\\"b]",?,?<=3]'],
  ];
  test.each(shapes)("%j is %s", (shape, text) => {
    expect(formatShape(shape)).toBe(text);
    expect(parseShape(text)).toEqual({ shape });
  });

  test("blanks around dimensions are allowed", () => {
    expect(parseShape("[1, N ]")).toEqual({ shape: [1, n] });
  });

  test.each(["", "1", "[", "[1", "1]", "[1,]", "[,]", "[1][", '["a]', "[* ]"])("%j is no shape", (text) => {
    expect(parseShape(text)).toBeUndefined();
  });
});
