import { describe, expect, test } from "vitest";
import { constant, floatNode, placeholder, readText, type TextNode, textGraph, type } from "../testing/text-graph.ts";

const codes = async (text: string, options: Parameters<typeof readText>[1] = {}): Promise<readonly string[]> =>
  (await readText(text, options)).diagnostics.filter(({ severity }) => severity !== "note").map(({ code }) => code);

describe("damage", () => {
  test("a node that is not there", async () => {
    const text = textGraph([placeholder("x", 1), floatNode("y", "AddV2", "x", "gone")]);
    const { diagnostics } = await readText(text);
    expect(diagnostics.at(-1)).toMatchObject({
      code: "TFG-E001",
      evidence: { problem: "Node 'y' takes 'gone', which is not in the graph" },
    });
  });

  test("two nodes of one name", async () => {
    expect(await codes(textGraph([placeholder("x", 1), placeholder("x", 1)]))).toEqual(["TFG-E001"]);
  });

  test("a node that needs its own result", async () => {
    const text = textGraph([
      placeholder("x", 1),
      floatNode("a", "AddV2", "x", "b"),
      floatNode("b", "Neg", "a"),
      floatNode("y", "Neg", "b"),
    ]);
    expect(await codes(text, { outputs: ["y"] })).toEqual(["TFG-E001"]);
  });

  test("a function that calls itself", async () => {
    const library = `library { function {
      signature { name: "again" input_arg { name: "x" type: DT_FLOAT } output_arg { name: "y" type: DT_FLOAT } }
      node_def { name: "call" op: "PartitionedCall" input: "x" attr { key: "f" value { func { name: "again" } } }
        attr { key: "Tin" value { list { type: DT_FLOAT } } } attr { key: "Tout" value { list { type: DT_FLOAT } } } }
      ret { key: "y" value: "call:output:0" } } }`;
    const call: TextNode = {
      name: "y",
      op: "PartitionedCall",
      inputs: ["x"],
      attributes: { f: 'func { name: "again" }', Tin: "list { type: DT_FLOAT }", Tout: "list { type: DT_FLOAT }" },
    };
    expect(await codes(textGraph([placeholder("x", 1), call], library))).toEqual(["TFG-E014"]);
  });

  test("an attribute of another kind is refused by the node that needs it", async () => {
    const squeeze: TextNode = {
      name: "y",
      op: "Squeeze",
      inputs: ["x"],
      attributes: { T: type("FLOAT"), squeeze_dims: "i: 1" },
    };
    const { model, diagnostics } = await readText(textGraph([placeholder("x", 1, 1), squeeze]));
    expect(model?.graphs[0]?.nodes.map(({ op }) => op)).toEqual(["opaque"]);
    expect(diagnostics.at(-1)).toMatchObject({ code: "TFG-E005", evidence: { op: "Squeeze", nodes: ["y"] } });
  });
});

test("twenty thousand nodes in a row are no deeper than one", async () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => floatNode(`n${i + 1}`, "Identity", `n${i}`));
  const { model } = await readText(textGraph([placeholder("n0", 2), ...chain, floatNode("y", "Neg", "n20000")]));
  expect(model?.graphs[0]?.nodes.map(({ op }) => op)).toEqual(["neg"]);
});

describe("operators", () => {
  const custom = [placeholder("x", 2), floatNode("a", "AcmeMagic", "x"), floatNode("y", "Neg", "a")];

  test("that nobody knows stay in the graph with what they say, and are told of once", async () => {
    const { model, diagnostics } = await readText(textGraph(custom));
    const [magic] = model?.graphs[0]?.nodes ?? [];
    expect(magic).toMatchObject({
      op: "opaque",
      attrs: { op: "AcmeMagic", config: { T: "DT_FLOAT" } },
      source: { op: "AcmeMagic" },
    });
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual(["TFG-E004"]);
  });

  test("that the user gives a meaning are translated by it", async () => {
    const { model, diagnostics } = await readText(textGraph(custom), {
      operators: { AcmeMagic: ({ emit, inputs }) => emit.one("abs", inputs, {}) },
    });
    expect(model?.graphs[0]?.nodes.map(({ op }) => op)).toEqual(["abs", "neg"]);
    expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
  });

  test("that are known and have no counterpart are refused with the reason", async () => {
    const { diagnostics } = await readText(textGraph([placeholder("x", 2), floatNode("y", "Lgamma", "x")]));
    expect(diagnostics.at(-1)).toMatchObject({
      code: "TFG-E005",
      evidence: { op: "Lgamma", reason: "no runtime of vision models has this special function" },
    });
  });

  test("with attributes that they do not have are read without them", async () => {
    const relu: TextNode = {
      name: "y",
      op: "Relu",
      inputs: ["x"],
      attributes: { T: type("FLOAT"), shiny: "b: true", _private: "b: true" },
    };
    const { diagnostics } = await readText(textGraph([placeholder("x", 2), relu]));
    expect(diagnostics.at(-1)).toMatchObject({
      code: "TFG-W008",
      evidence: { attributes: [{ op: "Relu", attribute: "shiny", nodes: ["y"] }] },
    });
  });

  test("lose their devices; those of accelerators are told of", async () => {
    const on = (device: string) => textGraph([placeholder("x", 2), { ...floatNode("y", "Neg", "x"), device }]);
    expect(await codes(on("/device:GPU:0"))).toEqual(["TFG-W009"]);
    expect(await codes(on("/device:CPU:0"))).toEqual([]);
  });

  test("on channels-first data stand between transposes", async () => {
    const pool: TextNode = {
      name: "y",
      op: "MaxPool",
      inputs: ["x"],
      attributes: {
        T: type("FLOAT"),
        data_format: 's: "NCHW"',
        padding: 's: "VALID"',
        ksize: "list { i: 1 i: 1 i: 2 i: 2 }",
        strides: "list { i: 1 i: 1 i: 2 i: 2 }",
      },
    };
    const { model } = await readText(textGraph([placeholder("x", 1, 3, 8, 4), pool]));
    const graph = model?.graphs[0];
    expect(graph?.nodes.map(({ op }) => op)).toEqual(["transpose", "maxPool2d", "transpose"]);
    expect(graph?.values[graph.outputs[0] ?? -1]?.type.shape).toEqual([1, 3, 4, 2]);
  });
});

describe("weights", () => {
  test("are tensors of real numbers in Const nodes; shapes and single numbers are none", async () => {
    const nodes = [
      placeholder("x", -1, 2),
      constant("w", [2, 2], [1, 2, 3, 4]),
      constant("unused", [2], [5, 6]),
      constant("half", [], [0.5]),
      floatNode("product", "MatMul", "x", "w"),
      floatNode("y", "Mul", "product", "half"),
    ];
    const { model } = await readText(textGraph(nodes));
    expect(model?.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ["w", [2, 2]],
      ["unused", [2]],
    ]);
    expect(model?.dropped).toEqual([{ weight: "unused", reason: "no entry point uses it" }]);
    const filter = model?.graphs[0]?.values.find((value) => value?.constant?.origin.kind === "source");
    expect(filter?.constant?.origin).toEqual({ kind: "source", weight: "w", view: "transposed IO -> OI" });
  });
});
