import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { elementCount, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { Padding } from "../attributes.ts";
import { paddingBefore, windowAxis, windowOutput } from "../window.ts";
import type { Conv2dAttrs } from "./conv2d.ts";
import type { Conv3dAttrs } from "./conv3d.ts";

const options = { seed: 11, numRuns: 60 };
const plain = "none" as const;

/** Small whole numbers, so that sums are exact in any order. */
function numbers(shape: readonly number[]): fc.Arbitrary<Tensor> {
  const length = elementCount(shape);
  return fc
    .array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length })
    .map((values) => fromNumbers("float64", shape, values));
}

interface Case {
  readonly x: Tensor;
  readonly other: Tensor;
  readonly filter: Tensor;
  readonly attrs: Conv2dAttrs;
}

const axis = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  pads: fc.tuple(fc.nat(2), fc.nat(2)),
});
const kind = fc.constantFrom("same", "valid", "explicit");

const convolutions: fc.Arbitrary<Case> = fc
  .record({
    y: axis,
    x: axis,
    padding: kind,
    groups: fc.integer({ min: 1, max: 2 }),
    perGroup: fc.integer({ min: 1, max: 2 }),
    outPerGroup: fc.integer({ min: 1, max: 2 }),
  })
  .filter(({ y, x, padding }) => padding !== "valid" || [y, x].every((a) => (a.kernel - 1) * a.dilation < a.size))
  .chain(({ y, x, padding, groups, perGroup, outPerGroup }) => {
    const data = [2, y.size, x.size, groups * perGroup];
    const explicit: Padding = [...y.pads, ...x.pads];
    return fc.record({
      x: numbers(data),
      other: numbers(data),
      filter: numbers([groups * outPerGroup, y.kernel, x.kernel, perGroup]),
      attrs: fc.constant({
        strides: [y.stride, x.stride],
        dilations: [y.dilation, x.dilation],
        padding: padding === "explicit" ? explicit : (padding as Padding),
        activation: plain,
      }),
    });
  });

const combine = (a: Tensor, b: Tensor, factor: number): Tensor => {
  const other = toNumbers(b);
  return fromNumbers(
    a.dtype,
    a.shape,
    toNumbers(a).map((value, i) => value + factor * (other[i] as number)),
  );
};

const inner = (a: Tensor, b: Tensor): number => {
  const other = toNumbers(b);
  return toNumbers(a).reduce((sum, value, i) => sum + value * (other[i] as number), 0);
};

describe("conv2d", () => {
  const conv = (x: Tensor, { filter, attrs }: Case): Tensor => applyOne("conv2d", [x, filter], attrs);

  test("is linear in its data", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        expectTensor(conv(combine(c.x, c.other, -3), c), combine(conv(c.x, c), conv(c.other, c), -3));
      }),
      options,
    );
  });

  test("same padding is explicit padding of the amounts that the rule gives", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        const pads = [0, 1].flatMap((i) => {
          const size = c.x.shape[i + 1] as number;
          const kernel = c.filter.shape[i + 1] as number;
          const window = windowAxis(i, kernel, c.attrs.strides[i], c.attrs.dilations[i], "same");
          const before = paddingBefore(size, window);
          const span = (kernel - 1) * window.dilation + 1;
          const total = Math.max(0, ((windowOutput(size, window) as number) - 1) * window.stride + span - size);
          return [before, total - before];
        });
        const same = conv(c.x, { ...c, attrs: { ...c.attrs, padding: "same" } });
        const explicit = conv(c.x, { ...c, attrs: { ...c.attrs, padding: pads } });
        const shape = same.shape;
        expectTensor(applyOne("slice", [explicit, ints([0, 0, 0, 0]), ints(shape)], {}), same);
      }),
      options,
    );
  });

  test("one group per channel is a depthwise convolution", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        const [out, height, width, perGroup] = c.filter.shape as [number, number, number, number];
        fc.pre(perGroup === 1);
        const moved = applyOne("transpose", [c.filter, ints([3, 1, 2, 0])], {});
        expect(moved.shape).toEqual([1, height, width, out]);
        expectTensor(applyOne("depthwiseConv2d", [c.x, moved], c.attrs), conv(c.x, c));
      }),
      options,
    );
  });

  test("is a 3-D convolution of depth 1", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        const deep = (t: Tensor, position: number): Tensor => applyOne("expandDims", [t, int(position)], {});
        const moved = applyOne("transpose", [c.filter, ints([1, 2, 3, 0])], {});
        const attrs: Conv3dAttrs = {
          ...c.attrs,
          strides: [1, ...c.attrs.strides],
          dilations: [1, ...c.attrs.dilations],
          padding: typeof c.attrs.padding === "string" ? c.attrs.padding : [0, 0, ...c.attrs.padding],
        };
        expectTensor(applyOne("conv3d", [deep(c.x, 1), deep(moved, 0)], attrs), deep(conv(c.x, c), 1));
      }),
      options,
    );
  });

  test("a bias is added to every place, then the activation is applied", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        const out = c.filter.shape[0] as number;
        const bias = fromNumbers("float64", [out], [1, -2, 3, -4].slice(0, out));
        const got = applyOne("conv2d", [c.x, c.filter, bias], { ...c.attrs, activation: "relu6" });
        const sum = applyOne("add", [conv(c.x, c), bias], { activation: "relu6" });
        expectTensor(got, sum);
      }),
      options,
    );
  });
});

describe("transposed convolutions", () => {
  test("transposeConv is the adjoint of conv2d: <conv(x), y> = <x, transposed(y)>", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        const [out, , , perGroup] = c.filter.shape as [number, number, number, number];
        fc.pre(perGroup === c.x.shape[3] && c.attrs.dilations.every((dilation) => dilation === 1));
        const forward = applyOne("conv2d", [c.x, c.filter], c.attrs);
        fc.pre(elementCount(forward.shape) > 0);
        const y = fromNumbers(
          "float64",
          forward.shape,
          toNumbers(forward).map((_, i) => ((i * 7) % 5) - 2),
        );
        const swapped = applyOne("transpose", [c.filter, ints([3, 1, 2, 0])], {});
        const { strides, padding, activation } = c.attrs;
        const back = applyOne("transposeConv", [ints(c.x.shape), swapped, y], {
          strides,
          padding,
          activation,
          quantizedBiasType: "none",
        });
        expect(out).toBe(y.shape[3]);
        expect(inner(forward, y)).toBe(inner(c.x, back));
      }),
      options,
    );
  });

  test("conv3dTranspose is the adjoint of conv3d", () => {
    fc.assert(
      fc.property(convolutions, (c) => {
        const [, height, width, perGroup] = c.filter.shape as [number, number, number, number];
        fc.pre(perGroup === c.x.shape[3]);
        const attrs: Conv3dAttrs = {
          ...c.attrs,
          strides: [...c.attrs.strides, 1],
          dilations: [...c.attrs.dilations, 1],
          padding: typeof c.attrs.padding === "string" ? c.attrs.padding : [...c.attrs.padding, 0, 0],
        };
        const [batch, rows, columns, channels] = c.x.shape as [number, number, number, number];
        const x = reshape(c.x, [batch, rows, columns, 1, channels]);
        const out = c.filter.shape[0] as number;
        const filter = reshape(applyOne("transpose", [c.filter, ints([1, 2, 3, 0])], {}), [
          height,
          width,
          1,
          channels,
          out,
        ]);
        const forward = applyOne("conv3d", [x, filter], attrs);
        fc.pre(elementCount(forward.shape) > 0);
        const y = fromNumbers(
          "float64",
          forward.shape,
          toNumbers(forward).map((_, i) => ((i * 5) % 7) - 3),
        );
        const back = applyOne("conv3dTranspose", [ints(x.shape), filter, y], attrs);
        expect(inner(forward, y)).toBe(inner(x, back));
      }),
      options,
    );
  });
});

const ints = (values: readonly number[]): Tensor => fromNumbers("int32", [values.length], values);
const int = (value: number): Tensor => fromNumbers("int32", [], [value]);
const reshape = (t: Tensor, shape: readonly number[]): Tensor => applyOne("reshape", [t, ints(shape)], {});
