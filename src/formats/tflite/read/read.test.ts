import { describe, expect, test } from "vitest";
import { createFlatEncoder } from "../../../bytes/index.ts";
import { constantBytes, constantTensor, getValue, type Model, type ValueId, verifyModel } from "../../../ir/index.ts";
import { formatShape, toNumbers } from "../../../numerics/index.ts";
import { tfliteSchema } from "../schema/schema.ts";
import { readFile, readModel, tfliteFile, words } from "../testing/file.ts";
import { quantizedConvolution, trainable, unusual } from "../testing/samples.ts";

const named = (model: Model, name: string, graph = 0) => {
  const found = model.graphs[graph]?.values.find((value) => value?.name === name);
  if (found === undefined) throw new Error(`no value ${name}`);
  return found;
};

const identity = { builtin_code: 0, version: 1 };

describe("values", () => {
  test("quantization, ranges and open dimensions", async () => {
    const model = await readModel(quantizedConvolution());
    expect(verifyModel(model)).toEqual([]);
    expect(formatShape(named(model, "image").type.shape)).toBe("[N,4,4,1]");
    expect(formatShape(named(model, "scores").type.shape)).toBe("[N,4,4,2]");
    expect(named(model, "image").type.quantization).toEqual({ kind: "perTensor", scale: 0.5, zeroPoint: -1 });
    expect(named(model, "filter").type.quantization).toEqual({
      kind: "perAxis",
      axis: 0,
      scales: [0.25, 0.125],
      zeroPoints: [0, 0],
    });
    expect(named(model, "scores").range).toEqual({ min: [-1], max: [1] });
  });

  test("weights are views of the file, named and owned", async () => {
    const bytes = quantizedConvolution();
    const model = await readModel(bytes);
    const { constant } = named(model, "filter");
    expect(constant && constantBytes(constant).buffer).toBe(bytes.buffer);
    expect(model.weights.map(({ name, owner, byteLength }) => ({ name, owner, byteLength }))).toEqual([
      { name: "filter", owner: "scores", byteLength: 18 },
      { name: "bias", owner: "scores", byteLength: 8 },
    ]);
  });

  test("tensors with one buffer are one weight; equal names are told apart", async () => {
    const constant = (buffer: number) => ({ name: "w", shape: [1], has_rank: true, buffer });
    const file = tfliteFile(
      {
        operator_codes: [identity],
        subgraphs: [
          {
            inputs: [0],
            outputs: [4, 5],
            tensors: [{ name: "x", shape: [1] }, constant(1), constant(1), constant(2), { name: "y" }, { name: "z" }],
            operators: [
              { inputs: [0, 1], outputs: [4] },
              { inputs: [2, 3], outputs: [5] },
            ],
          },
        ],
      },
      [{ data: words("float32", 1) }, { data: words("float32", 2) }],
    );
    const model = await readModel(file);
    expect(model.weights.map((weight) => weight.name)).toEqual(["w", "w#2"]);
    expect([1, 2, 3].map((id) => model.graphs[0]?.values[id]?.constant?.origin)).toMatchObject([
      { weight: "w" },
      { weight: "w" },
      { weight: "w#2" },
    ]);
  });

  test("open dimensions beyond the batch get names of their own", async () => {
    const open = (name: string, shape_signature: number[]) => ({
      name,
      shape: shape_signature.map(Math.abs),
      shape_signature,
    });
    const tensors = [open("a", [-1, -1, 3]), open("b", [-1, -1])];
    const model = await readModel(tfliteFile({ subgraphs: [{ inputs: [0, 1], outputs: [0], tensors }] }));
    expect(model.graphs[0]?.values.map((value) => formatShape(value?.type.shape))).toEqual(["[N,D0,3]", "[N,D1]"]);
  });

  test("an empty shape is a scalar or an unknown rank", async () => {
    const tensors = [
      { name: "x", has_rank: true },
      { name: "y", has_rank: false },
      { name: "z", shape: [2], has_rank: true },
    ];
    const subgraph = { inputs: [0, 1, 2], outputs: [0, 1, 2], tensors };
    const shapes = async (subgraphs: readonly (typeof subgraph)[]) =>
      (await readModel(tfliteFile({ subgraphs }))).graphs[0]?.values.map((value) => formatShape(value?.type.shape));
    expect(await shapes([subgraph])).toEqual(["[]", "[*]", "[2]"]);
    const old = { ...subgraph, tensors: tensors.map((tensor) => ({ ...tensor, has_rank: false })) };
    expect(await shapes([old])).toEqual(["[]", "[]", "[2]"]);
  });

  test("sparse weights become dense", async () => {
    const { model, diagnostics } = await readFile(unusual());
    const sparse = model && named(model, "sparse");
    const dense = sparse?.constant && toNumbers(constantTensor(sparse.constant));
    expect(Array.from(dense ?? [])).toEqual([0, 5, 0, 0, 0, 0, 0, 0, 6, 0, 0, 7, 0, 0, 0, 0]);
    expect(diagnostics).toMatchObject([{ code: "TFL-N002", evidence: { stored: 12, dense: 64 } }]);
  });

  test("scales of blocks are another tensor", async () => {
    const model = await readModel(unusual());
    const scales = named(model, "scales");
    const expected = { kind: "blockwise", axis: 1, blockSize: 2, scales: scales.id };
    expect(named(model, "blocks").type.quantization).toEqual(expected);
    expect(scales.raw).toBeUndefined();
  });

  test("buffers behind the FlatBuffer and in other files", async () => {
    const graph = { inputs: [], outputs: [0], tensors: [{ name: "w", shape: [2], has_rank: true, buffer: 1 }] };
    const size = tfliteFile({ subgraphs: [graph] }, [{ offset: 9999, size: 8 }]).length;
    const head = tfliteFile({ subgraphs: [graph] }, [{ offset: size, size: 8 }]);
    const file = new Uint8Array(size + 8);
    file.set(head);
    file.set(words("float32", 3, 4), size);
    const outside = await readModel(file);
    expect(Array.from(toNumbers(constantTensor(named(outside, "w").constant as never)))).toEqual([3, 4]);

    const tensors = [{ name: "w", shape: [2], has_rank: true, external_buffer: 7 }];
    const external = tfliteFile({
      subgraphs: [{ ...graph, tensors }],
      external_buffer_groups: [{ name: "weights.bin" }],
      external_buffers: [{ id: 7, group: 0, offset: 4, length: 8 }],
    });
    const beside = { "weights.bin": words("float32", 0, 5, 6) };
    const model = await readModel(external, beside);
    expect(Array.from(toNumbers(constantTensor(named(model, "w").constant as never)))).toEqual([5, 6]);
    const { diagnostics, model: none } = await readFile(external);
    expect(none).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "TFL-E005", evidence: { wanted: "weights.bin" } }]);
  });
});

describe("graphs", () => {
  test("variables, regions and entry points", async () => {
    const model = await readModel(trainable());
    expect(verifyModel(model)).toEqual([]);
    expect(model.variables).toMatchObject([
      { name: "memory", sharedName: "", type: { shape: [1, 2] } },
      { name: "counter", sharedName: "counter", initializer: 2, type: { dtype: "float32", shape: [2] } },
    ]);
    expect(named(model, "memory").variable).toBe(0);
    expect(model.graphs[0]?.nodes[0]).toMatchObject({ op: "callOnce", regions: [2] });
    expect(model.graphs[1]?.nodes[0]).toMatchObject({ op: "while", regions: [3, 4] });
    expect(model.signatures).toMatchObject([
      { name: "step", graph: 0, implied: false, inputs: [], outputs: [{ name: "count", value: 3 }] },
      { name: "loop", graph: 1, inputs: [{ name: "from", value: 0 }], outputs: [{ name: "to", value: 1 }] },
    ]);
  });

  test("a file without entry points has one made from its main graph", async () => {
    const model = await readModel(unusual());
    expect(model.signatures).toMatchObject([
      { implied: true, graph: 0, inputs: [{ name: "x" }, { name: "signal" }], outputs: [{ name: "dense" }, {}, {}] },
    ]);
  });

  test("operators that are not known here are kept as they are", async () => {
    const model = await readModel(unusual());
    const [, twice, , erf] = model.graphs[0]?.nodes ?? [];
    expect(twice).toMatchObject({
      op: "opaque",
      attrs: { op: "STABLEHLO_CONCATENATE", options: { dimension: 1 } },
      source: { op: "STABLEHLO_CONCATENATE", version: 1 },
    });
    expect(erf?.attrs).toMatchObject({
      op: "FlexErf",
      kind: expect.stringContaining(
        "the TensorFlow operator Erf, which needs the Flex delegate (Select TF ops); the portable original",
      ),
      customOptions: Uint8Array.of(1, 2, 3),
    });
  });

  test("the shape that old files keep in the options becomes an operand", async () => {
    const file = tfliteFile({
      operator_codes: [{ builtin_code: 22, deprecated_builtin_code: 22, version: 1 }],
      subgraphs: [
        {
          inputs: [0],
          outputs: [1],
          tensors: [
            { name: "x", shape: [2, 3] },
            { name: "y", shape: [6] },
          ],
          operators: [
            { inputs: [0], outputs: [1], builtin_options: { type: "ReshapeOptions", value: { new_shape: [6] } } },
          ],
        },
      ],
    });
    const model = await readModel(file);
    const node = model.graphs[0]?.nodes[0];
    expect(node).toMatchObject({ op: "reshape", inputs: [0, 2], source: { raw: { operands: 1 } } });
    const shape = getValue(model.graphs[0] as never, 2 as ValueId).constant;
    expect(Array.from(toNumbers(constantTensor(shape as never)))).toEqual([6]);
    expect(model.weights).toEqual([]);
  });

  test("memory that a custom operator asks for is state; what a built-in one would read is an error", async () => {
    const subgraph = (opcode_index: number) => ({
      inputs: [0],
      outputs: [2],
      tensors: [
        { name: "x", shape: [1] },
        { name: "scratch", shape: [1] },
        { name: "y", shape: [1] },
      ],
      operators: [{ opcode_index, inputs: [0, 1], outputs: [2] }],
    });
    const codes = [identity, { builtin_code: 32, custom_code: "ethos-u", version: 1 }];
    const custom = await readModel(tfliteFile({ operator_codes: codes, subgraphs: [subgraph(1)] }));
    expect(named(custom, "scratch")).toMatchObject({ variable: 0, raw: { scratch: true } });
    const { diagnostics } = await readFile(tfliteFile({ operator_codes: codes, subgraphs: [subgraph(0)] }));
    expect(diagnostics).toMatchObject([{ code: "TFL-E008", where: { op: "ADD", node: "y" } }]);
  });

  test("metadata, the producer and the appended archive", async () => {
    const model = await readModel(quantizedConvolution());
    expect(model.source).toMatchObject({ producer: "MLIR Converted.", minimumRuntime: "1.14.0" });
    expect(model.metadata.map(({ name }) => name)).toEqual([
      "min_runtime_version",
      "metadata_buffer[0]",
      "TFLITE_ASSOCIATED_FILES",
    ]);
    const archive = constantBytes(model.metadata[2]?.bytes as never);
    expect(Array.from(archive.subarray(0, 4))).toEqual([0x50, 0x4b, 3, 4]);
  });
});

describe("damage", () => {
  const graph = { inputs: [0], outputs: [0], tensors: [{ name: "x", shape: [2], has_rank: true }] };
  const codeOf = async (file: Uint8Array) => (await readFile(file)).diagnostics.map((d) => d.code);

  test.each([
    ["no graph", "TFL-E001", tfliteFile({})],
    ["an input that is no tensor", "TFL-E002", tfliteFile({ subgraphs: [{ ...graph, inputs: [5] }] })],
    ["a negative dimension", "TFL-E007", tfliteFile({ subgraphs: [{ ...graph, tensors: [{ shape: [-2] }] }] })],
    [
      "too many dimensions",
      "TFL-E007",
      tfliteFile({ subgraphs: [{ ...graph, tensors: [{ shape: new Array(65).fill(1) }] }] }),
    ],
    ["a type that is newer", "TFL-E003", tfliteFile({ subgraphs: [{ ...graph, tensors: [{ name: "x", type: 99 }] }] })],
    [
      "a buffer that is not there",
      "TFL-E002",
      tfliteFile({ subgraphs: [{ ...graph, tensors: [{ name: "x", buffer: 4 }] }] }),
    ],
    ["an operator without a code", "TFL-E002", tfliteFile({ subgraphs: [{ ...graph, operators: [{ inputs: [0] }] }] })],
    [
      "too few bytes",
      "TFL-E004",
      tfliteFile({ subgraphs: [{ ...graph, tensors: [{ name: "w", shape: [2], buffer: 1 }] }] }, [
        { data: new Uint8Array(7) },
      ]),
    ],
    [
      "sparse rows that end too early",
      "TFL-E006",
      tfliteFile(
        {
          subgraphs: [
            { ...graph, tensors: [{ name: "w", shape: [2], buffer: 1, sparsity: { traversal_order: [0] } }] },
          ],
        },
        [{ data: new Uint8Array(8) }],
      ),
    ],
  ])("%s", async (_, code, file) => {
    expect(await codeOf(file)).toContain(code);
  });

  test("more bytes than a shape needs are left out, said so", async () => {
    const tensors = [{ name: "w", shape: [1], has_rank: true, buffer: 1 }];
    const file = tfliteFile({ subgraphs: [{ inputs: [], outputs: [0], tensors }] }, [{ data: new Uint8Array(12) }]);
    expect(await codeOf(file)).toEqual(["TFL-W005"]);
  });

  test("options that an operator cannot have make it opaque", async () => {
    const file = tfliteFile({
      operator_codes: [{ builtin_code: 3, version: 1 }],
      subgraphs: [
        {
          inputs: [0, 1],
          outputs: [2],
          tensors: [{ name: "x", shape: [1, 4, 4, 1] }, { name: "f", shape: [1, 1, 1, 1] }, { name: "y" }],
          operators: [
            { inputs: [0, 1], outputs: [2], builtin_options: { type: "Conv2DOptions", value: { stride_w: 0 } } },
          ],
        },
      ],
    });
    const { model, diagnostics } = await readFile(file);
    expect(diagnostics).toMatchObject([{ code: "TFL-W004", where: { op: "CONV_2D", node: "y" } }]);
    expect(model?.graphs[0]?.nodes[0]).toMatchObject({ op: "opaque", attrs: { op: "CONV_2D" } });
  });

  test("graphs that run each other many times over are read once each", async () => {
    const branch = (next: number) => ({
      inputs: [0, 1],
      outputs: [2],
      tensors: [{ name: "c", type: "bool" }, { name: "x" }, { name: "y" }] as const,
      operators: [
        {
          inputs: [0, 0, 1],
          outputs: [2],
          builtin_options: { type: "IfOptions", value: { then_subgraph_index: next, else_subgraph_index: next } },
        } as const,
      ],
    });
    const last = { inputs: [0, 1], outputs: [1], tensors: [{ name: "c", type: "bool" as const }, { name: "x" }] };
    const subgraphs = [...Array.from({ length: 60 }, (_, i) => branch(i + 1)), last];
    const start = performance.now();
    const { model } = await readFile(tfliteFile({ operator_codes: [{ builtin_code: 118 }], subgraphs }));
    expect(model?.graphs.length).toBe(61);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("one tensor that is listed a million times does not exhaust the reader", async () => {
    const encoder = createFlatEncoder(tfliteSchema, 0);
    const tensors = new Array(1_000_000).fill(encoder.table("Tensor", { name: "x", shape: [1] }));
    const subgraphs = [encoder.table("SubGraph", { tensors })];
    const file = encoder.finish(encoder.table("Model", { version: 3, subgraphs }), "TFL3");
    expect(await codeOf(file)).toEqual(["TFL-E009"]);
  });
});
