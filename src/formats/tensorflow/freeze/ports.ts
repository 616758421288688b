import { constantTensor, type TensorType, tensorType } from "../../../ir/index.ts";
import { type DType, type Shape, toNumbers, unknownDim } from "../../../numerics/index.ts";
import type { Body, BodyNode } from "../graph/index.ts";
import type { InputRef } from "../schema/index.ts";

/** Graphs from before this version write an empty shape where they know none (tensorflow/core/public/version.h). */
const shapesOfPlaceholders = 24;
/** Default of Mfcc's attribute `dct_coefficient_count`. */
const mfccFeatures = 13;

/** What is known of a tensor that brings data into a graph. */
export function portType(body: Body, ref: InputRef, producer: number): TensorType {
  const node = body.nodes.get(ref.node);
  if (node === undefined) return tensorType("float32", undefined);
  const decoded = decodedType(node);
  if (decoded !== undefined) return decoded;
  const dtype =
    typeAt(node, ref.index, ["output_types", "component_types", "Tdense", "dense_types"]) ??
    queueType(body, node, ref.index);
  return tensorType(dtype ?? "float32", shapeAt(body, node, ref.index, producer));
}

/** Pictures are `[height, width, channels]`, sound features `[channels, frames, coefficients]`. */
function decodedType(node: BodyNode): TensorType | undefined {
  const attribute = (name: string): number | undefined => {
    const value = node.attrs.get(name);
    return value?.kind === "int" && Number(value.value) > 0 ? Number(value.value) : undefined;
  };
  if (/^Decode(Jpeg|Png|Bmp|Image|AndCropJpeg)$/.test(node.op)) {
    return tensorType("uint8", [unknownDim, unknownDim, attribute("channels") ?? unknownDim]);
  }
  if (node.op === "DecodeGif") return tensorType("uint8", [unknownDim, unknownDim, unknownDim, 3]);
  const features = attribute("dct_coefficient_count") ?? mfccFeatures;
  if (node.op === "Mfcc") return tensorType("float32", [unknownDim, unknownDim, features]);
  if (node.op === "AudioSpectrogram") return tensorType("float32", [unknownDim, unknownDim, unknownDim]);
  return node.op === "DecodeWav" ? tensorType("float32", [unknownDim, unknownDim]) : undefined;
}

function typeAt(node: BodyNode, index: number, lists: readonly string[]): DType | undefined {
  const single = node.attrs.get("dtype") ?? node.attrs.get("T");
  if (single?.kind === "type") return single.value.dtype;
  for (const name of lists) {
    const list = node.attrs.get(name);
    if (list?.kind === "list" && list.value.types[index] !== undefined) return list.value.types[index].dtype;
  }
  return undefined;
}

function queueOf(body: Body, node: BodyNode): BodyNode | undefined {
  const [queue] = node.inputs;
  return /Dequeue/.test(node.op) && queue !== undefined ? body.nodes.get(queue.node) : undefined;
}

function queueType(body: Body, node: BodyNode, index: number): DType | undefined {
  const queue = queueOf(body, node);
  return queue === undefined ? undefined : typeAt(queue, index, ["component_types"]);
}

function shapeAt(body: Body, node: BodyNode, index: number, producer: number): Shape {
  const own = node.attrs.get("shape");
  if (own?.kind === "shape" && !(own.value?.length === 0 && producer < shapesOfPlaceholders)) return own.value;
  const listed = node.attrs.get("output_shapes") ?? node.attrs.get("_output_shapes");
  const stated = listed?.kind === "list" ? listed.value.shapes : [];
  if (stated[index] !== undefined) return stated[index];
  const element = queueOf(body, node)?.attrs.get("shapes");
  const shape = element?.kind === "list" ? element.value.shapes[index] : undefined;
  if (shape === undefined) return undefined;
  return /Many|UpTo/.test(node.op) ? [dequeued(body, node) ?? unknownDim, ...shape] : shape;
}

/** How many elements a queue gives at once. */
function dequeued(body: Body, node: BodyNode): number | undefined {
  const count = node.inputs[1];
  const value = count === undefined ? undefined : body.nodes.get(count.node)?.attrs.get("value");
  if (value?.kind !== "tensor") return undefined;
  const { dtype, shape, bytes } = value.value.read();
  const constant = {
    dtype,
    shape,
    source: bytes,
    byteOffset: 0,
    origin: { kind: "literal", reason: "batch" },
  } as const;
  return toNumbers(constantTensor(constant))[0];
}
