import { describe, expect, test } from "vitest";
import {
  constant,
  flag,
  floatNode,
  placeholder,
  readText,
  type TextNode,
  textGraph,
  type,
} from "../testing/text-graph.ts";

interface Read {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly codes: readonly string[];
}

async function ends(nodes: readonly TextNode[], options: Parameters<typeof readText>[1] = {}): Promise<Read> {
  const { model, diagnostics } = await readText(textGraph(nodes), options);
  const signature = model?.signatures[0];
  return {
    inputs: signature?.inputs.map(({ name }) => name) ?? [],
    outputs: signature?.outputs.map(({ name }) => name) ?? [],
    codes: diagnostics.map(({ code }) => code),
  };
}

const classifier: readonly TextNode[] = [
  placeholder("image", -1, 4),
  constant("w", [4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  floatNode("logits", "MatMul", "image", "w"),
  floatNode("probabilities", "Softmax", "logits"),
];
const axis: TextNode = {
  name: "axis",
  op: "Const",
  attributes: { dtype: type("INT32"), value: "tensor { dtype: DT_INT32 tensor_shape { } int_val: 1 }" },
};

describe("outputs", () => {
  test("are what nothing else uses", async () => {
    expect(await ends(classifier)).toMatchObject({ inputs: ["image"], outputs: ["probabilities"] });
  });

  test("are no summaries, and neither is what only they use", async () => {
    const logged: readonly TextNode[] = [
      ...classifier,
      { name: "all", op: "Mean", inputs: ["probabilities", "axis"], attributes: { T: type("FLOAT") } },
      axis,
      {
        name: "tag",
        op: "Const",
        attributes: { dtype: type("STRING"), value: 'tensor { dtype: DT_STRING string_val: "t" }' },
      },
      { name: "summary", op: "ScalarSummary", inputs: ["tag", "all"], attributes: { T: type("FLOAT") } },
    ];
    expect(await ends(logged)).toMatchObject({ outputs: ["probabilities"] });
  });

  test("are the best class and what it is chosen from", async () => {
    const best: readonly TextNode[] = [
      ...classifier,
      axis,
      { name: "classes", op: "ArgMax", inputs: ["probabilities", "axis"], attributes: { T: type("FLOAT") } },
    ];
    expect((await ends(best)).outputs).toEqual(["classes", "probabilities"]);
  });

  test("can be named, with or without their number", async () => {
    expect(await ends(classifier, { outputs: ["logits:0"] })).toMatchObject({ outputs: ["logits:0"] });
    expect(await ends(classifier, { inputs: ["logits"] })).toMatchObject({
      inputs: ["logits"],
      outputs: ["probabilities"],
    });
  });

  test("that are not there are refused, with likely ones", async () => {
    const { diagnostics } = await readText(textGraph(classifier), { outputs: ["predictions/Softmax"] });
    expect(diagnostics).toMatchObject([{ code: "TFG-E006", evidence: { candidates: ["probabilities"] } }]);
  });

  test("cannot be told in a graph of constants that assign", async () => {
    const { model, diagnostics } = await readText(textGraph([{ name: "init", op: "NoOp" }]));
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["TFG-E007"]);
  });
});

describe("placeholders", () => {
  const doubled: readonly TextNode[] = [
    placeholder("x", -1, 2),
    flag("phase_train"),
    { name: "switch", op: "Switch", inputs: ["x", "phase_train"], attributes: { T: type("FLOAT") } },
    floatNode("twice", "AddV2", "switch:1", "switch:1"),
    floatNode("once", "Identity", "switch"),
    { name: "merge", op: "Merge", inputs: ["once", "twice"], attributes: { T: type("FLOAT"), N: "i: 2" } },
    floatNode("y", "Neg", "merge"),
  ];

  test("that turn on training are false, and the other branch is left out", async () => {
    const { model, diagnostics } = await readText(textGraph(doubled));
    expect(model?.graphs.map(({ nodes }) => nodes.map(({ op }) => op))).toEqual([["neg"]]);
    const folded = [{ name: "phase_train", value: false, why: "its name says that it turns on training" }];
    expect(diagnostics.find(({ code }) => code === "TFG-N012")?.evidence).toEqual({ folded });
  });

  test("stay inputs when they are named: the condition becomes an IF", async () => {
    const { model } = await readText(textGraph(doubled), { inputs: ["x", "phase_train"] });
    expect(model?.signatures[0]?.inputs.map(({ name }) => name)).toEqual(["x", "phase_train"]);
    expect(model?.graphs.map(({ nodes }) => nodes.map(({ op }) => op))).toEqual([["if", "neg"], ["add"], []]);
  });

  test("with a default that is computed are no inputs", async () => {
    const bottleneck: TextNode = {
      name: "bottleneck",
      op: "PlaceholderWithDefault",
      inputs: ["logits"],
      attributes: { dtype: type("FLOAT"), shape: "shape { dim { size: -1 } dim { size: 3 } }" },
    };
    const nodes = [...classifier.slice(0, 3), bottleneck, floatNode("result", "Softmax", "bottleneck")];
    expect(await ends(nodes)).toMatchObject({ inputs: ["image"], outputs: ["result"] });
  });
});

describe("training graphs", () => {
  const queue: TextNode = {
    name: "queue",
    op: "FIFOQueueV2",
    attributes: {
      component_types: "list { type: DT_FLOAT type: DT_INT64 }",
      shapes: "list { shape { dim { size: 4 } } shape { } }",
    },
  };
  const count: TextNode = {
    name: "n",
    op: "Const",
    attributes: { dtype: type("INT32"), value: "tensor { dtype: DT_INT32 tensor_shape { } int_val: 8 }" },
  };
  const batch: TextNode = {
    name: "batch",
    op: "QueueDequeueManyV2",
    inputs: ["queue", "n"],
    attributes: { component_types: "list { type: DT_FLOAT type: DT_INT64 }" },
  };

  test("begin where a queue brings data in; the batch is left open, the loss and the labels out", async () => {
    const nodes: readonly TextNode[] = [
      queue,
      count,
      batch,
      constant("w", [4, 3], new Array<number>(12).fill(1)),
      floatNode("logits", "MatMul", "batch", "w"),
      { name: "back", op: "Reshape", inputs: ["logits", "eight"], attributes: { T: type("FLOAT") } },
      {
        name: "eight",
        op: "Const",
        attributes: {
          dtype: type("INT32"),
          value: "tensor { dtype: DT_INT32 tensor_shape { dim { size: 2 } } int_val: 8 int_val: 3 }",
        },
      },
      floatNode("probabilities", "Softmax", "back"),
      {
        name: "loss",
        op: "SparseSoftmaxCrossEntropyWithLogits",
        inputs: ["logits", "batch:1"],
        attributes: { T: type("FLOAT"), Tlabels: type("INT64") },
      },
    ];
    const { model, diagnostics } = await readText(textGraph(nodes));
    const graph = model?.graphs[0];
    const [input] = model?.signatures[0]?.inputs ?? [];
    expect([input?.name, model?.signatures[0]?.outputs.map(({ name }) => name)]).toEqual(["batch", ["probabilities"]]);
    expect(graph?.values[input?.value ?? 0]?.type.shape).toMatchObject([{ kind: "affine", terms: { N: 1 } }, 4]);
    const told = diagnostics.find(({ code }) => code === "TFG-W010");
    expect(told?.evidence).toMatchObject({ cut: [{ tensor: "batch:0", op: "QueueDequeueManyV2" }], batch: 8 });
  });

  test("lose their dropouts, of both forms", async () => {
    const mask = (name: string): readonly TextNode[] => [
      {
        name: `${name}/shape`,
        op: "Const",
        attributes: {
          dtype: type("INT32"),
          value: "tensor { dtype: DT_INT32 tensor_shape { dim { size: 1 } } int_val: 4 }",
        },
      },
      {
        name: `${name}/random`,
        op: "RandomUniform",
        inputs: [`${name}/shape`],
        attributes: { T: type("INT32"), dtype: type("FLOAT") },
      },
      constant(`${name}/keep`, [], [0.5]),
      constant(`${name}/zero`, [], [0]),
    ];
    const nodes: readonly TextNode[] = [
      placeholder("x", -1, 4),
      ...mask("dropout"),
      floatNode("dropout/div", "RealDiv", "x", "dropout/keep"),
      floatNode("dropout/add", "AddV2", "dropout/random", "dropout/keep"),
      floatNode("dropout/Floor", "Floor", "dropout/add"),
      floatNode("dropout/mul", "Mul", "dropout/div", "dropout/Floor"),
      ...mask("dropout_1"),
      floatNode("dropout_1/Mul", "Mul", "dropout/mul", "dropout_1/keep"),
      floatNode("dropout_1/GreaterEqual", "GreaterEqual", "dropout_1/random", "dropout_1/keep"),
      floatNode("dropout_1/SelectV2", "SelectV2", "dropout_1/GreaterEqual", "dropout_1/Mul", "dropout_1/zero"),
      floatNode("y", "Neg", "dropout_1/SelectV2"),
    ];
    const { model } = await readText(textGraph(nodes));
    expect(model?.graphs[0]?.nodes.map(({ op }) => op)).toEqual(["neg"]);
  });

  test("normalize by moving statistics, found by name where the node has none", async () => {
    const variable = (name: string): TextNode => ({
      name: `bn/${name}`,
      op: "VariableV2",
      attributes: { dtype: type("FLOAT"), shape: "shape { dim { size: 2 } }" },
    });
    const nodes: readonly TextNode[] = [
      placeholder("x", -1, 1, 1, 2),
      ...["gamma", "beta", "moving_mean", "moving_variance"].map(variable),
      constant("none", [0], []),
      {
        name: "norm",
        op: "FusedBatchNormV3",
        inputs: ["x", "bn/gamma", "bn/beta", "none", "none"],
        attributes: { T: type("FLOAT"), U: type("FLOAT"), is_training: "b: true" },
      },
    ];
    const { model, diagnostics } = await readText(textGraph(nodes));
    const node = model?.graphs[0]?.nodes.find(({ op }) => op === "batchNormalization");
    const names = node?.inputs.map((input) => model?.graphs[0]?.values[input ?? -1]?.name);
    expect(names).toEqual(["x", "bn/gamma", "bn/beta", "bn/moving_mean", "bn/moving_variance"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["TFG-N011", "TFG-E013", "TFG-W010"]);
  });
});
