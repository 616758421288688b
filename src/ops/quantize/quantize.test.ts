import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { createBuilder, tensorType } from "../../ir/index.ts";
import {
  type DType,
  fromNumbers,
  integerRange,
  type PerTensorQuantization,
  type Tensor,
  tensor,
  toNumbers,
} from "../../numerics/index.ts";
import { createEmitter } from "../emit.ts";
import { evaluate } from "../evaluate.ts";
import { f32, literal } from "../example.ts";

const options = { seed: 81, numRuns: 200 };

function quantize(x: Tensor, dtype: DType, quantization: Tensor["quantization"]): Tensor {
  const output = quantization === undefined ? { dtype } : { dtype, quantization };
  return evaluate({ op: "quantize", name: "q", attrs: {}, inputs: [x], outputs: [output], regions: [] })[0] as Tensor;
}

const dequantize = (x: Tensor): Tensor => applyOne("dequantize", [x], {});

const parameters = fc
  .record({
    dtype: fc.constantFrom<DType>("int8", "uint8", "int16", "int4"),
    exponent: fc.integer({ min: -10, max: 3 }),
    mantissa: fc.integer({ min: 256, max: 511 }),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ dtype, exponent, mantissa, place }): { dtype: DType; quantization: PerTensorQuantization } => {
    const { min, max } = integerRange(dtype);
    const zeroPoint = Math.round(min + place * (max - min));
    return { dtype, quantization: { kind: "perTensor", scale: mantissa * 2 ** (exponent - 9), zeroPoint } };
  });

describe("quantize and dequantize", () => {
  test("integers come back", () => {
    fc.assert(
      fc.property(parameters, fc.array(fc.nat()), ({ dtype, quantization }, seeds) => {
        const { min, max } = integerRange(dtype);
        const integers = seeds.map((seed) => min + (seed % (max - min + 1)));
        const x = tensor(dtype, [integers.length], fromNumbers(dtype, [integers.length], integers).data, quantization);
        expect(toNumbers(quantize(dequantize(x), dtype, quantization))).toEqual(toNumbers(x));
      }),
      options,
    );
  });

  test("real numbers inside the range come back within half a step, others as the nearest end", () => {
    fc.assert(
      fc.property(parameters, fc.double({ min: -300, max: 300, noNaN: true }), ({ dtype, quantization }, real) => {
        const { scale, zeroPoint } = quantization;
        const { min, max } = integerRange(dtype);
        const x = f32([1], [real]);
        const [value] = toNumbers(x) as unknown as [number];
        const [back] = toNumbers(dequantize(quantize(x, dtype, quantization))) as unknown as [number];
        const nearest = Math.min(Math.max(value, (min - zeroPoint) * scale), (max - zeroPoint) * scale);
        expect(Math.abs(back - nearest)).toBeLessThanOrEqual(scale * 0.5 * (1 + 1e-5));
      }),
      options,
    );
  });

  test("a quotient is rounded to float32 first: 0.35 / 0.1 is a half there", () => {
    const tenth = { kind: "perTensor", scale: Math.fround(0.1), zeroPoint: 0 } as const;
    expect(toNumbers(quantize(f32([2], [0.35, -0.35]), "int8", tenth))).toEqual(Float64Array.of(4, -4));
  });

  test("integers stored anew are within one step, and the same where only the type's offset differs", () => {
    const law = fc.property(parameters, parameters, fc.array(fc.nat(), { maxLength: 8 }), (from, to, seeds) => {
      const { min, max } = integerRange(from.dtype);
      const values = seeds.map((seed) => min + (seed % (max - min + 1)));
      const x = fromNumbers(from.dtype, [values.length], values, from.quantization);
      const { scale, zeroPoint } = to.quantization;
      const ends = integerRange(to.dtype);
      const reals = values.map((value) => (value - from.quantization.zeroPoint) * from.quantization.scale);
      toNumbers(quantize(x, to.dtype, to.quantization)).forEach((stored, i) => {
        const ideal = Math.min(Math.max((reals[i] as number) / scale + zeroPoint, ends.min), ends.max);
        expect(Math.abs(stored - ideal)).toBeLessThanOrEqual(1);
      });
    });
    fc.assert(law, { seed: 83, numRuns: 500 });
    const signed = fromNumbers("int8", [3], [-128, 0, 127], { kind: "perTensor", scale: 0.1, zeroPoint: 3 });
    const moved = quantize(signed, "uint8", { kind: "perTensor", scale: 0.1, zeroPoint: 131 });
    expect([...toNumbers(moved)]).toEqual([0, 128, 255]);
  });

  test("NaN becomes the zero point", () => {
    const x = f32([1], [Number.NaN]);
    expect(toNumbers(quantize(x, "uint8", { kind: "perTensor", scale: 1, zeroPoint: 7 }))).toEqual(Float64Array.of(7));
  });

  test("the node states the stored type", () => {
    const emit = createEmitter(createBuilder(), () => "q");
    const x = emit.builder.addValue({ type: tensorType("float32", [2]), name: "x" });
    const stored = tensorType("uint8", [2], { kind: "perTensor", scale: 0.5, zeroPoint: 3 });
    expect(emit.type(emit.one("quantize", [x], {}, { types: [stored] }))).toEqual(stored);
    expect(refusalOf(() => emit.one("quantize", [x], {}))).toContain("the type of its result is not stated");
    const real = { types: [tensorType("float16", [2])] };
    expect(refusalOf(() => emit.one("quantize", [x], {}, real))).toContain("its result must be integers");
  });

  test("refusals", () => {
    expect(refusalOf(() => quantize(f32([1], [1]), "int8", undefined))).toContain("is not stated");
    expect(refusalOf(() => dequantize(literal("int8", [1], [1])))).toContain("has no quantization");
    expect(refusalOf(() => dequantize(literal("bool", [1], [1])))).toContain("stands for no real numbers");
    const step = { kind: "perTensor", scale: 1, zeroPoint: 0 } as const;
    const steps = { kind: "perAxis", axis: 0, scales: [1], zeroPoints: [0] } as const;
    const integers = (quantization?: Tensor["quantization"]): Tensor =>
      tensor("int8", [1], Int8Array.of(1), quantization);
    expect(refusalOf(() => quantize(integers(), "uint8", step))).toContain(
      "its integers are not quantized by one scale",
    );
    expect(refusalOf(() => quantize(integers(steps), "uint8", step))).toContain("are not quantized by one scale");
    expect(refusalOf(() => quantize(integers(step), "uint8", steps))).toContain(
      "its result is not quantized by one scale",
    );
    expect(refusalOf(() => quantize(f32([1], [1]), "int8", { ...step, scale: 0 }))).toContain("OPS-E009");
    expect(refusalOf(() => dequantize(integers({ ...step, scale: Number.NaN })))).toContain("the scale NaN");
  });
});

describe("fakeQuant", () => {
  const ranges = fc
    .record({
      min: fc.double({ min: -9, max: 0, noNaN: true }),
      width: fc.double({ min: 0.5, max: 20, noNaN: true }),
      numBits: fc.integer({ min: 2, max: 16 }),
      narrowRange: fc.boolean(),
    })
    .map(({ min, width, numBits, narrowRange }) => ({ min, max: min + width, numBits, narrowRange }));
  const numbers = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 });

  test("zero is one of its steps", () => {
    fc.assert(
      fc.property(ranges, (attrs) => {
        expect(Math.abs(toNumbers(applyOne("fakeQuant", [f32([1], [0])], attrs))[0] as number)).toBeLessThan(1e-6);
      }),
      options,
    );
  });

  test("gives at most as many numbers as the bits can tell apart, in the order of x", () => {
    fc.assert(
      fc.property(ranges, numbers, (attrs, values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const y = toNumbers(applyOne("fakeQuant", [f32([sorted.length], sorted)], { ...attrs, numBits: 2 }));
        expect(new Set(y).size).toBeLessThanOrEqual(attrs.narrowRange ? 3 : 4);
        expect([...y].sort((a, b) => a - b)).toEqual([...y]);
      }),
      options,
    );
  });

  test.each([
    ["its range is from 1 to 1", { min: 1, max: 1, numBits: 8, narrowRange: false }],
    ["17 bits are wider than 16", { min: 0, max: 1, numBits: 17, narrowRange: false }],
  ])("refused: %s", (words, attrs) => {
    expect(refusalOf(() => applyOne("fakeQuant", [f32([1], [0])], attrs))).toContain(words);
  });
});
