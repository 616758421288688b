import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyDecomposition, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import {
  broadcastShapes,
  elementCount,
  fromNumbers,
  isStaticShape,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import { f32, i32, literal } from "../example.ts";

const runs = { seed: 44, numRuns: 200 };
const whole = fc.integer({ min: -8, max: 8 });
const extent = fc.integer({ min: 1, max: 4 });

const filled = (shape: readonly number[]): fc.Arbitrary<Tensor> =>
  fc
    .array(whole, { minLength: elementCount(shape), maxLength: elementCount(shape) })
    .map((numbers) => f32(shape, numbers));

describe.each([
  { op: "reluGrad", passes: (x: number) => x > 0 },
  { op: "relu6Grad", passes: (x: number) => x > 0 && x < 6 },
] as const)("$op", ({ op, passes }) => {
  const pairs = fc.array(extent, { maxLength: 4 }).chain((shape) => fc.tuple(filled(shape), filled(shape)));

  test("finite gradients are selected", () => {
    fc.assert(
      fc.property(pairs, ([gradients, features]) => {
        const mask = fromNumbers(
          "bool",
          features.shape,
          toNumbers(features).map((x) => Number(passes(x))),
        );
        const zeros = f32(features.shape, new Array<number>(features.data.length).fill(0));
        expectTensor(applyOne(op, [gradients, features], {}), applyOne("selectV2", [mask, gradients, zeros], {}));
      }),
      runs,
    );
  });

  test("equals its decomposition", () => {
    fc.assert(
      fc.property(pairs, ([gradients, features]) => {
        const [made] = applyDecomposition(op, [gradients, features], {});
        expectTensor(applyOne(op, [gradients, features], {}), made as Tensor);
      }),
      runs,
    );
  });

  test("refuses inputs of two shapes", () => {
    expect(refusalOf(() => applyOne(op, [f32([2], [1, 2]), f32([1], [1])], {}))).toMatch(/^OPS-E001/);
  });
});

describe("conv2dBackpropFilter", () => {
  interface Drawn {
    readonly x: Tensor;
    readonly filter: Tensor;
    readonly attrs: { readonly strides: number[]; readonly dilations: number[]; readonly padding: "same" | number[] };
    readonly seed: number;
  }
  const pair = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }));
  const drawn: fc.Arbitrary<Drawn> = fc
    .record({
      size: fc.tuple(extent, fc.integer({ min: 3, max: 6 }), fc.integer({ min: 3, max: 6 })),
      kernel: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
      groups: fc.integer({ min: 1, max: 2 }),
      channels: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
      strides: pair,
      dilations: fc.tuple(fc.constant(1), fc.integer({ min: 1, max: 2 })),
      padding: fc.oneof(
        fc.constant("same" as const),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
      ),
      seed: fc.nat(),
    })
    .chain(({ size, kernel, groups, channels: [perGroup, outPerGroup], strides, dilations, padding, seed }) =>
      fc.record({
        x: filled([...size, groups * perGroup]),
        filter: filled([groups * outPerGroup, ...kernel, perGroup]),
        attrs: fc.constant({ strides: [...strides], dilations: [...dilations], padding }),
        seed: fc.constant(seed),
      }),
    );
  const dot = (a: Tensor, b: Tensor): number => {
    const y = toNumbers(b);
    return toNumbers(a).reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  };

  test("is the transpose of the convolution: <conv(x, w), g> = <w, gradient(x, g)>", () => {
    fc.assert(
      fc.property(drawn, ({ x, filter, attrs, seed }) => {
        const y = applyOne("conv2d", [x, filter, null], { ...attrs, activation: "none" });
        const gradients = f32(
          y.shape,
          Array.from(toNumbers(y), (_, i) => ((seed + i * 7919) % 11) - 5),
        );
        const hwio = applyOne("transpose", [filter, i32([4], [1, 2, 3, 0])], {});
        const made = applyOne("conv2dBackpropFilter", [x, i32([4], hwio.shape), gradients], attrs);
        expect(made.shape).toEqual(hwio.shape);
        expect(dot(made, hwio)).toBe(dot(gradients, y));
      }),
      runs,
    );
  });

  const attrs = { strides: [1, 1], dilations: [1, 1], padding: "valid" as const };
  const refused = (x: Tensor, shape: Tensor, gradients: Tensor) =>
    refusalOf(() => applyOne("conv2dBackpropFilter", [x, shape, gradients], attrs));

  test("refuses gradients that are not those of the convolution's result", () => {
    const x = f32([1, 2, 2, 1], [1, 2, 3, 4]);
    const one = f32([1, 1, 1, 1], [1]);
    expect(refused(x, i32([4], [1, 1, 1, 1]), one)).toMatch(/^OPS-E001/);
    expect(refused(x, i32([4], [2, 2, 1, 2]), one)).toMatch(/^OPS-E001/);
    expect(refused(x, i32([4], [2, 2, 0, 1]), one)).toMatch(/^OPS-E001/);
    expect(refused(x, i32([3], [2, 2, 1]), one)).toMatch(/^OPS-E001/);
    expect(refused(x, i32([4], [-1, 2, 1, 1]), one)).toMatch(/^OPS-E001/);
  });
});

describe("broadcastGradientArgs", () => {
  test("summing over the axes leaves each shape's elements", () => {
    const shape = fc.array(fc.constantFrom(1, 3), { maxLength: 4 });
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const common = broadcastShapes(a, b);
        const axes = apply("broadcastGradientArgs", [i32([a.length], a), i32([b.length], b)], {}, ["int32", "int32"]);
        expect(isStaticShape(common)).toBe(true);
        [a, b].forEach((given, which) => {
          const summed = new Set(toNumbers(axes[which] as Tensor));
          const left = (common as readonly number[]).filter((_, axis) => !summed.has(axis));
          expect(elementCount(left)).toBe(elementCount(given));
        });
      }),
      runs,
    );
  });

  test("refuses shapes that do not broadcast, and what is no shape", () => {
    const refused = (...inputs: readonly Tensor[]) =>
      refusalOf(() => apply("broadcastGradientArgs", inputs, {}, ["int32", "int32"]));
    expect(refused(i32([2], [2, 3]), i32([2], [4, 3]))).toMatch(/^OPS-E001/);
    expect(refused(i32([], [2]), i32([2], [4, 3]))).toMatch(/^OPS-E001/);
    expect(refused(f32([1], [2]), f32([1], [2]))).toMatch(/^OPS-E006/);
  });
});

describe("ensureShape", () => {
  test("refuses another rank or extent, and names both shapes", () => {
    const refused = (x: Tensor) => refusalOf(() => applyOne("ensureShape", [x], { shape: [-1, 2], anyRank: false }));
    expect(refused(f32([2], [1, 2]))).toMatch(/^OPS-E001 .*\[2\].*\[\?,2\]/);
    expect(refused(literal("int8", [1, 3], [1, 2, 3]))).toMatch(/^OPS-E001/);
  });
});
