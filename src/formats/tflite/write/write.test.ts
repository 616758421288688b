import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { decodeFlatBuffer, memorySource } from "../../../bytes/index.ts";
import {
  type Constant,
  constantBytes,
  constantFromTensor,
  type Graph,
  type GraphId,
  type Model,
  type Node,
  printModel,
  type Value,
  type ValueId,
} from "../../../ir/index.ts";
import { type Dim, type DType, fromNumbers, symbolDim, unknownDim } from "../../../numerics/index.ts";
import { tflite } from "../index.ts";
import { type Table, tfliteSchema } from "../schema/schema.ts";
import { readModel, tfliteFile, words, writeModel } from "../testing/file.ts";
import { quantizedConvolution, samples, trainable, unusual } from "../testing/samples.ts";

const tables = (bytes: Uint8Array): Table<"Model"> => decodeFlatBuffer(tfliteSchema, "Model", memorySource(bytes)).root;

const literal = (dtype: DType, shape: readonly number[], ...numbers: readonly number[]): Constant =>
  constantFromTensor(fromNumbers(dtype, shape, numbers), { kind: "literal", reason: "test" });

interface NodeDraft {
  readonly op: string;
  readonly attrs?: Node["attrs"];
  readonly inputs: readonly (number | null)[];
  readonly outputs: readonly number[];
}

/** A model of one graph, as a pass would make it: nodes without a source. */
function made(
  values: readonly Omit<Value, "id">[],
  nodes: readonly NodeDraft[],
  inputs: number[],
  outputs: number[],
): Model {
  const graph: Graph = {
    name: "main",
    values: values.map((value, id) => ({ id: id as ValueId, ...value })),
    nodes: nodes.map((node, id) => ({
      ...node,
      id: id as Node["id"],
      name: `${node.op}${id}`,
      attrs: node.attrs ?? {},
      inputs: node.inputs as (ValueId | null)[],
      outputs: node.outputs as ValueId[],
      regions: [],
      provenance: [],
    })),
    inputs: inputs as ValueId[],
    outputs: outputs as ValueId[],
  };
  return {
    name: "made",
    source: { format: "keras" },
    graphs: [graph],
    signatures: [],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
}

const float = (name: string, shape: readonly Dim[], constant?: Constant): Omit<Value, "id"> => ({
  name,
  type: { dtype: "float32", shape },
  ...(constant === undefined ? {} : { constant }),
});

describe("an unchanged model", () => {
  test.each(Object.entries(samples))("%s comes back the same", async (_, make) => {
    const model = await readModel(make());
    const again = await readModel(writeModel(model));
    expect(printModel(again)).toBe(printModel(model));
    expect(writeModel(again)).toEqual(writeModel(model));
  });

  test("operators keep versions, options and raw bytes", async () => {
    const model = tables(writeModel(await readModel(unusual())));
    expect(model.operator_codes).toMatchObject([
      { builtin_code: 9, version: 6 },
      { builtin_code: 169, deprecated_builtin_code: 127 },
      { custom_code: "FlexErf" },
    ]);
    expect(model.subgraphs?.[0]?.operators?.[3]?.custom_options).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("the appended archive is one for zip readers, at its new place", async () => {
    const model = await readModel(quantizedConvolution());
    const bytes = writeModel({ ...model, metadata: model.metadata.toReversed() });
    const text = new TextDecoder().decode(unzipSync(bytes)["labels.txt"]);
    expect(text).toBe("cat\ndog\n");
    const own = model.metadata.find((entry) => entry.name === "TFLITE_ASSOCIATED_FILES")?.bytes;
    const archive = own?.source.read(0, own.source.size) ?? new Uint8Array();
    expect(Object.keys(unzipSync(archive))).toEqual(["labels.txt"]);
  });

  test("weights start at multiples of 16 and buffer 0 is empty", () => {
    const buffers = tables(trainable()).buffers;
    expect(buffers?.[0]).toEqual({ data: undefined, offset: 0, size: 0 });
    expect(buffers?.slice(1).map(({ data }) => (data?.offset ?? 1) % 16)).toEqual([0, 0, 0, 0]);
  });

  test("buffers that lay behind the FlatBuffer lie there again", async () => {
    const subgraphs = [
      { outputs: [0, 1], tensors: [0, 1].map((i) => ({ name: `w${i}`, shape: [3], has_rank: true, buffer: i + 1 })) },
    ];
    const metadata = [{ name: "buffer_location", buffer: 3 }];
    const file = tfliteFile({ subgraphs, metadata }, [
      { data: words("float32", 1, 2, 3) },
      { data: words("float32", 4, 5, 6) },
      { data: new TextEncoder().encode("outside flatbuffers") },
    ]);
    const model = await readModel(file);
    const written = writeModel(model);
    const places = tables(written).buffers?.map(({ offset, size }) => [Number(offset) % 16, size]);
    expect(places).toEqual([
      [0, 0],
      [0, 12],
      [0, 12],
      [0, 0],
    ]);
    expect(tables(written).buffers?.[1]?.data).toBeUndefined();
    expect(printModel(await readModel(written))).toBe(printModel(model));
  });
});

describe("a new model", () => {
  const weights = literal("float32", [2, 3], 1, 2, 3, 4, 5, 6);
  const dense = made(
    [
      float("x", [symbolDim("N"), 3]),
      float("w", [2, 3], weights),
      float("y", [symbolDim("N"), 2]),
      float("again", [2, 3], literal("float32", [2, 3], 1, 2, 3, 4, 5, 6)),
      float("rest", [1], literal("float32", [1], 9)),
      float("z", [symbolDim("N"), 2]),
      { name: "unknown", type: { dtype: "float32", shape: undefined } },
    ],
    [
      { op: "fullyConnected", attrs: { activation: "relu", keepNumDims: false }, inputs: [0, 1, null], outputs: [2] },
      { op: "fullyConnected", attrs: { activation: "none", keepNumDims: false }, inputs: [0, 3, null], outputs: [5] },
    ],
    [0],
    [2, 5],
  );
  const file = tables(writeModel(dense));
  const [graph] = file.subgraphs ?? [];

  test("open dimensions are 1 in the shape and -1 in its signature", () => {
    expect(graph?.tensors?.[0]).toMatchObject({ shape: [1, 3], shape_signature: [-1, 3], has_rank: true });
    expect(graph?.tensors?.[1]).toMatchObject({ shape: [2, 3], shape_signature: undefined, has_rank: true });
  });

  test("an unknown rank has no shape", () => {
    const open = made([{ name: "u", type: { dtype: "float32", shape: undefined } }], [], [0], [0]);
    expect(tables(writeModel(open)).subgraphs?.[0]?.tensors).toMatchObject([{ shape: [], has_rank: false }]);
    const bounded = made([float("b", [unknownDim, 2])], [], [0], [0]);
    expect(tables(writeModel(bounded)).subgraphs?.[0]?.tensors).toMatchObject([
      { shape: [1, 2], shape_signature: [-1, 2] },
    ]);
  });

  test("equal constants share a buffer, unused values are left out", () => {
    expect(graph?.tensors?.map(({ name, buffer }) => [name, buffer])).toEqual([
      ["x", 0],
      ["w", 1],
      ["y", 0],
      ["again", 1],
      ["z", 0],
    ]);
    expect(graph?.operators?.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [[0, 1, -1], [2]],
      [[0, 3, -1], [4]],
    ]);
  });

  test("operators get the lowest version, the file the runtime it needs", () => {
    expect(file.operator_codes).toMatchObject([{ builtin_code: 9, version: 1 }]);
    const entry = file.metadata?.[0];
    const range = file.buffers?.[entry?.buffer ?? 0]?.data;
    expect(entry?.name).toBe("min_runtime_version");
    expect(range?.length).toBe(16);
    expect(file.signature_defs).toBeUndefined();
  });

  test("a convolution without a bias gets one of zeros, which kernels ask for", async () => {
    const attrs = { strides: [1, 1], dilations: [1, 1], padding: "same", activation: "none" };
    const filter = literal("float32", [2, 1, 1, 1], 1, 2);
    const conv = made(
      [float("x", [1, 2, 2, 1]), float("w", [2, 1, 1, 1], filter), float("y", [1, 2, 2, 2])],
      [{ op: "conv2d", attrs, inputs: [0, 1, null], outputs: [2] }],
      [0],
      [2],
    );
    const model = await readModel(writeModel(conv));
    const node = model.graphs[0]?.nodes[0];
    const bias = model.graphs[0]?.values[node?.inputs[2] ?? -1];
    expect(bias).toMatchObject({ name: "conv2d0/bias", type: { dtype: "float32", shape: [2] } });
    expect(bias?.constant && constantBytes(bias.constant)).toEqual(new Uint8Array(8));
  });

  test("entry points that the model declares are written", () => {
    const signatures = [
      {
        name: "serve",
        graph: 0 as GraphId,
        implied: false,
        inputs: [{ name: "features", value: 0 as ValueId }],
        outputs: [{ name: "scores", value: 5 as ValueId }],
      },
    ];
    expect(tables(writeModel({ ...dense, signatures })).signature_defs).toMatchObject([
      {
        signature_key: "serve",
        inputs: [{ name: "features", tensor_index: 0 }],
        outputs: [{ name: "scores", tensor_index: 4 }],
      },
    ]);
  });

  test("graphs that nothing can enter are left out", async () => {
    const model = await readModel(trainable());
    const only = { ...model, signatures: model.signatures.slice(0, 1) };
    expect(tables(writeModel(only)).subgraphs?.map(({ name }) => name)).toEqual(["step", "init"]);
  });
});

describe("refusals", () => {
  const write = (model: Model, targetRuntime?: string) =>
    tflite.write?.(model, "m.tflite", targetRuntime === undefined ? {} : { targetRuntime });
  const unary = (op: string, dtype: DType = "float32", attrs: Node["attrs"] = {}): Model =>
    made(
      [
        { name: "x", type: { dtype, shape: [2] } },
        { name: "y", type: { dtype, shape: [2] } },
      ],
      [{ op, attrs, inputs: [0], outputs: [1] }],
      [0],
      [1],
    );

  test("composites and operators of other formats are named", () => {
    expect(write(unary("mish"))).toMatchObject({
      files: [],
      diagnostics: [{ code: "TFL-E010", where: { op: "mish" } }],
    });
    const custom = unary("opaque", "float32", { op: "MyLayer", kind: "a custom Keras layer" });
    expect(write(custom)).toMatchObject({
      files: [],
      diagnostics: [{ code: "TFL-E010", evidence: { reason: expect.stringContaining("a custom Keras layer") } }],
    });
  });

  test("types that no kernel takes are a warning", () => {
    expect(write(unary("square", "float64"))).toMatchObject({
      files: [{ name: "m.tflite" }],
      diagnostics: [{ code: "TFL-W006", evidence: { operator: "SQUARE", use: "float64" } }],
    });
    expect(write(unary("cast", "float8_e5m2"))?.diagnostics).toMatchObject([
      { code: "TFL-W006", evidence: { operator: "CAST", use: "float8_e5m2" } },
    ]);
  });

  test("a target that is too old names what it would take", () => {
    expect(write(unary("sign"), "2.8")).toMatchObject({
      files: [],
      diagnostics: [{ code: "TFL-E011", evidence: { operator: "SIGN", version: 1, needs: "2.11.0", target: "2.8.0" } }],
    });
    expect(write(unary("sign"), "2.11")?.files.length).toBe(1);
    expect(write(unary("abs"), "yesterday")?.diagnostics).toMatchObject([{ code: "TFL-E013" }]);
  });

  test("dimensions beyond 32 bits have no word", () => {
    const wide = made([float("x", [2 ** 31])], [], [0], [0]);
    expect(write(wide)?.diagnostics).toMatchObject([{ code: "TFL-E012" }]);
  });

  test("a plan of memory goes with the graph that it was made for", async () => {
    const plan = (count: number) => literal("int32", [3 + count], 0, 0, count, ...new Array<number>(count).fill(-1));
    const model = await readModel(unusual());
    const count = model.graphs[0]?.values.length ?? 0;
    const withPlan = (tensors: number): Model => ({
      ...model,
      metadata: [{ name: "OfflineMemoryAllocation", bytes: plan(tensors) }],
    });
    expect(write(withPlan(count))?.diagnostics).toEqual([]);
    expect(write(withPlan(count - 1))?.diagnostics).toMatchObject([{ code: "TFL-W007" }]);
  });
});
