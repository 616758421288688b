import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage, memorySource } from "../../../bytes/index.ts";
import { attempt } from "../../../diagnostics/index.ts";
import { decodeStrings } from "../../../numerics/index.ts";
import { type MessageDraft, readTensor, tensorflowSchema } from "./index.ts";

type Draft = MessageDraft<"TensorProto">;

function read(shape: readonly number[], draft: Draft): ReturnType<typeof readTensor> {
  const message = { ...draft, tensor_shape: { dim: shape.map((size) => ({ size })) } };
  const bytes = encodeMessage(tensorflowSchema, "TensorProto", message);
  return readTensor(decodeMessage(tensorflowSchema, "TensorProto", memorySource(bytes)), "t");
}

function hex(shape: readonly number[], draft: Draft): string {
  const { bytes } = read(shape, draft);
  return Array.from(bytes.read(0, bytes.size), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const bytesOf = (array: Float32Array | Float64Array): Uint8Array => new Uint8Array(array.buffer);
const f32 = (...values: number[]): Uint8Array => bytesOf(Float32Array.from(values));
const varints = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const minusOne = [255, 255, 255, 255, 255, 255, 255, 255, 255, 1];

/** Expected bytes are those that TensorFlow 2.21 makes of the same protos. */
describe("the elements of a tensor", () => {
  test.each<[string, number[], Draft, string]>([
    ["float, one for all", [2, 2], { dtype: "DT_FLOAT", float_val: [f32(1.5)] }, "0000c03f".repeat(4)],
    ["float, the last again", [3], { dtype: "DT_FLOAT", float_val: [f32(1.5, -2)] }, "0000c03f000000c0000000c0"],
    ["float, none", [2], { dtype: "DT_FLOAT" }, "00".repeat(8)],
    ["float, too many", [1], { dtype: "DT_FLOAT", float_val: [f32(1, 2)] }, "0000803f"],
    ["double", [2], { dtype: "DT_DOUBLE", double_val: [bytesOf(Float64Array.of(1))] }, "000000000000f03f".repeat(2)],
    ["int8", [3], { dtype: "DT_INT8", int_val: [varints(...minusOne, 100)] }, "ff6464"],
    ["quantized uint8", [2], { dtype: "DT_QUINT8", int_val: [varints(200, 1)] }, "c8c8"],
    ["uint16", [2], { dtype: "DT_UINT16", int_val: [varints(200, 1, 3)] }, "c8000300"],
    ["int32", [], { dtype: "DT_INT32", int_val: [varints(7)] }, "07000000"],
    ["int64", [2], { dtype: "DT_INT64", int64_val: [varints(...minusOne)] }, "ff".repeat(16)],
    ["uint32", [1], { dtype: "DT_UINT32", uint32_val: [varints(255, 255, 255, 255, 15)] }, "ffffffff"],
    ["bool", [3], { dtype: "DT_BOOL", bool_val: [varints(1, 0)] }, "010000"],
    ["half", [2], { dtype: "DT_HALF", half_val: [varints(128, 120)] }, "003c003c"],
    ["bfloat16", [1], { dtype: "DT_BFLOAT16", half_val: [varints(128, 127)] }, "803f"],
    ["complex, pairs", [2], { dtype: "DT_COMPLEX64", scomplex_val: [f32(1, 2)] }, "0000803f00000040".repeat(2)],
    ["float8", [3], { dtype: "DT_FLOAT8_E4M3FN", float8_val: varints(0x38, 0x40) }, "384040"],
    ["content", [1, 2], { dtype: "DT_FLOAT", tensor_content: f32(1, 2) }, "0000803f00000040"],
    ["int4, packed here", [3], { dtype: "DT_INT4", tensor_content: varints(0x0d, 2, 1) }, "2d01"],
    ["nothing", [0, 3], { dtype: "DT_FLOAT" }, ""],
  ])("of %s", (_, shape, draft, expected) => {
    expect(hex(shape, draft)).toBe(expected);
  });

  test("of strings are laid out as constants are", () => {
    const { bytes, dtype } = read([3], { dtype: "DT_STRING", string_val: [varints(97, 98), varints(99)] });
    const found = decodeStrings(bytes.read(0, bytes.size));
    expect([dtype, found?.map((s) => new TextDecoder().decode(s))]).toEqual(["string", ["ab", "c", "c"]]);
  });

  test("that lie in the file as they are needed are not copied", () => {
    const message = { dtype: "DT_FLOAT", tensor_shape: { dim: [{ size: 2 }] }, float_val: [f32(1, 2)] } as const;
    const file = encodeMessage(tensorflowSchema, "TensorProto", message);
    const { bytes } = readTensor(decodeMessage(tensorflowSchema, "TensorProto", memorySource(file)), "t");
    expect(bytes.read(0, 8).buffer).toBe(file.buffer);
  });
});

describe("a tensor is refused", () => {
  test.each<[string, number[], Draft, string]>([
    ["with content of another size", [3], { dtype: "DT_FLOAT", tensor_content: f32(1) }, "TFS-E001"],
    ["of unknown shape", [-1], { dtype: "DT_FLOAT" }, "TFS-E001"],
    ["of more elements than can be counted", [2 ** 40, 2 ** 40], { dtype: "DT_FLOAT" }, "TFS-E001"],
    ["that repeats one element to terabytes", [2 ** 40], { dtype: "DT_FLOAT", float_val: [f32(1)] }, "TFS-E003"],
    ["that repeats a string to terabytes", [2 ** 40], { dtype: "DT_STRING", string_val: [f32(1)] }, "TFS-E003"],
    ["of a type without values", [1], { dtype: "DT_RESOURCE" }, "TFS-E002"],
    ["of a type that is not known", [1], { dtype: 99 }, "TFS-E002"],
  ])("%s", (_, shape, draft, code) => {
    const result = attempt(() => read(shape, draft));
    expect("diagnostic" in result ? result.diagnostic.code : "read").toBe(code);
  });
});
