import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { applyStored, expectWithinSteps, realNumbers } from "../../../suites/stored-operator.ts";
import {
  type DType,
  elementCount,
  fromNumbers,
  integerRange,
  type PerTensorQuantization,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import type { FusedActivation, Padding } from "../attributes.ts";
import { f32, i32, literal, perAxis, perTensor, stored } from "../example.ts";
import type { Conv2dAttrs } from "./conv2d.ts";

const options = { seed: 23, numRuns: 120 };
type Kind = "conv2d" | "depthwiseConv2d";

/** A scale of 8 bits, so that products of scales are exact and only the last rounding counts. */
const scales = (exponent: number): fc.Arbitrary<number> =>
  fc.integer({ min: 128, max: 255 }).map((mantissa) => mantissa * 2 ** (exponent - 8));

interface Layer {
  readonly x: Tensor;
  readonly filter: Tensor;
  readonly bias: Tensor;
  readonly attrs: Conv2dAttrs;
  readonly result: PerTensorQuantization;
}

function integers(dtype: DType, shape: readonly number[]): fc.Arbitrary<number[]> {
  const count = elementCount(shape);
  return fc.array(fc.integer(integerRange(dtype)), { minLength: count, maxLength: count });
}

/** Layers of quantized data; uint8 filters have a zero point, others a scale per output channel. */
function layers(kind: Kind, dtype: "int8" | "uint8" | "int16"): fc.Arbitrary<Layer> {
  const axis = fc.record({
    size: fc.integer({ min: 1, max: 5 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    dilation: fc.integer({ min: 1, max: 2 }),
  });
  const zeroPoint = dtype === "int16" ? fc.constant(0) : fc.integer(integerRange(dtype));
  return fc
    .record({
      y: axis,
      x: axis,
      groups: fc.integer({ min: 1, max: 2 }),
      outPerGroup: fc.integer({ min: 1, max: 2 }),
      zero: fc.tuple(zeroPoint, fc.integer({ min: 1, max: 255 }), zeroPoint),
      scale: fc.tuple(scales(dtype === "int16" ? -8 : 0), scales(0), scales(dtype === "int16" ? -4 : 4)),
      activation: fc.constantFrom<FusedActivation>("none", "relu", "relu6", "reluN1To1"),
    })
    .chain(({ y, x, groups, outPerGroup, zero, scale, activation }) => {
      const channels = kind === "conv2d" ? 2 * groups : groups;
      const out = groups * outPerGroup;
      const data = [2, y.size, x.size, channels];
      const window = kind === "conv2d" ? [out, y.kernel, x.kernel, 2] : [1, y.kernel, x.kernel, out];
      const perChannel = dtype !== "uint8";
      const filterScales = Array.from({ length: out }, (_, o) => scale[1] * (1 + (o % 2)));
      const quantization = perChannel ? perAxis(kind === "conv2d" ? 0 : 3, filterScales) : perTensor(scale[1], zero[1]);
      const filterType = perChannel ? "int8" : "uint8";
      return fc.record({
        x: integers(dtype, data).map((values) => fromNumbers(dtype, data, values, perTensor(scale[0], zero[0]))),
        filter: integers(filterType, window).map((values) => fromNumbers(filterType, window, values, quantization)),
        bias: fc
          .array(fc.integer({ min: -5000, max: 5000 }), { minLength: out, maxLength: out })
          .map((values) => literal(dtype === "int16" ? "int64" : "int32", [out], values)),
        attrs: fc.constant({
          strides: [y.stride, x.stride],
          dilations: [y.dilation, x.dilation],
          padding: "same" as Padding,
          activation,
        }),
        result: fc.constant(perTensor(scale[2], zero[2])),
      });
    });
}

/** Real numbers of a filter, and of the bias in the scale that belongs to it. */
function realOperands({ x, filter, bias }: Layer): readonly [filter: Tensor, bias: Tensor] {
  const { quantization } = filter;
  const data = (x.quantization as PerTensorQuantization).scale;
  const scaleOf = (o: number): number =>
    quantization?.kind === "perAxis"
      ? (quantization.scales[o] as number)
      : (quantization as PerTensorQuantization).scale;
  const numbers = toNumbers(bias).map((value, o) => value * data * scaleOf(o));
  return [applyOne("dequantize", [filter], {}), fromNumbers("float64", bias.shape, numbers)];
}

const double = (t: Tensor): Tensor => fromNumbers("float64", t.shape, toNumbers(t));

describe.each(["conv2d", "depthwiseConv2d"] as const)("%s", (kind) => {
  test.each(["int8", "uint8", "int16"] as const)("%s: within one step of the real convolution", (dtype) => {
    const law = fc.property(layers(kind, dtype), (layer) => {
      const { x, filter, bias, attrs, result } = layer;
      const got = applyStored(kind, [x, filter, bias], attrs, { dtype, quantization: result });
      const [realFilter, realBias] = realOperands(layer);
      const real = applyOne(kind, [realNumbers(x), double(realFilter), realBias], attrs);
      // 16-bit sums meet 15 bits of the factor.
      expectWithinSteps(got, real, dtype === "int16" ? 2 : 1);
    });
    fc.assert(law, options);
  });

  test("real data: within the error of its steps", () => {
    const law = fc.property(layers(kind, "int8"), ({ x, filter, attrs }) => {
      const data = f32(x.shape, [...toNumbers(realNumbers(x))]);
      const got = applyOne(kind, [data, filter, null], attrs);
      const real = applyOne("dequantize", [filter], {});
      const exact = applyOne(kind, [data, real, null], { ...attrs, activation: "none" });
      const weight = applyOne(kind, [fromNumbers("float32", x.shape, toNumbers(data).fill(1)), absolute(real), null], {
        ...attrs,
        activation: "none",
      });
      const values = toNumbers(data);
      const extent = Math.max(0, ...values) - Math.min(0, ...values);
      const wanted = toNumbers(clamped(exact, attrs.activation));
      const reach = toNumbers(weight);
      toNumbers(got).forEach((value, i) => {
        expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(
          (extent / 127) * (reach[i] as number) + 1e-3,
        );
      });
    });
    fc.assert(law, { seed: 29, numRuns: 60 });
  });
});

const absolute = (t: Tensor): Tensor => fromNumbers(t.dtype, t.shape, toNumbers(t).map(Math.abs));

const clamped = (t: Tensor, activation: FusedActivation): Tensor => {
  const [low, high] = { relu: [0, Infinity], relu6: [0, 6], reluN1To1: [-1, 1] }[activation as "relu"] ?? [
    -Infinity,
    Infinity,
  ];
  return fromNumbers(
    t.dtype,
    t.shape,
    toNumbers(t).map((v) => Math.min(Math.max(v, low as number), high as number)),
  );
};

describe("transposeConv", () => {
  const attrs = { strides: [1, 2], padding: "valid", activation: "none", quantizedBiasType: "none" } as const;
  const shape = i32([4], [1, 1, 5, 1]);

  test.each(["int8", "uint8", "int16"] as const)("%s: within one step of the real one", (dtype) => {
    const zeroPoint = dtype === "int16" ? fc.constant(0) : fc.integer(integerRange(dtype));
    const filterType = dtype === "uint8" ? "uint8" : "int8";
    const law = fc.property(
      integers(dtype, [2]),
      integers(filterType, [3]),
      zeroPoint,
      fc.integer({ min: 1, max: 255 }),
      zeroPoint,
      (data, weights, from, offset, to) => {
        const x = fromNumbers(dtype, [1, 1, 2, 1], data, perTensor(2 ** (dtype === "int16" ? -8 : -1), from));
        const w = fromNumbers(filterType, [1, 1, 3, 1], weights, perTensor(0.75, dtype === "uint8" ? offset : 0));
        const result = perTensor(dtype === "int16" ? 0.5 : 60, to);
        const got = applyStored("transposeConv", [shape, w, x, null], attrs, { dtype, quantization: result });
        expectWithinSteps(got, applyOne("transposeConv", [shape, realNumbers(w), realNumbers(x), null], attrs), 1);
      },
    );
    fc.assert(law, { seed: 31, numRuns: 60 });
  });

  // 30000 (1 + 2^-15) is 30000.9; of the factor's 31 bits, 15 make it 1 + 2^-14.
  test("the type of a bias that is not there decides the arithmetic of int16", () => {
    const x = stored("int16", [1, 1, 2, 1], [30000, 0], perTensor(1 + 2 ** -15, 0));
    const w = stored("int8", [1, 1, 3, 1], [1, 0, 0], perTensor(1, 0));
    const output = { dtype: "int16", quantization: perTensor(1, 0) } as const;
    const first = (quantizedBiasType: "none" | "int32" | "int64"): number | undefined =>
      toNumbers(applyStored("transposeConv", [shape, w, x, null], { ...attrs, quantizedBiasType }, output))[0];
    expect([first("int32"), first("int64"), first("none")]).toEqual([30001, 30002, 30002]);
  });
});

describe("real data", () => {
  const plain: Conv2dAttrs = { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" };
  const data = f32([1, 1, 2, 1], [1, -0.25]);

  test("a filter of uint8 holds int8", () => {
    const signed = stored("int8", [1, 1, 1, 1], [-2], perTensor(0.5, 0));
    const unsigned = stored("uint8", [1, 1, 1, 1], [254], perTensor(0.5, 0));
    expectTensor(applyOne("conv2d", [data, unsigned, null], plain), applyOne("conv2d", [data, signed, null], plain));
  });

  test("each batch has a scale of its own", () => {
    const filter = stored("int8", [1, 1, 1, 1], [1], perTensor(1, 0));
    const batches = applyOne("conv2d", [f32([2, 1, 1, 1], [1e-3, 1e3]), filter, null], plain);
    expectTensor(batches, f32([2, 1, 1, 1], [1e-3, 1e3]), { atol: 0, rtol: 1e-6 });
  });
});

describe("refused", () => {
  const plain: Conv2dAttrs = { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" };
  const x = stored("int8", [1, 1, 1, 1], [1], perTensor(1, 0));
  const filter = stored("int8", [1, 1, 1, 1], [1], perTensor(1, 0));
  const to = { dtype: "int8", quantization: perTensor(1, 0) } as const;
  const of = (dtype: DType, quantization?: Tensor["quantization"]): Tensor =>
    fromNumbers(dtype, [1, 1, 1, 1], [1], quantization);

  test.each<[string, readonly (Tensor | null)[], typeof to | { dtype: DType; quantization?: PerTensorQuantization }]>([
    ["OPS-E009 conv2d: input 'x' has the scale 0.", [of("int8", perTensor(0, 0)), filter], to],
    ["the scale -1", [of("int8", perTensor(-1, 0)), filter], to],
    ["the scale NaN", [of("int8", perTensor(Number.NaN, 0)), filter], to],
    ["the scale Infinity", [x, of("int8", perTensor(Number.POSITIVE_INFINITY, 0))], to],
    ["the zero point 0.5", [of("int8", perTensor(1, 0.5)), filter], to],
    ["output 0 has the scale 0", [x, filter], { dtype: "int8", quantization: perTensor(0, 0) }],
    ["2 scales along an axis of 1", [x, of("int8", perAxis(0, [1, 1]))], to],
    ["scales along axis 4 of 4", [x, of("int8", perAxis(4, [1]))], to],
    ["its filter has scales along axis 3, expected 0", [x, of("int8", perAxis(3, [1]))], to],
    ["its filter has the zero point 3, expected 0", [x, of("int8", perTensor(1, 3))], to],
    ["zero points other than 0", [x, of("int8", { ...perAxis(0, [1]), zeroPoints: [1] })], to],
    ["its data has no quantization", [of("int8"), filter], to],
    ["its filter has no quantization", [x, of("int8")], to],
    ["its data is not quantized by one scale", [of("int8", perAxis(0, [1])), filter], to],
    ["its result is not quantized by one scale", [x, filter], { dtype: "int8" }],
    ["its int16 data has the zero point 1", [of("int16", perTensor(1, 1)), filter], to],
    ["OPS-E006 conv2d on int8, uint8", [x, of("uint8", perTensor(1, 0))], to],
    ["OPS-E006 conv2d on uint8, int8", [of("uint8", perTensor(1, 0)), filter], to],
    ["OPS-E006 conv2d on float64, int8", [of("float64"), filter], { dtype: "float64" }],
    ["the bias of int8 data must be int32", [x, filter, fromNumbers("int64", [1], [0])], to],
    ["the bias of float32 data must be float32", [of("float32"), filter, i32([1], [0])], { dtype: "float32" }],
    [
      "its bias has the scale 2, the products of data and filter have 1",
      [of("uint8", perTensor(1, 0)), of("uint8", perTensor(1, 0)), fromNumbers("int32", [1], [0], perTensor(2, 0))],
      { dtype: "uint8", quantization: perTensor(1, 0) },
    ],
    ["its bias has a zero point other than 0", [x, filter, fromNumbers("int32", [1], [0], perTensor(1, 2))], to],
  ])("%s", (words, inputs, output) => {
    const work = (): Tensor => applyStored("conv2d", [...inputs, null].slice(0, 3), plain, output);
    expect(refusalOf(work)).toContain(words);
  });

  test("an activation that is no clamp", () => {
    const work = (): Tensor => applyStored("conv2d", [x, filter, null], { ...plain, activation: "tanh" }, to);
    expect(refusalOf(work)).toContain("the activation tanh cannot be fused into integer arithmetic");
  });
});
