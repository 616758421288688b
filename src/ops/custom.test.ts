import { describe, expect, test } from "vitest";
import { refusalOf } from "../../suites/infer-operator.ts";
import type { Attrs } from "../ir/index.ts";
import { type Tensor, tensor } from "../numerics/index.ts";
import type { CustomOperator } from "./custom.ts";
import { evaluateSteps, pureHost } from "./evaluate.ts";
import { f32, i32 } from "./example.ts";

const x = f32([2], [1, -2]);

function run(operator: unknown, attrs: Attrs = { op: "Double" }): readonly Tensor[] {
  const operators = { Double: operator as CustomOperator };
  const application = { op: "opaque", name: "n", attrs, inputs: [x], outputs: [{}], regions: [] };
  const step = evaluateSteps(application, pureHost, operators).next([]);
  return step.value as readonly Tensor[];
}

const double: CustomOperator = {
  infer: ({ inputs: [type] }) => [{ dtype: "float32", shape: type?.shape }],
  reference: ({ inputs: [input] }) => [
    tensor(
      "float32",
      [2],
      Float32Array.from(input?.data as Float32Array, (value) => 2 * value),
    ),
  ],
};

describe("an operator given in code", () => {
  test("is run for the nodes whose source calls it so", () => {
    expect(run(double)).toEqual([f32([2], [2, -4])]);
  });

  test("sees its options and what the model declares", () => {
    const seen: unknown[] = [];
    const look: CustomOperator = {
      ...double,
      infer: (context) => {
        seen.push(context.attrs["customOptions"], context.outputCount);
        return double.infer(context);
      },
    };
    run(look, { op: "Double", customOptions: Uint8Array.of(7) });
    expect(seen).toEqual([Uint8Array.of(7), 1]);
  });

  test("is not taken for another name: what that one is stays the reason", () => {
    const kind = "a custom operator of whoever made the file";
    expect(refusalOf(() => run(double, { op: "Triple", kind }))).toMatch(/^OPS-E003 .*Triple.*whoever made the file/);
  });

  const throws = (): never => {
    throw new TypeError("no such thing");
  };
  const answering = (answer: unknown) => ({ ...double, reference: () => answer });

  test.each<[string, unknown, string]>([
    ["infer throws", { ...double, infer: throws }, "failed: no such thing"],
    ["reference throws", { ...double, reference: throws }, "failed: no such thing"],
    ["it throws a text", { ...double, reference: () => [].concat(JSON.parse("{")) }, "failed: "],
    ["it is nothing", null, "it has no function 'infer'"],
    ["it has no reference", { infer: double.infer }, "it has no function 'reference'"],
    [
      "infer answers a type",
      { ...double, infer: () => ({ dtype: "float32", shape: [2] }) },
      "'infer' answered no list",
    ],
    ["an unknown dtype", { ...double, infer: () => [{ dtype: "float", shape: [2] }] }, "answered the dtype float"],
    ["an open shape", { ...double, infer: () => [{ dtype: "float32", shape: [-1] }] }, "answered the shape -1"],
    ["no tensors", answering(undefined), "'reference' answered no list"],
    ["numbers in a list", answering([{ ...x, data: [1, 2] }]), "elements of float32 that are no Float32Array"],
    [
      "too few elements",
      answering([f32([3], [1, 2, 3])].map((t) => ({ ...t, shape: [2] }))),
      "3 elements for the shape [2]",
    ],
  ])("%s: OPS-E010", (_, operator, words) => {
    const said = refusalOf(() => run(operator));
    expect(said).toMatch(/^OPS-E010 The implementation given for 'Double' failed: /);
    expect(said).toContain(words);
  });

  test.each<[string, unknown, RegExp]>([
    ["a tensor of another type", answering([i32([2], [1, 2])]), /^OPS-E001 .*made int32\[2\], expected float32\[2\]/],
    ["too few of them", answering([]), /^OPS-E001 .*made 0 results, expected 1/],
  ])("%s than infer says is refused", (_, operator, words) => {
    expect(refusalOf(() => run(operator))).toMatch(words);
  });
});
