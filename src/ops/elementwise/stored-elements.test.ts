import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne } from "../../../suites/apply-operator.ts";
import { broadcastPairs } from "../../../suites/arbitrary-tensors.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import {
  applyStored,
  expectWithinSteps,
  realNumbers,
  type Storage,
  storages,
  storedTensors,
} from "../../../suites/stored-operator.ts";
import { type DType, fromNumbers, integerRange, type Tensor, toNumbers } from "../../numerics/index.ts";
import { perTensor, stored } from "../example.ts";
import type { OpName } from "../generated/table.ts";

const none = { activation: "none" } as const;
const steps = (dtype: DType) => (dtype === "int16" ? { min: -14, max: -9 } : { min: -7, max: -2 });

/** Two broadcast operands of one dtype and a place for the result. */
const pairs = (dtypes: readonly DType[]): fc.Arbitrary<readonly [Tensor, Tensor, Storage]> =>
  fc
    .tuple(fc.constantFrom(...dtypes), broadcastPairs)
    .chain(([dtype, [a, b]]) =>
      fc.tuple(
        storedTensors(dtype, a, steps(dtype)),
        storedTensors(dtype, b, steps(dtype)),
        storages(dtype, steps(dtype)),
      ),
    );

/** One operand and a place for the result. */
const singles = (dtypes: readonly DType[]): fc.Arbitrary<readonly [Tensor, Storage]> =>
  fc
    .constantFrom(...dtypes)
    .chain((dtype) => fc.tuple(storedTensors(dtype, [16], steps(dtype)), storages(dtype, steps(dtype))));

const run = (numRuns: number) => ({ seed: 41, numRuns });

describe("stored arithmetic is within one step of that of the real numbers", () => {
  test.each(["add", "sub", "mul"] as const)("%s", (op) => {
    const activations = fc.constantFrom("none", "relu", "relu6", "reluN1To1");
    fc.assert(
      fc.property(pairs(["int8", "uint8", "int16"]), activations, ([a, b, output], activation) => {
        const real = applyOne(op, [realNumbers(a), realNumbers(b)], { activation });
        // A clamp's ends are whole steps, up to half a step from where they are meant.
        expectWithinSteps(applyStored(op, [a, b], { activation }, output), real, 1.01);
      }),
      run(150),
    );
  });

  test("div, where the kernel's shifts are below 32 bits", () => {
    fc.assert(
      fc.property(pairs(["int8", "uint8"]), ([a, b, output]) => {
        const divisor = withoutZero(b);
        const [x, y] = [realNumbers(a), realNumbers(divisor)];
        const real = applyOne("div", [x, y], none);
        const got = applyStored("div", [a, divisor], none, output);
        const { scale, zeroPoint } = output.quantization;
        const { min, max } = integerRange(output.dtype);
        const ideal = toNumbers(real);
        toNumbers(got).forEach((value, index) => {
          const wanted = Math.min(Math.max((ideal[index] as number) / scale + zeroPoint, min), max);
          // Quotients below a step are shifted by 32 bits and more, which kernels get wrong.
          if (Math.abs((ideal[index] as number) / scale) >= 1)
            expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1.01);
        });
      }),
      run(150),
    );
  });

  test("squaredDifference, which is worked out to 2^-7 of a step", () => {
    fc.assert(
      fc.property(pairs(["int8"]), storages("int8", { min: -2, max: 3 }), ([a, b], output) => {
        const real = applyOne("squaredDifference", [realNumbers(a), realNumbers(b)], {});
        expectWithinSteps(applyStored("squaredDifference", [a, b], {}, output), real, 1.5);
      }),
      run(100),
    );
  });

  test.each([
    ["abs", ["int8", "int16"]],
    ["exp", ["int8"]],
    ["tanh", ["int8", "uint8"]],
  ] as const)("%s of %o", (op, dtypes) => {
    fc.assert(
      fc.property(singles(dtypes), ([x, output]) => {
        expectWithinSteps(applyStored(op, [x], {}, output), applyOne(op, [realNumbers(x)], {}), 1.01);
      }),
      run(100),
    );
  });

  test.each(["log", "sqrt", "rsqrt"] as const)("%s of the positive numbers of int8", (op) => {
    fc.assert(
      fc.property(singles(["int8"]), ([x, output]) => {
        const positive = withoutNegatives(x);
        const [got, real] = [applyStored(op, [positive], {}, output), applyOne(op, [realNumbers(positive)], {})];
        expectWithinSteps(got, real, 1.01);
      }),
      run(100),
    );
  });

  test.each([
    ["logistic", "int8", 1 / 256, -128],
    ["logistic", "uint8", 1 / 256, 0],
    ["logistic", "int16", 1 / 32768, 0],
    ["tanh", "int16", 1 / 32768, 0],
  ] as const)("%s of %s", (op, dtype, scale, zeroPoint) => {
    const output = { dtype, quantization: perTensor(scale, zeroPoint) };
    fc.assert(
      fc.property(storedTensors(dtype, [16], steps(dtype)), (x) => {
        // The table of int16 is good to a few of its 32768ths.
        expectWithinSteps(
          applyStored(op, [x], {}, output),
          applyOne(op, [realNumbers(x)], {}),
          dtype === "int16" ? 4 : 1.01,
        );
      }),
      run(100),
    );
  });
});

function mapStored(x: Tensor, f: (value: number) => number): Tensor {
  return fromNumbers(x.dtype, x.shape, toNumbers(x).map(f), x.quantization);
}

const zeroPointOf = (x: Tensor): number => (x.quantization as Storage["quantization"]).zeroPoint;

const withoutZero = (x: Tensor): Tensor =>
  mapStored(x, (value) =>
    value === zeroPointOf(x) ? (value === integerRange(x.dtype).max ? value - 1 : value + 1) : value,
  );

const withoutNegatives = (x: Tensor): Tensor => {
  const { max } = integerRange(x.dtype);
  const zeroPoint = zeroPointOf(x);
  const least = Math.min(zeroPoint + 1, max);
  const moved = zeroPoint === max ? { ...x, quantization: { ...x.quantization, zeroPoint: max - 1 } } : x;
  return mapStored(moved as Tensor, (value) => Math.max(value, least));
};

describe("kernels that take stored integers as they are", () => {
  test.each(["maximum", "minimum"] as const)("%s of two scales compares what is stored", (op) => {
    const [a, b] = [stored("int8", [1], [10], perTensor(1, 0)), stored("int8", [1], [20], perTensor(0.1, 0))];
    const output = { dtype: "int8", quantization: perTensor(1, 0) } as const;
    expect(toNumbers(applyStored(op, [a, b], {}, output))[0]).toBe(op === "maximum" ? 20 : 10);
  });

  test("neg leaves the zero point out", () => {
    const output = { dtype: "int8", quantization: perTensor(1, 5) } as const;
    expect(toNumbers(applyStored("neg", [stored("int8", [2], [7, -128], perTensor(1, 5))], {}, output))).toEqual(
      Float64Array.of(-7, -128),
    );
  });

  test("neg with a result that is declared float is refused: the kernel makes integers without a scale", () => {
    const x = stored("int16", [1], [7], perTensor(1, 0));
    expect(refusalOf(() => applyStored("neg", [x], {}, { dtype: "float32" }))).toMatch(
      /OPS-E001.*int16 without a scale/,
    );
  });
});

describe("division in kernels", () => {
  const eighth = perTensor(0.125, 0);
  const divide = (p: number, q: number, scale: number): number =>
    toNumbers(
      applyStored("div", [stored("int8", [], [p], eighth), stored("int8", [], [q], eighth)], none, {
        dtype: "int8",
        quantization: perTensor(scale, 0),
      }),
    )[0] as number;

  test("a quotient is rounded", () => {
    expect([divide(11, 4, 1), divide(-11, 4, 1), divide(9, 4, 1), divide(127, -1, 1)]).toEqual([3, -3, 2, -127]);
  });

  // Shifts of 32 and more count modulo 32 in the kernels, so that numbers near 0 come out large (measured with TensorFlow Lite 2.21).
  test("a quotient far below a step is wrong, as the kernels' is", () => {
    expect(divide(1, 127, 1)).toBe(127);
    expect(divide(0, 127, 1)).toBe(1);
  });

  test("by a number that stands for 0 it is refused", () => {
    expect(refusalOf(() => divide(1, 0, 1))).toMatch(/OPS-E001 div.*stands for 0/);
  });
});

describe("refusals", () => {
  const x = stored("int8", [2], [1, 2], perTensor(0.5, 0));
  const output = { dtype: "int8", quantization: perTensor(0.5, 0) } as const;

  test("an operand without quantization", () => {
    const plain = fromNumbers("int8", [2], [1, 2]);
    expect(refusalOf(() => applyStored("add", [x, plain], none, output))).toMatch(/OPS-E001 add: input 1 has no quant/);
  });

  test("a result without quantization", () => {
    expect(refusalOf(() => applyStored("add", [x, x], none, { dtype: "int8" }))).toMatch(/OPS-E001.*its result has no/);
  });

  test("a scale per index", () => {
    const rows = stored("int8", [2], [1, 2], { kind: "perAxis", axis: 0, scales: [1, 2], zeroPoints: [0, 0] });
    expect(refusalOf(() => applyStored("mul", [x, rows], none, output))).toMatch(
      /OPS-E001.*not quantized by one scale/,
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("the scale %d", (scale) => {
    const odd = stored("int8", [2], [1, 2], perTensor(scale, 0));
    expect(refusalOf(() => applyStored("abs", [odd], {}, output))).toMatch(/OPS-E009/);
    expect(refusalOf(() => applyStored("abs", [x], {}, { dtype: "int8", quantization: perTensor(scale, 0) }))).toMatch(
      /OPS-E009/,
    );
  });

  test("a fused activation that no integer kernel has", () => {
    expect(refusalOf(() => applyStored("add", [x, x], { activation: "tanh" }, output))).toMatch(/OPS-E001.*tanh/);
  });

  test.each([
    ["exp", "uint8"],
    ["abs", "uint8"],
    ["sqrt", "uint8"],
    ["floorDiv", "uint8"],
    ["squaredDifference", "int16"],
  ] as const)("%s of %s, which has no kernel", (op, dtype) => {
    const operand = stored(dtype, [1], [1], perTensor(1, 0));
    const inputs = op === "floorDiv" || op === "squaredDifference" ? [operand, operand] : [operand];
    const result = { dtype, quantization: perTensor(1, 0) };
    expect(refusalOf(() => applyStored(op, inputs, {}, result))).toMatch(/OPS-E006.*kernels/);
  });

  test.each(["sin", "cos", "floor", "ceil", "round", "square", "sign", "pow", "atan2"] as const)(
    "%s, which has no kernel on stored integers",
    (op: OpName) => {
      const inputs = op === "pow" || op === "atan2" ? [x, x] : [x];
      expect(refusalOf(() => applyStored(op, inputs, {} as never, output))).toMatch(/OPS-E006/);
    },
  );

  test.each(["sqrt", "rsqrt"] as const)("%s of a negative number", (op) => {
    const negative = stored("int8", [1], [-3], perTensor(1, 0));
    expect(refusalOf(() => applyStored(op, [negative], {}, output))).toMatch(/OPS-E001.*negative/);
  });

  test("int16 with a zero point", () => {
    const odd = stored("int16", [1], [1], perTensor(1, 3));
    const result = { dtype: "int16", quantization: perTensor(1, 0) } as const;
    expect(refusalOf(() => applyStored("mul", [odd, odd], none, result))).toMatch(/OPS-E001.*zero point 3/);
  });

  test("a logistic result on another scale than 1/256", () => {
    expect(refusalOf(() => applyStored("logistic", [x], {}, output))).toMatch(/OPS-E001.*0\.00390625/);
  });
});
