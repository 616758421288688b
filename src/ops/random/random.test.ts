import { describe, expect, test } from "vitest";
import { apply, applyOne } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { crc32 } from "../../bytes/index.ts";
import { type Tensor, tensor, tensorToBytes, toNumbers } from "../../numerics/index.ts";
import { f32, i32 } from "../example.ts";

const key = tensor("uint64", [1], BigUint64Array.of(123456789012345n));
const counter = tensor("uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 77n));
const drawn = (count: number): readonly Tensor[] => [i32([1], [count]), key, counter, i32([], [1])];
const last3 = (t: Tensor): number[] => Array.from(toNumbers(t).slice(-3));

describe("4,001 numbers are TensorFlow's (2.21.0)", () => {
  test("uniform, bit for bit", () => {
    const numbers = applyOne("statelessRandomUniform", drawn(4001), { dtype: "float32" });
    expect(last3(numbers)).toEqual([0.2089611291885376, 0.916946291923523, 0.6411421298980713]);
    expect(crc32(tensorToBytes(numbers)).toString(16)).toBe("641ee347");
  });

  test("normal", () => {
    const numbers = last3(applyOne("statelessRandomNormal", drawn(4001), { dtype: "float32" }));
    [-0.8820680379867554, 1.53400456905365, 0.9428380727767944].forEach((want, i) => {
      expect(numbers[i]).toBeCloseTo(want, 6);
    });
  });

  test("truncated normal", () => {
    const all = applyOne("statelessTruncatedNormal", drawn(4001), { dtype: "float32" });
    [-1.5162131786346436, 1.5558545589447021, -0.3174978792667389].forEach((want, i) => {
      expect(last3(all)[i]).toBeCloseTo(want, 6);
    });
    expect(toNumbers(all).every((value) => Math.abs(value) < 2)).toBe(true);
  });
});

describe("stateless random numbers", () => {
  test("are the same however many are asked for", () => {
    const few = toNumbers(applyOne("statelessRandomUniform", drawn(5), { dtype: "float32" }));
    const many = toNumbers(applyOne("statelessRandomUniform", drawn(50), { dtype: "float32" }));
    expect(many.slice(0, 5)).toEqual(few);
  });

  test("a seed gives the key and the counter that numbers come from", () => {
    const [k, c] = apply("statelessRandomKeyCounter", [i32([2], [1, 2])], {}, ["uint64", "uint64"]) as [Tensor, Tensor];
    const numbers = applyOne("statelessRandomUniform", [i32([1], [2]), k, c, i32([], [1])], { dtype: "float32" });
    // tf.random.stateless_uniform([2], seed=[1, 2], alg="philox")
    expect(Array.from(toNumbers(numbers))).toEqual([0.8440604209899902, 0.19204533100128174]);
  });

  const refused = (...inputs: readonly Tensor[]): string =>
    refusalOf(() => applyOne("statelessRandomUniform", inputs, { dtype: "float32" }));

  test("refuse algorithms other than Philox, and keys and counters of another form", () => {
    expect(refused(i32([1], [2]), key, counter, i32([], [2]))).toMatch(/^OPS-E001 .*number 2/);
    expect(refused(i32([1], [2]), counter, counter, i32([], [1]))).toMatch(/^OPS-E001/);
    expect(refused(i32([1], [2]), f32([1], [1]), counter, i32([], [1]))).toMatch(/^OPS-E006/);
    expect(refused(i32([1], [-2]), key, counter, i32([], [1]))).toMatch(/^OPS-E001/);
    expect(refused(i32([2], [2 ** 20, 2 ** 20]), key, counter, i32([], [1]))).toMatch(/^OPS-E005/);
  });

  test("a range of integers must hold one", () => {
    const range = (least: number, end: number): string =>
      refusalOf(() =>
        applyOne("statelessRandomUniformInt", [...drawn(2), i32([], [least]), i32([], [end])], { dtype: "int32" }),
      );
    expect(range(3, 3)).toMatch(/^OPS-E001/);
    expect(range(2, 3)).toBe("accepted");
  });

  test("a range over all of int32 does not overflow", () => {
    const inputs = [...drawn(64), i32([], [-(2 ** 31)]), i32([], [2 ** 31 - 1])];
    const numbers = toNumbers(applyOne("statelessRandomUniformInt", inputs, { dtype: "int32" }));
    expect(numbers.some((n) => n < 0) && numbers.some((n) => n > 0)).toBe(true);
    expect(numbers.every((n) => Number.isInteger(n) && n >= -(2 ** 31) && n < 2 ** 31 - 1)).toBe(true);
  });
});
