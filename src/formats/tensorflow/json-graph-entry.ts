import { decodeJsonMessage, type JsonObject } from "../../bytes/index.ts";
import { fail } from "../../diagnostics/index.ts";
import { type TensorType, tensorType } from "../../ir/index.ts";
import { TFG_E001 } from "./codes.ts";
import type { EntryInput, EntryPoint, EntryTensor } from "./graph/index.ts";
import {
  dataType,
  type GraphDef,
  type Message,
  type NodeDef,
  parseInput,
  readShape,
  tensorflowSchema,
} from "./schema/index.ts";

const entryName = "serving_default";

/**
 * The way into a graph: by its SignatureDef, and where that says nothing as TensorFlow.js takes it, from the placeholders to
 * the nodes that no other reads. Throws `PBF-E005` and `TFG-E001`.
 */
export function jsonGraphEntry(graph: GraphDef, signature: JsonObject | undefined, file: string): EntryPoint {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const declared = decodeJsonMessage(tensorflowSchema, "SignatureDef", signature ?? {}, file);
  const inputs = [...declared.inputs].map(([name, info]) => inputOf(name, info, nodes));
  const outputs = [...declared.outputs].map(
    ([name, info]): EntryTensor => ({ name, ref: parseInput(tensorName(name, info)) }),
  );
  return {
    name: entryName,
    implied: signature === undefined,
    inputs: inputs.length > 0 ? inputs : impliedInputs(graph.nodes),
    outputs: outputs.length > 0 ? outputs : impliedOutputs(graph.nodes),
    fixed: [],
  };
}

function tensorName(name: string, { name: tensor }: Message<"TensorInfo">): string {
  return tensor === undefined || tensor === "" ? name : tensor;
}

function inputOf(name: string, info: Message<"TensorInfo">, nodes: ReadonlyMap<string, NodeDef>): EntryInput {
  const ref = parseInput(tensorName(name, info));
  const node =
    nodes.get(ref.node) ??
    fail(TFG_E001, { node: ref.node }, { problem: `Input '${name}' is '${ref.node}', which no node is` });
  const stated = tensorType(dataType(info.dtype).dtype ?? "float32", readShape(info.tensor_shape));
  return { name, ref, type: placeholderType(node) ?? stated };
}

/** The type that a placeholder states; undefined for other nodes. */
function placeholderType({ attrs }: NodeDef): TensorType | undefined {
  const type = attrs.get("dtype");
  const shape = attrs.get("shape");
  const dtype = type?.kind === "type" ? type.value.dtype : undefined;
  return dtype === undefined ? undefined : tensorType(dtype, shape?.kind === "shape" ? shape.value : undefined);
}

function impliedInputs(nodes: readonly NodeDef[]): readonly EntryInput[] {
  return nodes.flatMap((node): EntryInput[] => {
    const type = node.op === "Placeholder" ? placeholderType(node) : undefined;
    return type === undefined ? [] : [{ name: node.name, ref: parseInput(node.name), type }];
  });
}

const endsOnly: readonly string[] = ["Const", "Placeholder", "NoOp", "Assert"];

function impliedOutputs(nodes: readonly NodeDef[]): readonly EntryTensor[] {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => parseInput(input).node)));
  const ends = nodes.filter(({ name, op }) => !read.has(name) && !endsOnly.includes(op));
  return ends.map(({ name }) => ({ name, ref: parseInput(name) }));
}
