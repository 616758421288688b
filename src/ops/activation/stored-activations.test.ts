import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import {
  applyStored,
  expectWithinSteps,
  realNumbers,
  type Storage,
  storages,
  storedTensors,
} from "../../../suites/stored-operator.ts";
import { tensorType } from "../../ir/index.ts";
import { type DType, type Tensor, toNumbers } from "../../numerics/index.ts";
import { perTensor, stored } from "../example.ts";
import { inferOutputs } from "../inference.ts";

const steps = (dtype: DType) => (dtype === "int16" ? { min: -14, max: -9 } : { min: -7, max: -2 });
const run = (numRuns: number) => ({ seed: 43, numRuns });

const singles = (dtypes: readonly DType[]): fc.Arbitrary<readonly [Tensor, Storage]> =>
  fc
    .constantFrom(...dtypes)
    .chain((dtype) => fc.tuple(storedTensors(dtype, [16], steps(dtype)), storages(dtype, steps(dtype))));

describe("stored arithmetic is within one step of that of the real numbers", () => {
  test.each([
    ["relu", ["int8", "uint8", "int16"]],
    ["relu6", ["int8", "uint8", "int16"]],
    ["reluN1To1", ["int8", "uint8"]],
    ["relu0To1", ["int8", "uint8"]],
    ["elu", ["int8"]],
  ] as const)("%s of %o", (op, dtypes) => {
    fc.assert(
      fc.property(singles(dtypes), ([x, output]) => {
        expectWithinSteps(applyStored(op, [x], {}, output), applyOne(op, [realNumbers(x)], {}), 1.01);
      }),
      run(100),
    );
  });

  test("gelu, both forms", () => {
    fc.assert(
      fc.property(singles(["int8", "uint8"]), fc.boolean(), ([x, output], approximate) => {
        const real = applyOne("gelu", [realNumbers(x)], { approximate });
        expectWithinSteps(applyStored("gelu", [x], { approximate }, output), real, 1.01);
      }),
      run(100),
    );
  });

  test("leakyRelu, any alpha", () => {
    const alphas = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(singles(["int8", "uint8", "int16"]), alphas, ([x, output], alpha) => {
        const real = applyOne("leakyRelu", [realNumbers(x)], { alpha });
        expectWithinSteps(applyStored("leakyRelu", [x], { alpha }, output), real, 1.01);
      }),
      run(100),
    );
  });

  test("prelu, int16 with alpha of int8", () => {
    const cases = fc.constantFrom<DType>("int8", "uint8", "int16").chain((dtype) => {
      const alpha = dtype === "int16" ? "int8" : dtype;
      const exponents = { min: -9, max: -6 };
      return fc.tuple(
        storedTensors(dtype, [2, 8], steps(dtype)),
        storedTensors(alpha, [8], exponents),
        storages(dtype, steps(dtype)),
      );
    });
    fc.assert(
      fc.property(cases, ([x, alpha, output]) => {
        const real = applyOne("prelu", [realNumbers(x), realNumbers(alpha)], {});
        expectWithinSteps(applyStored("prelu", [x, alpha], {}, output), real, 1.01);
      }),
      run(100),
    );
  });

  // 16-bit factors, cut products: an eighth of x's step and half a thousandth of x on top of the rounding.
  test("hardSwish, within two steps where the result is no finer than x", () => {
    const cases = fc
      .constantFrom<DType>("int8", "uint8")
      .chain((dtype) =>
        fc.tuple(storedTensors(dtype, [16], { min: -7, max: -4 }), storages(dtype, { min: -4, max: -2 })),
      );
    fc.assert(
      fc.property(cases, ([x, output]) => {
        const real = applyOne("hardSwish", [realNumbers(x)], {});
        expectWithinSteps(applyStored("hardSwish", [x], {}, output), real, 2);
      }),
      run(100),
    );
  });

  test.each([
    ["softmax", "int8", 1 / 256, -128, 1.01],
    ["softmax", "uint8", 1 / 256, 0, 1.01],
    // All below e^-10 counts as e^-10, one and a half steps of int16, for each of 8 elements.
    ["softmax", "int16", 1 / 32768, 0, 20],
    ["logSoftmax", "int8", 1 / 16, 127, 1.01],
    ["logSoftmax", "uint8", 1 / 16, 255, 1.01],
  ] as const)("%s of %s", (op, dtype, scale, zeroPoint, within) => {
    const output = { dtype, quantization: perTensor(scale, zeroPoint) };
    const attrs = op === "softmax" ? { beta: 1 } : {};
    fc.assert(
      fc.property(storedTensors(dtype, [2, 8], steps(dtype)), (x) => {
        const real = applyOne(op, [realNumbers(x)], attrs as never);
        expectWithinSteps(applyStored(op, [x], attrs as never, output), real, within);
      }),
      run(100),
    );
  });
});

describe("softmax", () => {
  const x = stored("int8", [1, 3], [0, 10, 20], perTensor(0.1, 0));

  test("of int8 may give int16, where it is declared", () => {
    const output = { dtype: "int16", quantization: perTensor(1 / 65536, -32768) } as const;
    const shares = toNumbers(applyStored("softmax", [x], { beta: 1 }, output)).map((v) => (v + 32768) / 65536);
    const real = toNumbers(applyOne("softmax", [realNumbers(x)], { beta: 1 }));
    shares.forEach((share, index) => {
      expect(Math.abs(share - (real[index] as number))).toBeLessThan(2 ** -15);
    });
    const inputs = [tensorType("int8", [1, 3], perTensor(0.1, 0))];
    const context = { op: "softmax", attrs: { beta: 1 }, inputs, regions: [], outputCount: 1 };
    const unknown = { known: () => undefined, constant: () => undefined };
    const declared = [tensorType("int16", [1, 3], output.quantization)];
    expect(inferOutputs({ ...context, ...unknown, declared }, "s")).toEqual([tensorType("int16", [1, 3])]);
    expect(inferOutputs({ ...context, ...unknown }, "s")).toEqual([tensorType("int8", [1, 3])]);
  });

  test.each([
    ["int8", 1 / 128, -128],
    ["int8", 1 / 256, 0],
    ["int16", 1 / 256, 0],
  ] as const)("refuses a result of %s with scale %d, zero point %d", (dtype, scale, zeroPoint) => {
    const operand = dtype === "int8" ? x : stored("int16", [1], [1], perTensor(0.001, 0));
    const output = { dtype, quantization: perTensor(scale, zeroPoint) };
    expect(refusalOf(() => applyStored("softmax", [operand], { beta: 1 }, output))).toMatch(
      /OPS-E001.*arithmetic gives/,
    );
  });

  test("refuses differences too small for its fixed point", () => {
    const fine = stored("int8", [1], [1], perTensor(2 ** -30, 0));
    const output = { dtype: "int8", quantization: perTensor(1 / 256, -128) } as const;
    expect(refusalOf(() => applyStored("softmax", [fine], { beta: 1 }, output))).toMatch(/OPS-E001.*too small/);
  });
});

test("hardSwish refuses a result finer than x / 128", () => {
  const x = stored("int8", [1], [1], perTensor(1, 0));
  const output = { dtype: "int8", quantization: perTensor(2 ** -8, 0) } as const;
  expect(refusalOf(() => applyStored("hardSwish", [x], {}, output))).toMatch(/OPS-E001 hardSwish/);
});

test("prelu of int16 refuses alpha of int16, which kernels read as bytes", () => {
  const x = stored("int16", [1], [1], perTensor(1, 0));
  const output = { dtype: "int16", quantization: perTensor(1, 0) } as const;
  expect(refusalOf(() => applyStored("prelu", [x, x], {}, output))).toMatch(/OPS-E006.*input 1 must be one of int8/);
});

test("a clamp keeps to stored ends: 6 is 69 or 70 steps of 0.0866, never more", () => {
  const x = stored("int8", [1], [127], perTensor(1, 0));
  const output = { dtype: "int8", quantization: perTensor(0.0866, 0) } as const;
  expect(toNumbers(applyStored("relu6", [x], {}, output))[0]).toBe(69);
});
