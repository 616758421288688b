import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDecomposition, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { decomposeSymbolic } from "../../../suites/symbolic-decomposition.ts";
import { elementCount, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { Padding } from "../attributes.ts";
import { operatorTolerance } from "../index.ts";
import type { PoolWindow } from "./window.ts";

const options = { seed: 21, numRuns: 80 };

interface Case {
  readonly x: Tensor;
  readonly attrs: PoolWindow;
}

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 6 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 5 }),
  })
  .chain((a) => fc.record({ ...constant(a), before: fc.nat(a.kernel - 1), after: fc.nat(a.kernel - 1) }));

function constant<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  return Object.fromEntries(Object.entries(values).map(([k, v]) => [k, fc.constant(v)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}

/** Pools over `axes` spatial axes with every kind of padding. */
const pools = (axes: number): fc.Arbitrary<Case> =>
  fc
    .tuple(fc.array(axis, { minLength: axes, maxLength: axes }), fc.constantFrom("same", "valid", "explicit"))
    .filter(([grid, padding]) => padding !== "valid" || grid.every(({ kernel, size }) => kernel <= size))
    .chain(([grid, padding]) => {
      const shape = [2, ...grid.map(({ size }) => size), 2];
      const length = elementCount(shape);
      const explicit = grid.flatMap(({ before, after }) => [before, after]);
      return fc.record({
        x: fc
          .array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: length, maxLength: length })
          .map((values) => fromNumbers("float32", shape, values)),
        attrs: fc.constant({
          kernel: grid.map(({ kernel }) => kernel),
          strides: grid.map(({ stride }) => stride),
          padding: padding === "explicit" ? explicit : (padding as Padding),
        }),
      });
    });

const rounding = operatorTolerance("rounding", "float32");
const plain = { activation: "none" } as const;

describe("pools over three axes", () => {
  test.each(["maxPool3d", "averagePool3d"] as const)("%s is what its decomposition computes", (op) => {
    fc.assert(
      fc.property(pools(3), ({ x, attrs }) => {
        expectTensor(applyDecomposition(op, [x], attrs)[0] as Tensor, applyOne(op, [x], attrs), rounding);
      }),
      options,
    );
  });

  test("a depth of one makes them pools over two", () => {
    fc.assert(
      fc.property(pools(2), ({ x, attrs }) => {
        const deep = {
          kernel: [1, ...attrs.kernel],
          strides: [1, ...attrs.strides],
          padding: typeof attrs.padding === "string" ? attrs.padding : [0, 0, ...attrs.padding],
        };
        const [batch, ...rest] = x.shape as [number, ...number[]];
        const y = applyOne("averagePool3d", [fromNumbers("float32", [batch, 1, ...rest], toNumbers(x))], deep);
        const flat = applyOne("averagePool2d", [x], { ...attrs, ...plain });
        expect(toNumbers(y)).toEqual(toNumbers(flat));
      }),
      options,
    );
  });

  test("their decompositions need every extent but the batch", () => {
    const x = fromNumbers(
      "float32",
      [2, 3, 2, 2, 1],
      Array.from({ length: 24 }, (_, i) => i),
    );
    const attrs = { kernel: [2, 2, 1], strides: [1, 2, 1], padding: "same" } as const;
    const run = decomposeSymbolic("averagePool3d", [x], attrs, { 0: ["N"] });
    expect(run.types).toEqual(["float32[N,3,1,2,1]"]);
    expectTensor(run.outputs[0] as Tensor, applyOne("averagePool3d", [x], attrs));
    const deep = () => decomposeSymbolic("averagePool3d", [x], attrs, { 0: [null, "D"] });
    expect(refusalOf(deep)).toContain("needs every extent but the batch");
  });
});

describe("pools over two axes", () => {
  test("padding does not lower an average: a constant stays", () => {
    fc.assert(
      fc.property(pools(2), ({ x, attrs }) => {
        const constantly = fromNumbers("float32", x.shape, new Array(elementCount(x.shape)).fill(3.5));
        for (const op of ["averagePool2d", "maxPool2d", "l2Pool2d"] as const) {
          const y = toNumbers(applyOne(op, [constantly], { ...attrs, ...plain }));
          expect(y.every((value) => value === 3.5)).toBe(true);
        }
      }),
      options,
    );
  });

  test("the average lies below the maximum, and the root of the mean square above the average", () => {
    fc.assert(
      fc.property(pools(2), ({ x, attrs }) => {
        const run = (op: "averagePool2d" | "maxPool2d" | "l2Pool2d") =>
          toNumbers(applyOne(op, [x], { ...attrs, ...plain }));
        const [average, largest, l2] = [run("averagePool2d"), run("maxPool2d"), run("l2Pool2d")];
        average.forEach((value, i) => {
          expect(value).toBeLessThanOrEqual((largest[i] as number) + 1e-6);
          expect(value).toBeLessThanOrEqual((l2[i] as number) + 1e-6);
        });
      }),
      options,
    );
  });

  test("a maximum skips NaN as TensorFlow Lite does", () => {
    const x = fromNumbers("float32", [1, 1, 3, 1], [Number.NaN, 1, Number.NaN]);
    const y = applyOne("maxPool2d", [x], { kernel: [1, 3], strides: [1, 1], padding: "valid", ...plain });
    expect(toNumbers(y)).toEqual(Float64Array.of(1));
  });
});

describe("refusals", () => {
  const attrs = { kernel: [2, 2], strides: [1, 1], padding: "same", activation: "none" } as const;
  test.each([
    ["padding of 2 cells is not smaller than the window", "float32[1,4,4,1]", { ...attrs, padding: [0, 0, 2, 0] }],
    ["explicit padding has 2 numbers, expected 4", "float32[1,4,4,1]", { ...attrs, padding: [0, 0] }],
    ["expected rank 4", "float32[4,4,1]", attrs],
    ["averagePool2d on int32", "int32[1,4,4,1]", attrs],
  ] as const)("%s", (words, x, given) => {
    expect(refusalOf(() => inferred("averagePool2d", [x], given))).toContain(words);
  });
});
