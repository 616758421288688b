import { expect, test } from "vitest";
import { encodeMessage, memorySource } from "../../../bytes/index.ts";
import { sampleGraph, sampleMetaGraph } from "../testing/samples.ts";
import {
  collectedVariables,
  dataType,
  dataTypeName,
  formatDataType,
  parseInput,
  readGraphDef,
  readGraphDefText,
  readMetaGraph,
  tensorflowSchema,
} from "./index.ts";

const textSource = (text: string) => memorySource(new TextEncoder().encode(text), "graph.pbtxt");

test("a graph has nodes, functions and the versions of its writer", () => {
  const graph = readGraphDef(memorySource(encodeMessage(tensorflowSchema, "GraphDef", sampleGraph)));
  expect(graph.nodes.map(({ name, op, inputs, device }) => [name, op, inputs, device])).toEqual([
    ["x", "Placeholder", [], ""],
    ["w", "VarHandleOp", [], "/device:CPU:0"],
    ["all", "NoOp", [], ""],
    ["call", "StatefulPartitionedCall", ["x", "w", "^all"], ""],
  ]);
  expect(graph.versions).toEqual({ producer: 1645, minConsumer: 12 });
  expect([...graph.gradients]).toEqual([["scale", "scale_grad"]]);
  const scale = graph.functions.get("scale");
  expect(scale).toMatchObject({ name: "scale", isStateful: true, returns: new Map([["y", "mul:z:0"]]) });
  expect(scale?.inputs.map(({ name, type }) => [name, type.dtype])).toEqual([
    ["x", "float32"],
    ["resource", "resource"],
  ]);
  expect([...(scale?.argAttrs.get(0) ?? [])].map(([name]) => name)).toEqual(["_user_specified_name"]);
});

test("attributes are told apart by their kind, their tensors read when asked for", () => {
  const graph = readGraphDef(memorySource(encodeMessage(tensorflowSchema, "GraphDef", sampleGraph)));
  const attrs = graph.nodes[2]?.attrs ?? new Map();
  const kinds = [...attrs].map(([name, { kind }]) => `${name}:${kind}`);
  expect(kinds.join(" ")).toBe(
    "dtype:type name:string count:int ratio:float flag:bool shape:shape unknown:shape list:list types:list f:func T:placeholder content:tensor filled:tensor texts:tensor nothing:none",
  );
  expect(attrs.get("shape")).toEqual({ kind: "shape", value: [{ kind: "unknown" }, 3] });
  expect(attrs.get("unknown")).toEqual({ kind: "shape", value: undefined });
  expect(attrs.get("list")).toMatchObject({ value: { ints: [1, 2, 2, 1], floats: [] } });
  const filled = attrs.get("filled");
  const tensor = filled?.kind === "tensor" ? filled.value.read() : undefined;
  expect([tensor?.dtype, tensor?.shape, tensor?.bytes.size]).toEqual(["float32", [3], 12]);
});

test("the text form gives the same graph", () => {
  const graph = readGraphDefText(
    textSource(`node { name: "c" op: "Const"
      attr { key: "dtype" value { type: DT_FLOAT } }
      attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 2 } } float_val: 1 float_val: 2 } } } }
      versions { producer: 21 }`),
  );
  const value = graph.nodes[0]?.attrs.get("value");
  const tensor = value?.kind === "tensor" ? value.value.read() : undefined;
  expect(new Float32Array(tensor?.bytes.read(0, 8).slice().buffer ?? new ArrayBuffer(0))).toEqual(
    Float32Array.of(1, 2),
  );
  expect(graph.versions.producer).toBe(21);
});

test("inputs name a node, an output by index or by name, or a control edge", () => {
  expect(["a/b", "a:1", "a:out:2", "a:out", "^a"].map(parseInput)).toEqual([
    { node: "a/b", index: 0, isControl: false },
    { node: "a", index: 1, isControl: false },
    { node: "a", output: "out", index: 2, isControl: false },
    { node: "a", output: "out", index: 0, isControl: false },
    { node: "a", index: 0, isControl: true },
  ]);
});

test("types are references or not, quantized ones stored as integers", () => {
  expect(dataType("DT_FLOAT_REF")).toEqual({ name: "DT_FLOAT", isRef: true, dtype: "float32" });
  expect(dataType("DT_QINT8")).toEqual({ name: "DT_QINT8", isRef: false, dtype: "int8" });
  expect(dataType(77)).toEqual({ name: 77, isRef: false });
  expect([dataType("DT_INT64_REF"), dataType(77)].map(formatDataType)).toEqual(["DT_INT64_REF", "type 77"]);
  expect(["int8", "float16", "string"].map((dtype) => dataTypeName(dtype as "int8"))).toEqual([
    "DT_INT8",
    "DT_HALF",
    "DT_STRING",
  ]);
});

test("a meta graph has signatures, collections and the variables in them", () => {
  const slice = { full_name: "w", full_shape: [4], var_offset: [2], var_shape: [2] };
  const variable = encodeMessage(tensorflowSchema, "VariableDef", {
    variable_name: "w/part_1:0",
    save_slice_info_def: slice,
    trainable: true,
  });
  const meta = readMetaGraph(
    memorySource(
      encodeMessage(tensorflowSchema, "MetaGraphDef", {
        ...sampleMetaGraph,
        saver_def: { filename_tensor_name: "save/Const:0", restore_op_name: "save/restore_all", version: "V2" },
        collection_def: new Map([
          ["variables", { bytes_list: { value: [variable] } }],
          ["losses", { node_list: { value: ["loss:0"] } }],
        ]),
      }),
    ),
  );
  expect([meta.tags, meta.tensorflowVersion, meta.saver?.restoreNode]).toEqual([
    ["serve"],
    "2.15.1",
    "save/restore_all",
  ]);
  const signature = meta.signatures.get("serving_default");
  expect([...(signature?.outputs ?? [])].map(([name, { tensor, shape }]) => [name, tensor, shape])).toEqual([
    ["y", "call:0", undefined],
  ]);
  expect(meta.collections.get("losses")).toEqual({ kind: "nodes", values: ["loss:0"] });
  expect(collectedVariables(meta, "variables")).toMatchObject([
    { name: "w/part_1:0", trainable: true, slice: { whole: "w", wholeShape: [4], start: [2], shape: [2] } },
  ]);
  expect(collectedVariables(meta, "losses")).toEqual([]);
});
