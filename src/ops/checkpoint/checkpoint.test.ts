import { describe, expect, test } from "vitest";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { type Tensor, tensor } from "../../numerics/index.ts";
import { memoryStore } from "../../runtime/index.ts";
import type { ReferenceHost } from "../define.ts";
import { type Application, evaluate, pureHost } from "../evaluate.ts";
import { f32, i32 } from "../example.ts";

const words = (shape: readonly number[], ...texts: readonly string[]): Tensor =>
  tensor(
    "string",
    shape,
    texts.map((text) => new TextEncoder().encode(text)),
  );

const name = words([], "a.ckpt");
const kernel = f32([2], [1, 2]);
const step = i32([], [7]);

function run(
  host: ReferenceHost,
  op: string,
  inputs: readonly Tensor[],
  outputs: Application["outputs"] = [],
): readonly Tensor[] {
  return evaluate({ op, name: op, attrs: {}, inputs, outputs, regions: [] }, host);
}

const float = { dtype: "float32" } as const;

describe("save and restore", () => {
  test("give back what was saved, by name", () => {
    const host = { ...pureHost, store: memoryStore() };
    run(host, "save", [name, words([2], "kernel", "step"), kernel, step]);
    expect(run(host, "restore", [name, words([], "step")], [{ dtype: "int32" }])).toEqual([step]);
    expect(run(host, "restore", [name, words([1], "kernel")], [float])).toEqual([kernel]);
  });

  test("of two saves under one name the later counts", () => {
    const host = { ...pureHost, store: memoryStore() };
    run(host, "save", [name, words([1], "kernel"), kernel]);
    run(host, "save", [name, words([1], "step"), step]);
    expect(refusalOf(() => run(host, "restore", [name, words([], "kernel")], [float]))).toBe(
      "OPS-E021 'a.ckpt' holds no tensor 'kernel'; it holds 'step'.",
    );
  });

  test("the second versions take several tensors at once, whole ones only", () => {
    const host = { ...pureHost, store: memoryStore() };
    const names = words([2], "kernel", "step");
    const whole = words([2], "", "");
    run(host, "saveV2", [name, names, whole, kernel, step]);
    expect(run(host, "restoreV2", [name, names, whole], [float, { dtype: "int32" }])).toEqual([kernel, step]);
    const part = words([2], "", "4 0,2");
    expect(refusalOf(() => run(host, "restoreV2", [name, names, part], [float, float]))).toMatch(/^OPS-E022 .*'step'/);
    expect(refusalOf(() => run(host, "saveV2", [name, names, part, kernel, step]))).toMatch(/^OPS-E022/);
  });
});

describe("refusals", () => {
  const host = { ...pureHost, store: memoryStore() };
  run(host, "save", [name, words([1], "kernel"), kernel]);

  test("no store", () => {
    expect(refusalOf(() => run(pureHost, "save", [name, words([1], "kernel"), kernel]))).toMatch(/^OPS-E020 .*a\.ckpt/);
    expect(refusalOf(() => run(pureHost, "restore", [name, name], [float]))).toMatch(/^OPS-E020/);
  });

  test("nothing saved under the name", () => {
    expect(refusalOf(() => run(host, "restore", [words([], "b.ckpt"), words([], "kernel")], [float]))).toBe(
      "OPS-E021 Nothing is saved under the name 'b.ckpt'.",
    );
  });

  test("another dtype than the node declares", () => {
    expect(refusalOf(() => run(host, "restore", [name, words([], "kernel")], [{ dtype: "int32" }]))).toMatch(
      /^OPS-E022/,
    );
  });

  test("two tensors of one name, or another number of names than tensors", () => {
    expect(refusalOf(() => run(host, "save", [name, words([2], "a", "a"), kernel, step]))).toMatch(/^OPS-E022 .*'a'/);
    expect(refusalOf(() => run(host, "save", [name, words([2], "a", "b"), kernel]))).toMatch(/^OPS-E001/);
  });

  test("names that are no strings", () => {
    expect(refusalOf(() => run(host, "restore", [step, name], [float]))).toMatch(/^OPS-E006/);
    expect(refusalOf(() => run(host, "restore", [words([2], "a", "b"), name], [float]))).toMatch(/^OPS-E001/);
  });
});
