import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { arithmeticDtypes, shapes, tensors } from "../../../suites/arbitrary-tensors.ts";
import { type DType, fromNumbers, isFloat, scalar, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import { operatorTolerance } from "../index.ts";

const floats = arithmeticDtypes.filter(isFloat);

/** A law of one tensor. */
function forTensors(dtypes: readonly DType[], law: (x: Tensor) => void, minRank = 0): void {
  const arbitrary = fc
    .tuple(fc.constantFrom(...dtypes), shapes({ minRank, maxRank: 4 }))
    .chain(([dtype, shape]) => tensors(dtype, shape));
  fc.assert(fc.property(arbitrary, law), { seed: 5, numRuns: 100 });
}

describe("activations that other operators fuse", () => {
  test.each(["relu", "relu6", "reluN1To1"] as const)("%s alone and fused into an addition", (op) => {
    forTensors(arithmeticDtypes, (x) => {
      const fused = applyOne("add", [x, scalar(x.dtype, 0)], { activation: op });
      expectTensor(applyOne(op, [x], {}), fused);
    });
  });

  test("tanh alone and fused into a multiplication", () => {
    forTensors(floats, (x) => {
      expectTensor(applyOne("tanh", [x], {}), applyOne("mul", [x, scalar(x.dtype, 1)], { activation: "tanh" }));
    });
  });

  test("clamps keep the sign of zero and all bits of a 64-bit integer", () => {
    expect(toNumbers(applyOne("relu", [fromNumbers("float32", [1], [-0])], {}))[0]).toBe(-0);
    const wide = tensor("int64", [2], BigInt64Array.of(9007199254740993n, -5n));
    expect(applyOne("relu", [wide], {}).data).toEqual(BigInt64Array.of(9007199254740993n, 0n));
  });
});

describe("leaky activations", () => {
  test("prelu with one alpha is leakyRelu", () => {
    forTensors(
      ["float32", "float64"],
      (x) => {
        expectTensor(applyOne("prelu", [x, scalar(x.dtype, 0.25)], {}), applyOne("leakyRelu", [x], { alpha: 0.25 }));
      },
      1,
    );
  });

  test("prelu refuses an alpha that would stretch x", () => {
    const x = fromNumbers("float32", [1, 2], [1, 2]);
    const alpha = fromNumbers("float32", [2, 2], [1, 2, 3, 4]);
    expect(() => applyOne("prelu", [x, alpha], {})).toThrow("OPS-E001");
  });
});

describe("gelu", () => {
  test("x is gelu(x) - gelu(-x)", () => {
    forTensors(["float32", "float64"], (x) => {
      for (const approximate of [true, false]) {
        const mirrored = applyOne("gelu", [applyOne("neg", [x], {})], { approximate });
        const difference = applyOne("sub", [applyOne("gelu", [x], { approximate }), mirrored], { activation: "none" });
        expectTensor(difference, x, operatorTolerance("rounding", x.dtype));
      }
    });
  });

  test("far below 0 it keeps its digits, as in TensorFlow Lite", () => {
    const y = toNumbers(applyOne("gelu", [fromNumbers("float32", [2], [-5, -10])], { approximate: false }));
    expect((y[0] as number) / -1.4332578e-6).toBeCloseTo(1, 6);
    expect((y[1] as number) / -7.6198536e-23).toBeCloseTo(1, 6);
  });
});

describe("softmax", () => {
  const none = { activation: "none" } as const;

  test("rows sum to 1 and do not change with a shift", () => {
    forTensors(
      ["float32", "float64"],
      (x) => {
        if (x.shape.at(-1) === 0) return;
        const y = applyOne("softmax", [x], { beta: 0.5 });
        const tolerance = operatorTolerance("accumulation", x.dtype);
        const axis = fromNumbers("int32", [1], [-1]);
        const sums = applyOne("sum", [y, axis], { keepDims: false });
        expectTensor(
          sums,
          fromNumbers(
            x.dtype,
            sums.shape,
            toNumbers(sums).map(() => 1),
          ),
          tolerance,
        );
        const shifted = applyOne("add", [x, scalar(x.dtype, 64)], none);
        expectTensor(
          applyOne("softmax", [shifted], { beta: 0.5 }),
          y,
          operatorTolerance("accumulation", "float32", 65536),
        );
      },
      1,
    );
  });

  test("its logarithm is logSoftmax", () => {
    forTensors(
      ["float32", "float64"],
      (x) => {
        const log = applyOne("log", [applyOne("softmax", [x], { beta: 1 })], {});
        expectTensor(applyOne("logSoftmax", [x], {}), log, operatorTolerance("accumulation", x.dtype));
      },
      1,
    );
  });

  test("a scalar has no last axis", () => {
    expect(() => applyOne("softmax", [scalar("float32", 1)], { beta: 1 })).toThrow("OPS-E001");
    expect(() => applyOne("logSoftmax", [scalar("float32", 1)], {})).toThrow("OPS-E001");
  });
});
