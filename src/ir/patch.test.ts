import { describe, expect, test } from "vitest";
import { fromNumbers } from "../numerics/index.ts";
import {
  applyPatch,
  buildGraph,
  constantFromTensor,
  createBuilder,
  createEditor,
  createPatch,
  type Graph,
  type GraphBuilder,
  type Node,
  type NodeDraft,
  nodeId,
  type Patch,
  printGraph,
  type TensorType,
  tensorType,
  type ValueId,
  valueId,
} from "./index.ts";

const float4 = tensorType("float32", [4]);

const draft = (op: string, inputs: ValueId[], output: NodeDraft["outputs"][number]): NodeDraft => ({
  op,
  name: `${op}1`,
  attrs: {},
  inputs,
  outputs: [output],
});

const made = (builder: GraphBuilder, op: string, inputs: ValueId[], name: string, type: TensorType = float4): ValueId =>
  builder.addNode(draft(op, inputs, { type, name })).outputs[0] as ValueId;

/** x -> conv -> relu -> softmax: values 0, 1, 2, 3. */
function chain(): Graph {
  const builder = createBuilder();
  const x = builder.addValue({ type: float4, name: "x" });
  const conv = made(builder, "conv", [x], "conv");
  const relu = made(builder, "relu", [conv], "relu");
  return buildGraph(builder, "main", [x], [made(builder, "softmax", [relu], "scores")]);
}

const node = (graph: Graph, op: string): Node => graph.nodes.find((n) => n.op === op) as Node;
const [x, conv, relu, scores] = [0, 1, 2, 3].map(valueId) as [ValueId, ValueId, ValueId, ValueId];

/** The patch of a rule named `rule` that removes the nodes of the given operators. */
function patch(graph: Graph, remove: string[], emit: (builder: GraphBuilder) => [ValueId, ValueId][]): Patch {
  const nodes = remove.map((op) => node(graph, op));
  return createPatch(createEditor(graph), "rule", "because", nodes, (builder) => new Map(emit(builder)));
}

const text = (graph: Graph): string => printGraph(graph);

describe("a patch", () => {
  const fused = applyPatch(
    chain(),
    patch(chain(), ["conv", "relu"], (builder) => [[relu, made(builder, "convRelu", [x], "fused")]]),
  );

  test("puts its nodes where the last removed one stood, and drops what nobody makes any more", () => {
    expect(fused.nodes.map(({ op, inputs, outputs }) => [op, inputs, outputs])).toEqual([
      ["convRelu", [x], [4]],
      ["softmax", [4], [scores]],
    ]);
    expect(fused.values.map((value) => value?.name)).toEqual(["x", undefined, undefined, "scores", "relu"]);
  });

  test("records what it was and which nodes it came from, after what they already knew", () => {
    const first = { rule: "rule", reason: "because", from: ["conv1", "relu1"] };
    expect(node(fused, "convRelu").provenance).toEqual([first]);
    expect(node(fused, "softmax").provenance).toEqual([]);
    const again = patch(fused, ["convRelu"], (builder) => [[valueId(4), made(builder, "fast", [x], "fast")]]);
    expect(node(applyPatch(fused, again), "fast").provenance).toEqual([
      first,
      { rule: "rule", reason: "because", from: ["convRelu1"] },
    ]);
  });

  test("never uses an id again", () => {
    expect(node(fused, "convRelu").id).toBe(3);
    expect(fused.values.length).toBe(5);
  });

  test("leaves the graph that it is applied to as it was", () => {
    const graph = chain();
    const before = text(graph);
    applyPatch(
      graph,
      patch(graph, ["softmax"], () => [[scores, relu]]),
    );
    expect(text(graph)).toBe(before);
  });

  test("without a removed node stands first, and its nodes read the value that they stand behind", () => {
    const graph = chain();
    const wrapped = applyPatch(
      graph,
      patch(graph, [], (builder) => [[x, made(builder, "normalize", [x], "normalized")]]),
    );
    expect(wrapped.inputs).toEqual([x]);
    expect(wrapped.nodes.map(({ op, inputs }) => [op, inputs])).toEqual([
      ["normalize", [x]],
      ["conv", [4]],
      ["relu", [conv]],
      ["softmax", [relu]],
    ]);
  });

  test("may replace a value by a constant", () => {
    const graph = chain();
    const constant = constantFromTensor(fromNumbers("float32", [4], [1, 2, 3, 4]), { kind: "literal", reason: "test" });
    const folded = applyPatch(
      graph,
      patch(graph, ["conv", "relu"], (builder) => [[relu, builder.addConstant(constant, "folded")]]),
    );
    expect(node(folded, "softmax").inputs).toEqual([4]);
  });
});

describe("the name of an output", () => {
  test("passes to the new value in its place", () => {
    const graph = chain();
    const changed = applyPatch(
      graph,
      patch(graph, ["softmax"], (builder) => [[scores, made(builder, "hardmax", [relu], "temporary")]]),
    );
    expect(changed.outputs.map((id) => changed.values[id]?.name)).toEqual(["scores"]);
  });

  test("passes to the value that a removed node only passed on", () => {
    const graph = chain();
    const changed = applyPatch(
      graph,
      patch(graph, ["softmax"], () => [[scores, relu]]),
    );
    expect(changed.outputs).toEqual([relu]);
    expect(changed.values[relu]?.name).toBe("scores");
  });

  test("passes through several replacements to the last", () => {
    const graph = chain();
    const changed = applyPatch(
      graph,
      patch(graph, ["relu", "softmax"], () => [
        [scores, relu],
        [relu, conv],
      ]),
    );
    expect(changed.outputs).toEqual([conv]);
    expect(changed.values[conv]?.name).toBe("scores");
  });

  test("does not pass to an input or another output, which have names of their own", () => {
    const graph = chain();
    const toInput = applyPatch(
      graph,
      patch(graph, ["conv", "relu", "softmax"], () => [[scores, x]]),
    );
    expect([toInput.outputs, toInput.values[x]?.name]).toEqual([[x], "x"]);
    const both = { ...chain(), outputs: [relu, scores] };
    const toOutput = applyPatch(
      both,
      patch(both, ["softmax"], () => [[scores, relu]]),
    );
    expect([toOutput.outputs, toOutput.values[relu]?.name]).toEqual([[relu, relu], "relu"]);
  });
});

describe("a patch is refused (IR-E003), and changes nothing,", () => {
  function refused(graph: Graph, wrong: Patch, problem: string): void {
    const editor = createEditor(graph);
    const before = text(editor.graph());
    expect(() => editor.apply(wrong)).toThrow(`IR-E003: rule: ${problem}`);
    expect(text(editor.graph())).toBe(before);
    expect(editor.nextValue).toBe(graph.values.length);
  }

  test("when the replacement has another dtype, shape or quantization", () => {
    const graph = chain();
    const other = (type: TensorType): Patch =>
      patch(graph, ["relu"], (builder) => [[relu, made(builder, "relu6", [conv], "r", type)]]);
    refused(graph, other(tensorType("float16", [4])), "'relu' is float32[4], its replacement float16[4]");
    refused(graph, other(tensorType("float32", [5])), "'relu' is float32[4], its replacement float32[5]");
    const quantized = tensorType("float32", [4], { kind: "perTensor", scale: 1, zeroPoint: 0 });
    const shown = "float32[4] perTensor(scale 1, zeroPoint 0)";
    refused(graph, other(quantized), `'relu' is float32[4], its replacement ${shown}`);
  });

  test("when an output of the graph is lost", () => {
    refused(
      chain(),
      patch(chain(), ["softmax"], () => []),
      "output 'scores' is lost",
    );
  });

  test("when a kept node still reads what a removed one made", () => {
    refused(
      chain(),
      patch(chain(), ["relu"], () => []),
      "'softmax1' still reads 'relu'",
    );
  });

  test("when a new node reads what a removed one made", () => {
    const wrong = patch(chain(), ["relu"], (builder) => [[relu, made(builder, "relu6", [relu], "r")]]);
    refused(chain(), wrong, "a new node reads 'relu', whose maker is removed");
  });

  test("when the replacement is made by a removed node", () => {
    const wrong = patch(chain(), ["relu", "softmax"], () => [[scores, relu]]);
    refused(chain(), wrong, "'relu' replaces 'scores', but its maker is removed");
  });

  test("when the replacements form a circle", () => {
    const wrong = patch(chain(), ["relu"], () => [
      [relu, conv],
      [conv, relu],
    ]);
    refused(chain(), wrong, "the replacements form a circle");
  });

  test("when a node would read its own output", () => {
    refused(
      chain(),
      patch(chain(), [], () => [[conv, relu]]),
      "'relu1' would read what it makes",
    );
  });

  test("when a value would be made twice", () => {
    const wrong = patch(chain(), [], (builder) => {
      builder.addNode(draft("conv", [x], conv));
      return [];
    });
    refused(chain(), wrong, "'conv' would be made twice");
  });

  test("when it names values or nodes that are not there", () => {
    refused(
      chain(),
      patch(chain(), ["softmax"], () => [[scores, valueId(9)]]),
      "value 9 does not exist",
    );
    const reads = patch(chain(), ["softmax"], (builder) => [[scores, made(builder, "f", [valueId(9)], "f")]]);
    refused(chain(), reads, "value 9 does not exist");
    refused(chain(), { ...patch(chain(), [], () => []), remove: [nodeId(9)] }, "node 9 does not exist");
  });

  test("when the graph has changed since it was made", () => {
    const first = patch(chain(), ["softmax"], (builder) => [[scores, made(builder, "f", [relu], "f")]]);
    const changed = applyPatch(chain(), first);
    refused(changed, { ...first, remove: [] }, "it was made for another state of the graph");
  });
});

describe("an editor", () => {
  test("knows makers and readers after a patch", () => {
    const editor = createEditor(chain());
    const nodes = [node(chain(), "conv"), node(chain(), "relu")].map((n) =>
      [...editor.nodes()].find((m) => m.id === n.id),
    );
    editor.apply(
      createPatch(
        editor,
        "rule",
        "because",
        nodes as Node[],
        (builder) => new Map([[relu, made(builder, "both", [x], "b")]]),
      ),
    );
    expect(editor.producer(valueId(4))?.op).toBe("both");
    expect(editor.consumers(valueId(4)).map((n) => n.op)).toEqual(["softmax"]);
    expect(editor.consumers(x).map((n) => n.op)).toEqual(["both"]);
    expect(editor.producer(relu)).toBeUndefined();
    expect(editor.value(relu)).toBeUndefined();
    expect(nodes.map((n) => editor.has(n as Node))).toEqual([false, false]);
    expect([editor.isOutput(scores), editor.isOutput(relu)]).toEqual([true, false]);
  });

  test("lists a reader once, however often it reads", () => {
    const builder = createBuilder();
    const x = builder.addValue({ type: float4, name: "x" });
    const graph = buildGraph(builder, "g", [x], [made(builder, "mul", [x, x], "y")]);
    expect(createEditor(graph).consumers(x)).toHaveLength(1);
  });

  test("walks on over what is rewritten under its feet", () => {
    const editor = createEditor(chain());
    const seen: string[] = [];
    for (const at of editor.nodes()) {
      seen.push(at.op);
      if (at.op !== "relu") continue;
      editor.apply(
        createPatch(
          editor,
          "rule",
          "because",
          [at],
          (builder) => new Map([[relu, made(builder, "relu6", [conv], "r")]]),
        ),
      );
    }
    expect(seen).toEqual(["conv", "relu", "relu6", "softmax"]);
  });

  test("gives the graph that applying the patches one by one gives", () => {
    const first = patch(chain(), ["relu"], (builder) => [[relu, made(builder, "relu6", [conv], "r")]]);
    const once = applyPatch(chain(), first);
    const second = patch(once, ["softmax"], (builder) => [[scores, made(builder, "hardmax", [valueId(4)], "h")]]);
    const editor = createEditor(chain());
    editor.apply(first);
    editor.apply(second);
    expect(text(editor.graph())).toBe(text(applyPatch(once, second)));
  });
});
