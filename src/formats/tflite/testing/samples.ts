import { zipSync } from "fflate";
import type { TableDraft } from "../schema/schema.ts";
import { tfliteFile, words } from "./file.ts";

type Tensor = TableDraft<"Tensor">;

const tensor = (name: string, shape: readonly number[], rest: Tensor = {}): Tensor => ({
  name,
  shape,
  has_rank: true,
  ...rest,
});

const code = (builtin_code: number, version = 1): TableDraft<"OperatorCode"> => ({
  builtin_code,
  deprecated_builtin_code: Math.min(builtin_code, 127),
  version,
});

/** A quantized convolution with an open batch, per-channel weights, metadata, and a labels file appended as a zip. */
export function quantizedConvolution(): Uint8Array {
  const perTensor = (scale: number, zero: number) => ({ quantization: { scale: [scale], zero_point: [zero] } });
  const model = tfliteFile(
    {
      description: "MLIR Converted.",
      operator_codes: [code(3, 3)],
      subgraphs: [
        {
          name: "main",
          inputs: [0],
          outputs: [3],
          tensors: [
            tensor("image", [1, 4, 4, 1], { type: "int8", shape_signature: [-1, 4, 4, 1], ...perTensor(0.5, -1) }),
            tensor("filter", [2, 3, 3, 1], {
              type: "int8",
              buffer: 1,
              quantization: { scale: [0.25, 0.125], zero_point: [0, 0], quantized_dimension: 0 },
            }),
            tensor("bias", [2], {
              type: "int32",
              buffer: 2,
              quantization: { scale: [0.125, 0.0625], zero_point: [0, 0] },
            }),
            tensor("scores", [1, 4, 4, 2], {
              type: "int8",
              shape_signature: [-1, 4, 4, 2],
              quantization: { min: [-1], max: [1], scale: [1 / 128], zero_point: [0] },
            }),
          ],
          operators: [
            {
              inputs: [0, 1, 2],
              outputs: [3],
              builtin_options: {
                type: "Conv2DOptions",
                value: { padding: "SAME", stride_w: 1, stride_h: 1, fused_activation_function: "RELU6" },
              },
            },
          ],
        },
      ],
      metadata: [{ name: "min_runtime_version", buffer: 3 }],
      metadata_buffer: [3],
      signature_defs: [
        {
          signature_key: "classify",
          inputs: [{ name: "x", tensor_index: 0 }],
          outputs: [{ name: "probabilities", tensor_index: 3 }],
        },
      ],
    },
    [
      { data: Uint8Array.from({ length: 18 }, (_, i) => i * 7) },
      { data: words("int32", 100, -100) },
      { data: new TextEncoder().encode("1.14.0".padEnd(16, "\0")) },
    ],
  );
  const archive = zipSync({ "labels.txt": new TextEncoder().encode("cat\ndog\n") }, { level: 0, mtime: "2026-01-02" });
  const file = new Uint8Array(model.length + archive.length);
  file.set(model);
  file.set(archive, model.length);
  return file;
}

/** Two entry points over one resource variable that an initialiser sets, a WHILE loop, and a stateful tensor. */
export function trainable(): Uint8Array {
  const handle = tensor("handle", [], { type: "resource" });
  const varHandle = {
    opcode_index: 0,
    builtin_options: { type: "VarHandleOptions", value: { shared_name: "counter" } },
  } as const;
  const counter = (extra: readonly Tensor[]): Tensor[] => [handle, ...extra];
  return tfliteFile(
    {
      operator_codes: [code(142), code(143), code(144), code(0), code(129), code(119), code(58)],
      subgraphs: [
        {
          name: "step",
          outputs: [3],
          tensors: counter([
            tensor("value", [2]),
            tensor("one", [2], { buffer: 1 }),
            tensor("next", [2]),
            tensor("memory", [1, 2], { is_variable: true }),
          ]),
          operators: [
            { opcode_index: 4, builtin_options: { type: "CallOnceOptions", value: { init_subgraph_index: 2 } } },
            { ...varHandle, outputs: [0] },
            { opcode_index: 1, inputs: [0], outputs: [1] },
            { opcode_index: 3, inputs: [1, 2], outputs: [3] },
            { opcode_index: 2, inputs: [0, 3] },
          ],
        },
        {
          name: "loop",
          inputs: [0],
          outputs: [1],
          tensors: [tensor("start", [], { type: "int32" }), tensor("end", [], { type: "int32" })],
          operators: [
            {
              opcode_index: 5,
              inputs: [0],
              outputs: [1],
              builtin_options: { type: "WhileOptions", value: { cond_subgraph_index: 3, body_subgraph_index: 4 } },
            },
          ],
        },
        {
          name: "init",
          tensors: counter([tensor("zero", [2], { buffer: 2 })]),
          operators: [
            { ...varHandle, outputs: [0] },
            { opcode_index: 2, inputs: [0, 1] },
          ],
        },
        {
          name: "condition",
          inputs: [0],
          outputs: [2],
          tensors: [
            tensor("i", [], { type: "int32" }),
            tensor("limit", [], { type: "int32", buffer: 3 }),
            tensor("less", [], { type: "bool" }),
          ],
          operators: [{ opcode_index: 6, inputs: [0, 1], outputs: [2] }],
        },
        {
          name: "body",
          inputs: [0],
          outputs: [2],
          tensors: [
            tensor("i", [], { type: "int32" }),
            tensor("step", [], { type: "int32", buffer: 4 }),
            tensor("sum", [], { type: "int32" }),
          ],
          operators: [{ opcode_index: 3, inputs: [0, 1], outputs: [2] }],
        },
      ],
      signature_defs: [
        { signature_key: "step", outputs: [{ name: "count", tensor_index: 3 }] },
        {
          signature_key: "loop",
          subgraph_index: 1,
          inputs: [{ name: "from", tensor_index: 0 }],
          outputs: [{ name: "to", tensor_index: 1 }],
        },
      ],
    },
    [
      { data: words("float32", 1, 1) },
      { data: words("float32", 0, 0) },
      { data: words("int32", 10) },
      { data: words("int32", 3) },
    ],
  );
}

/** A sparse weight, weights quantized in blocks, an operator that is not known here and a custom one. */
export function unusual(): Uint8Array {
  return tfliteFile(
    {
      operator_codes: [code(9, 6), code(169), { ...code(32), custom_code: "FlexErf" }],
      subgraphs: [
        {
          inputs: [0, 5],
          outputs: [2, 6, 7],
          tensors: [
            tensor("x", [1, 4]),
            tensor("sparse", [4, 4], {
              buffer: 1,
              // Rows dense, columns compressed: elements (0,1), (2,0), (2,3).
              sparsity: {
                traversal_order: [0, 1],
                dim_metadata: [
                  { format: "DENSE", dense_size: 4 },
                  {
                    format: "SPARSE_CSR",
                    array_segments: { type: "Uint8Vector", value: { values: Uint8Array.of(0, 1, 1, 3, 3) } },
                    array_indices: { type: "Int32Vector", value: { values: [1, 0, 3] } },
                  },
                ],
              },
            }),
            tensor("dense", [1, 4]),
            tensor("blocks", [2, 4], {
              type: "int4",
              buffer: 2,
              quantization: {
                details: { type: "BlockwiseQuantization", value: { scales: 4, zero_points: -1, block_size: 2 } },
              },
            }),
            tensor("scales", [2, 2], { buffer: 3 }),
            tensor("signal", [8]),
            tensor("twice", [16]),
            tensor("erf", [1, 2]),
            tensor("product", [1, 2]),
          ],
          operators: [
            {
              inputs: [0, 1],
              outputs: [2],
              builtin_options: { type: "FullyConnectedOptions", value: {} },
            },
            {
              opcode_index: 1,
              inputs: [5, 5],
              outputs: [6],
              builtin_options_2: { type: "StablehloConcatenateOptions", value: { dimension: 1 } },
            },
            {
              inputs: [2, 3],
              outputs: [8],
              builtin_options: { type: "FullyConnectedOptions", value: {} },
            },
            { opcode_index: 2, inputs: [8], outputs: [7], custom_options: Uint8Array.of(1, 2, 3) },
          ],
        },
      ],
    },
    [
      { data: words("float32", 5, 6, 7) },
      { data: Uint8Array.of(0x21, 0x43, 0x65, 0x87) },
      { data: words("float32", 1, 2, 3, 4) },
    ],
  );
}

export const samples: Readonly<Record<string, () => Uint8Array>> = { quantizedConvolution, trainable, unusual };
