import { describe, expect, test } from "vitest";
import { encodeMessage, memorySource } from "../../../bytes/index.ts";
import { HoldfastError } from "../../../diagnostics/index.ts";
import { type MessageDraft, readMetaGraph, tensorflowSchema } from "../schema/index.ts";
import { floats, strings, writeBundle } from "../testing/checkpoint-writer.ts";
import { fileInFolder, folderInput } from "../testing/folder.ts";
import { sampleGraph, sampleMetaGraph, sampleSavedModel } from "../testing/samples.ts";
import {
  bindVariables,
  chooseMetaGraph,
  functionCaptures,
  objectVariables,
  openSavedModel,
  openTraining,
  sniffGraphDef,
  sniffMessage,
  sniffSavedModel,
  tracedFunctions,
} from "./index.ts";

function encode<M extends keyof typeof tensorflowSchema.messages>(message: M, value: MessageDraft<M>): Uint8Array {
  return encodeMessage(tensorflowSchema, message, value);
}
const value = { dtype: "DT_FLOAT", shape: [2], bytes: floats(3, 4) } as const;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof HoldfastError) return error.diagnostic.code;
    throw error;
  }
}

describe("which message a file is", () => {
  test.each<[string, Uint8Array, string]>([
    ["a graph", encode("GraphDef", sampleGraph), "GraphDef binary"],
    ["a graph of one node", encode("GraphDef", { node: [{ name: "x", op: "Placeholder" }] }), "GraphDef binary"],
    ["a meta graph", encode("MetaGraphDef", sampleMetaGraph), "MetaGraphDef binary"],
    [
      "a SavedModel",
      encode("SavedModel", { saved_model_schema_version: 1, meta_graphs: [sampleMetaGraph] }),
      "SavedModel binary",
    ],
    ["a SavedModel without version", encode("SavedModel", { meta_graphs: [sampleMetaGraph] }), "SavedModel binary"],
    ["graph text", text('# made by hand\nnode {\n  name: "x"\n  op: "Placeholder"\n}\n'), "GraphDef text"],
    ["graph text that begins with versions", text("versions { producer: 1 }"), "GraphDef text"],
    ["meta graph text", text("meta_info_def {\n}"), "MetaGraphDef text"],
    ["SavedModel text", text("saved_model_schema_version: 1\n"), "SavedModel text"],
    ["a MediaPipe graph", text('node {\n  calculator: "X"\n}\n'), "none"],
    ["a Caffe network", text('name: "net"\nlayer {\n}\n'), "none"],
    ["nothing", new Uint8Array(0), "none"],
    ["an ONNX model", Uint8Array.of(8, 7, 18, 4, 116, 111, 114, 99, 58, 2, 10, 0, 66, 2, 16, 13), "none"],
    ["noise", Uint8Array.from({ length: 300 }, (_, i) => (i * 89) & 255), "none"],
  ])("%s", (_, bytes, expected) => {
    const found = sniffMessage(memorySource(bytes));
    expect(found === undefined ? "none" : `${found.message} ${found.isText ? "text" : "binary"}`).toBe(expected);
  });

  test("is told although the file is cut off", async () => {
    const files = { "m.pb": encode("GraphDef", sampleGraph).slice(0, -20) };
    expect(await sniffGraphDef(fileInFolder(files, "m.pb"))).toBe(true);
  });
});

describe("a SavedModel", () => {
  test("has its graphs, its checkpoint and its assets", async () => {
    const files = sampleSavedModel();
    expect(await sniffSavedModel(folderInput(files))).toBe(true);
    expect(await sniffSavedModel(fileInFolder(files, "saved_model.pb"))).toBe(true);
    const model = await openSavedModel(folderInput(files));
    expect(model.diagnostics).toEqual([]);
    expect([...(model.checkpoint?.tensors.keys() ?? [])]).toEqual(["_CHECKPOINTABLE_OBJECT_GRAPH", "layer/w/value"]);
    expect([...model.assets.keys()]).toEqual(["labels.txt"]);
  });

  test("binds a variable by the object that a called function captures, though numbers differ in the checkpoint", async () => {
    const { checkpoint, metaGraphs } = await openSavedModel(folderInput(sampleSavedModel()));
    const [meta] = metaGraphs;
    if (meta === undefined) throw new Error("no graph");
    const objects = objectVariables(meta, checkpoint);
    expect([...objects.values()]).toMatchObject([{ object: 1, path: "layer/w", name: "w", key: "layer/w/value" }]);
    expect(functionCaptures(meta, objects, "scale")?.map(({ kind }) => kind)).toEqual(["variable"]);
    expect(functionCaptures(meta, objects, "other")).toBeUndefined();
    const bound = bindVariables(meta, checkpoint).get("w");
    expect([bound?.tensor?.name, bound?.object?.path, bound?.asset]).toEqual(["layer/w/value", "layer/w", undefined]);
  });

  test("without its object graph's file still names the values by attribute paths", async () => {
    const { "variables/variables.data-00000-of-00001": _, ...files } = sampleSavedModel();
    const { diagnostics, metaGraphs, checkpoint } = await openSavedModel(folderInput(files));
    expect(diagnostics.map(({ code }) => code)).toEqual(["CKP-E005"]);
    const [meta] = metaGraphs;
    const renamed = writeBundle("variables/variables", { "layer/w/.ATTRIBUTES/VARIABLE_VALUE": value });
    const { checkpoint: other } = await openSavedModel(folderInput({ ...files, ...renamed }));
    expect([...(meta === undefined ? [] : objectVariables(meta, checkpoint).values())][0]?.key).toBeUndefined();
    expect([...(meta === undefined ? [] : objectVariables(meta, other).values())][0]?.key).toBe(
      "layer/w/.ATTRIBUTES/VARIABLE_VALUE",
    );
  });

  test("without variables says which it needs", async () => {
    const files = Object.entries(sampleSavedModel()).filter(([name]) => !name.startsWith("variables/"));
    const { diagnostics } = await openSavedModel(folderInput(Object.fromEntries(files)));
    expect(diagnostics.map(({ code, evidence }) => [code, evidence])).toEqual([
      ["SVM-E002", { count: 1, variables: ["w"], prefix: "variables/variables" }],
    ]);
  });

  test("without an asset warns", async () => {
    const { "assets/labels.txt": _, ...files } = sampleSavedModel();
    const { diagnostics } = await openSavedModel(folderInput(files));
    expect(diagnostics.map(({ code, evidence }) => [code, evidence])).toEqual([
      ["SVM-W001", { file: "assets/labels.txt" }],
    ]);
  });

  test("whose main file is something else is named for what it is", async () => {
    const pointer = text(`version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize 5223031\n`);
    const files = sampleSavedModel();
    expect(await codeOf(openSavedModel(folderInput({ ...files, "saved_model.pb": pointer })))).toBe("FMT-E002");
    expect(await codeOf(openSavedModel(folderInput({ ...files, "saved_model.pb": new Uint8Array(0) })))).toBe(
      "FMT-E001",
    );
    const cut = (files["saved_model.pb"] as Uint8Array).slice(0, 200);
    expect(await codeOf(openSavedModel(folderInput({ ...files, "saved_model.pb": cut })))).toBe("PBF-E001");
  });

  test("serves the graph that is meant for it, or the one that is asked for", async () => {
    const tagged = (tags: readonly string[]) => ({ ...sampleMetaGraph, meta_info_def: { tags } });
    const graphs = [tagged(["train"]), tagged(["serve", "gpu"]), tagged(["serve"])];
    const main = encode("SavedModel", { saved_model_schema_version: 1, meta_graphs: graphs });
    const model = await openSavedModel(folderInput({ ...sampleSavedModel(), "saved_model.pb": main }));
    const { meta, diagnostics } = chooseMetaGraph(model);
    expect([meta.tags, diagnostics.map(({ code }) => code)]).toEqual([["serve"], ["SVM-N001"]]);
    expect(chooseMetaGraph(model, ["gpu", "serve"]).meta.tags).toEqual(["serve", "gpu"]);
    expect(() => chooseMetaGraph(model, ["tpu"])).toThrow("SVM-E003");
  });

  test("may lie in a folder of versions, of which the newest is read", async () => {
    const versions = ["2", "10"].flatMap((version) =>
      Object.entries(sampleSavedModel()).map(([name, bytes]) => [`${version}/${name}`, bytes] as const),
    );
    const input = folderInput(Object.fromEntries(versions), "served");
    expect(await sniffSavedModel(input)).toBe(true);
    const model = await openSavedModel(input);
    expect(model.diagnostics.map(({ code, evidence }) => [code, evidence])).toEqual([
      ["SVM-N002", { used: "10", others: ["2"] }],
    ]);
    expect([model.name, model.checkpoint?.tensors.size, model.assets.size]).toEqual(["served/10", 2, 1]);
  });

  test("lists the functions that hang on its root", () => {
    const objects = {
      nodes: [
        { children: [{ node_id: 1, local_name: "__call__" }] },
        { function: { concrete_functions: ["call_1", "call_2"] } },
      ],
    };
    const meta = readMetaGraph(memorySource(encode("MetaGraphDef", { object_graph_def: objects })));
    expect(tracedFunctions(meta)).toEqual([
      { path: "__call__", name: "call_1" },
      { path: "__call__", name: "call_2" },
    ]);
  });
});

describe("what a training run left", () => {
  const variable = (name: string) => ({
    name,
    op: "VariableV2",
    attr: new Map([["dtype", { type: "DT_FLOAT" as const }]]),
  });
  const meta = encode("MetaGraphDef", {
    meta_info_def: { tensorflow_version: "1.15.0" },
    graph_def: { node: [variable("a"), variable("p/part_0"), variable("p/part_1"), variable("missing")] },
    collection_def: new Map([
      [
        "variables",
        {
          bytes_list: {
            value: [0, 1].map((part) =>
              encode("VariableDef", {
                variable_name: `p/part_${part}:0`,
                save_slice_info_def: { full_name: "p", full_shape: [3], var_offset: [2 * part], var_shape: [2 - part] },
              }),
            ),
          },
        },
      ],
    ]),
  });
  const files: Record<string, Uint8Array> = {
    ...writeBundle("m-5", {
      a: { dtype: "DT_FLOAT", shape: [2], bytes: floats(1, 2) },
      p: {
        dtype: "DT_FLOAT",
        shape: [3],
        slices: [
          { extents: [[0, 2]], bytes: floats(3, 4) },
          { extents: [[2, 1]], bytes: floats(5) },
        ],
      },
    }),
    "m-5.meta": meta,
    checkpoint: text('model_checkpoint_path: "m-5"\n'),
  };

  test.each([
    ["the folder", folderInput(files)],
    ["the meta graph", fileInFolder(files, "m-5.meta")],
    ["the index", fileInFolder(files, "m-5.index")],
    ["the state file", fileInFolder(files, "checkpoint")],
  ])("is found by %s; its variables are bound by name, parts to slices of the whole", async (_, input) => {
    const { meta, checkpoint, diagnostics } = await openTraining(input);
    expect(diagnostics).toEqual([]);
    if (meta === undefined) throw new Error("no meta graph");
    expect([...bindVariables(meta, checkpoint).values()].map((v) => [v.node, v.tensor?.name, v.slice])).toEqual([
      ["a", "a", undefined],
      ["p/part_0", "p", { start: [0], shape: [2] }],
      ["p/part_1", "p", { start: [2], shape: [1] }],
      ["missing", undefined, undefined],
    ]);
  });

  test("gives the graph although the index is missing, and says so", async () => {
    const { "m-5.index": _, ...rest } = files;
    for (const input of [folderInput(rest), fileInFolder(rest, "m-5.meta")]) {
      const { meta, checkpoint, diagnostics } = await openTraining(input);
      expect([meta?.graph.nodes.length, checkpoint, diagnostics.map(({ code }) => code)]).toEqual([
        4,
        undefined,
        ["CKP-E008"],
      ]);
    }
  });
});

test("optimizer slots are found by optimizer, slot and variable", async () => {
  const slots = (variable: number, slot: number) => ({
    slot_variables: [{ original_variable_node_id: variable, slot_name: "m", slot_variable_node_id: slot }],
  });
  const value = (key: string) => ({ attributes: [{ name: "VARIABLE_VALUE", checkpoint_key: key }] });
  const objects = {
    nodes: [
      { children: [{ node_id: 1, local_name: "w" }], ...slots(1, 2) },
      { variable: { name: "w" } },
      { variable: { name: "w/m" } },
    ],
  };
  const tracked = encode("TrackableObjectGraph", {
    nodes: [{ children: [{ node_id: 2, local_name: "w" }], ...slots(2, 1) }, value("slot"), value("weight")],
  });
  const files = writeBundle("variables/variables", {
    _CHECKPOINTABLE_OBJECT_GRAPH: { dtype: "DT_STRING", shape: [], ...strings(tracked) },
  });
  const main = { meta_graphs: [{ ...sampleMetaGraph, object_graph_def: objects }] };
  const model = await openSavedModel(folderInput({ ...files, "saved_model.pb": encode("SavedModel", main) }));
  const [meta] = model.metaGraphs;
  expect(
    [...(meta === undefined ? [] : objectVariables(meta, model.checkpoint).values())].map((v) => [v.name, v.key]),
  ).toEqual([
    ["w", "weight"],
    ["w/m", "slot"],
  ]);
});

test("a graph of TensorFlow 1 finds its variables in a checkpoint that was saved by objects", async () => {
  const tracked = encode("TrackableObjectGraph", {
    nodes: [
      {},
      { attributes: [{ name: "VARIABLE_VALUE", full_name: "conv/kernel", checkpoint_key: "layer/kernel" }] },
      { attributes: [{ name: "VARIABLE_VALUE", full_name: "twice", checkpoint_key: "layer/a" }] },
      { attributes: [{ name: "VARIABLE_VALUE", full_name: "twice", checkpoint_key: "layer/b" }] },
    ],
  });
  const files = writeBundle("m", {
    _CHECKPOINTABLE_OBJECT_GRAPH: { dtype: "DT_STRING", shape: [], ...strings(tracked) },
    "layer/a": value,
    "layer/b": value,
    "layer/kernel": value,
  });
  const graph = { node: ["conv/kernel", "twice"].map((name) => ({ name, op: "VariableV2" })) };
  const { checkpoint } = await openTraining(folderInput(files));
  const bound = bindVariables(readMetaGraph(memorySource(encode("MetaGraphDef", { graph_def: graph }))), checkpoint);
  expect([...bound.values()].map(({ node, tensor }) => [node, tensor?.name])).toEqual([
    ["conv/kernel", "layer/kernel"],
    ["twice", undefined],
  ]);
});
