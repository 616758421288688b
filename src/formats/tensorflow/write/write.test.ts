import { expect, test } from "vitest";
import { memorySource } from "../../../bytes/index.ts";
import { buildGraph, constantFromTensor, createBuilder, graphId, type Model, tensorType } from "../../../ir/index.ts";
import { fromNumbers } from "../../../numerics/index.ts";
import { createEmitter } from "../../../ops/index.ts";
import { readGraphDef } from "../schema/index.ts";
import { writeFrozenGraph, writeFrozenSavedModel } from "./frozen.ts";

/** `relu6(x w) ` with a filter of two outputs, and a name that TensorFlow does not take. */
function dense(): Model {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => "größe 1");
  const x = builder.addValue({ type: tensorType("float32", [1, 3]), name: "x" });
  const weights = fromNumbers("float32", [2, 3], [1, 2, 3, 4, 5, 6]);
  const filter = emit.constant(constantFromTensor(weights, { kind: "source", weight: "w" }), "w");
  const y = emit.one("fullyConnected", [x, filter, null], {
    activation: "relu6",
    keepNumDims: false,
    asymmetricQuantizeInputs: false,
  });
  return {
    name: "m",
    source: { format: "test" },
    graphs: [buildGraph(builder, "main", [x], [y])],
    signatures: [
      {
        name: "a",
        graph: graphId(0),
        inputs: [{ name: "x:0", value: x }],
        outputs: [{ name: "y", value: y }],
        implied: true,
      },
      { name: "b", graph: graphId(0), inputs: [], outputs: [], implied: false },
    ],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
}

test("a frozen graph holds its constants before their users, in TensorFlow's layout and under names that it takes", () => {
  const { files, diagnostics, ends } = writeFrozenGraph(dense(), "m.pb");
  expect(diagnostics.map(({ code, evidence }) => [code, evidence["dropped"]])).toEqual([["TFG-W020", ["b"]]]);
  expect(ends).toEqual({ inputs: ["x:0"], outputs: ["y:0"] });
  const { nodes } = readGraphDef(memorySource(files[0]?.bytes ?? new Uint8Array(), "m.pb"));
  expect(nodes.map(({ name, op, inputs }) => [name, op, inputs])).toEqual([
    ["x", "Placeholder", []],
    ["gr__e_1/IO", "Const", []],
    ["gr__e_1", "MatMul", ["x", "gr__e_1/IO"]],
    ["gr__e_1/Relu6", "Relu6", ["gr__e_1"]],
    ["y", "Identity", ["gr__e_1/Relu6"]],
  ]);
  const value = nodes[1]?.attrs.get("value");
  const held = value?.kind === "tensor" ? value.value.read() : undefined;
  expect(held?.shape).toEqual([3, 2]);
  const bytes = held?.bytes.read(0, 24) ?? new Uint8Array(24);
  expect([...new Float32Array(bytes.slice().buffer)]).toEqual([1, 4, 2, 5, 3, 6]);
});

test("a model that runs itself is refused instead of written without end", () => {
  const base = dense();
  const builder = createBuilder();
  const x = builder.addValue({ type: tensorType("float32", [1]), name: "x" });
  const [y] = builder.addNode({
    op: "call",
    name: "again",
    attrs: {},
    inputs: [x],
    outputs: [{ type: tensorType("float32", [1]), name: "y" }],
    regions: [graphId(0)],
  }).outputs;
  const graph = buildGraph(builder, "main", [x], y === undefined ? [] : [y]);
  const signature = { name: "s", graph: graphId(0), inputs: [{ name: "x", value: x }], outputs: [], implied: true };
  const looping: Model = { ...base, graphs: [graph], signatures: [signature] };
  expect(writeFrozenGraph(looping, "m.pb").diagnostics.map(({ code }) => code)).toEqual(["TFG-E020"]);
  expect(writeFrozenSavedModel({ ...base, signatures: [] }).diagnostics.map(({ code }) => code)).toEqual(["TFG-E020"]);
});
