import { describe, expect, test } from "vitest";
import { type Attrs, buildGraph, createBuilder } from "../src/ir/index.ts";
import { isInteger, type Tensor } from "../src/numerics/index.ts";
import {
  type AnyOpDef,
  type AttributeRules,
  checkAttributes,
  compareTensors,
  createEmitter,
  type Decomposition,
  decompositions,
  type Example,
  evaluate,
  examples,
  type OpName,
  operatorTolerance,
  ops,
} from "../src/ops/index.ts";
import { runGraph } from "../src/runtime/index.ts";
import { hasNoInfinity, overflowing } from "./overflow.ts";

const names = Object.keys(ops) as OpName[];

describe.each(names)("%s", (name) => {
  const definition = ops[name] as unknown as AnyOpDef;
  const cases = examples[name] as readonly Example<never>[];
  const attributes = (example: Example<never>) =>
    checkAttributes<Attrs>(name, definition.attrs as AttributeRules<Attrs>, example.attrs);

  function expectEqual(got: readonly Tensor[], want: readonly Tensor[]): void {
    expect(got.length).toBe(want.length);
    want.forEach((tensor, index) => {
      const found = compareTensors(got[index] as Tensor, tensor, operatorTolerance(definition.tolerance, tensor.dtype));
      expect(found, `output ${index}`).toMatchObject({ equal: true });
    });
  }

  if (cases.length === 0) {
    test("needs a session, so its cases are tests beside its file", () => {
      expect(definition.effects !== "pure" || definition.regionInputs !== undefined).toBe(true);
    });
    return;
  }

  test.each(cases)("reference: $name", (example) => {
    const got = evaluate({
      op: name,
      name,
      attrs: attributes(example),
      inputs: example.inputs,
      outputs: example.outputs,
      regions: [],
    });
    expectEqual(got, example.outputs);
  });

  const decompose = decompositions[name] as Decomposition<never> | "primitive";
  if (decompose === "primitive") return;
  test.each(cases.filter(({ inputs }) => inputs.every(hasNoInfinity)))("decomposition: $name", (example) => {
    const builder = createBuilder();
    const emit = createEmitter(builder, () => name);
    const fed: Tensor[] = [];
    const inputs = example.inputs.map((tensor, index) => {
      if (tensor === null) return null;
      // Integer operands after the first are shape data, which decompositions need to know.
      if (index > 0 && isInteger(tensor.dtype)) return emit.literal(tensor, "operand");
      fed.push(tensor);
      return builder.addValue({ type: { dtype: tensor.dtype, shape: tensor.shape }, name: `input${fed.length}` });
    });
    const outputs = decompose({ attrs: attributes(example) as never, inputs, emit });
    const graph = buildGraph(
      builder,
      name,
      builder.values.flatMap((value) => (value?.name.startsWith("input") ? [value.id] : [])),
      outputs,
    );
    expectEqual(runGraph(graph, fed).map(overflowing), example.outputs.map(overflowing));
  });
});
