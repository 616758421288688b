import { fail } from "../../../diagnostics/index.ts";
import {
  type Constant,
  type GraphView,
  getGraph,
  getValue,
  type Model,
  type Node,
  type Signature,
  type Value,
  type ValueId,
} from "../../../ir/index.ts";
import type { Spelling } from "../../format.ts";
import { dataTypeName, type MessageDraft, shapeDraft } from "../schema/index.ts";
import { TFG_E020 } from "./codes.ts";
import { createNodeWriter, type NodeSink, Refusal, shapeAttr, type Tensor } from "./node-writer.ts";
import { findWriteRule } from "./rules/index.ts";
import type { GraphTarget } from "./target.ts";

/** A named input or output of a written graph. */
export interface WrittenTensor {
  /** The caller's name. */
  readonly name: string;
  /** `node:0`. */
  readonly tensor: string;
  readonly dtype: ReturnType<typeof dataTypeName>;
  readonly shape: MessageDraft<"TensorShapeProto">;
}

/** A graph in TensorFlow's operators. Const nodes are there without their elements, which are apart. */
export interface WrittenGraph {
  readonly nodes: readonly MessageDraft<"NodeDef">[];
  /** The elements of Const nodes by their name, in order of first use. */
  readonly constants: ReadonlyMap<string, Constant>;
  readonly inputs: readonly WrittenTensor[];
  readonly outputs: readonly WrittenTensor[];
}

/** How a target's graph spells a node. */
export function graphSpelling(target: GraphTarget): (node: Node, graph: Pick<GraphView, "value">) => Spelling {
  return (node, graph) => {
    if (node.op === "opaque") {
      const kind = typeof node.attrs["kind"] === "string" ? node.attrs["kind"] : "an operator without a definition";
      return {
        unsupported: `'${String(node.attrs["op"] ?? "")}' is ${kind}, which ${target.title} has no operator for`,
      };
    }
    const rule = findWriteRule(node.op);
    if (rule === undefined) return { unsupported: `${target.title} has no operator for it` };
    if (rule.kind === "decompose") return "decompose";
    if (rule.kind === "unsupported") return { unsupported: rule.reason };
    const operand = (id: ValueId | null): Tensor | null => {
      const value = id === null ? undefined : graph.value(id);
      return value === undefined ? null : operandOf(value, value.name);
    };
    const reason = tryNode(node, node.inputs.map(operand), node.outputs.map(operand), target, nowhere);
    if (typeof reason !== "string") return "direct";
    return rule.elseDecompose ? "decompose" : { unsupported: reason };
  };
}

const nowhere: NodeSink = { name: (wanted) => wanted, node: () => undefined, constant: () => undefined };

const operandOf = ({ type, constant }: Pick<Value, "type" | "constant">, name: string): Tensor => ({
  name,
  type,
  ...(constant === undefined ? {} : { constant }),
});

/** Writes a node to a sink: its outputs, or why it cannot be written. */
function tryNode(
  node: Node,
  inputs: readonly (Tensor | null)[],
  outputs: readonly (Tensor | null)[],
  target: GraphTarget,
  sink: NodeSink,
): readonly Tensor[] | string {
  const rule = findWriteRule(node.op);
  if (rule?.kind !== "nodes") return "it has to be written as its definition first";
  for (const tensor of [...inputs, ...outputs]) {
    if (tensor?.type.quantization !== undefined) return `${target.title} has no quantized tensors in graphs`;
    if (tensor !== null && target.dtype(tensor.type.dtype) === undefined) {
      return `${target.title} has no tensors of type ${tensor.type.dtype}`;
    }
  }
  const types = outputs.flatMap((output) => (output === null ? [] : [output.type]));
  const writer = createNodeWriter(node.name, inputs, types, target, sink);
  try {
    const written = (rule.write as (w: typeof writer, attrs: unknown) => Tensor | readonly Tensor[])(
      writer,
      node.attrs,
    );
    return Array.isArray(written) ? (written as readonly Tensor[]) : [written as Tensor];
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Writes one signature of a model whose operators the target spells. Throws `TFG-E020` for a node that it does not. */
export function writeGraph(model: Model, signature: Signature, target: GraphTarget): WrittenGraph {
  const graph = getGraph(model, signature.graph);
  const nodes: MessageDraft<"NodeDef">[] = [];
  const constants = new Map<string, Constant>();
  const taken = new Set<string>();
  const sink: NodeSink = {
    name: (wanted) => freeName(wanted, taken),
    node: (node) => void nodes.push(node),
    constant(name, constant) {
      constants.set(name, constant);
      nodes.push({ name, op: "Const", attr: new Map([["dtype", { type: dataTypeName(typeOf(constant, target)) }]]) });
    },
  };
  const tensors = new Map<ValueId, Tensor>();
  const outputNames = new Set(signature.outputs.map(({ name }) => cleanName(name)));
  const inputs = signature.inputs.map(({ name, value }) => {
    const { type } = getValue(graph, value);
    const node = sink.name(outputNames.has(cleanName(name)) ? `${name}_input` : name);
    const dtype = target.dtype(type.dtype) ?? refuse(name, `${target.title} has no tensors of type ${type.dtype}`);
    const attr = new Map([
      ["dtype", { type: dataTypeName(dtype) }],
      ["shape", shapeAttr(type.shape)],
    ]);
    nodes.push({ name: node, op: "Placeholder", attr });
    tensors.set(value, { name: node, type });
    return { name, tensor: `${node}:0`, dtype: dataTypeName(dtype), shape: shapeDraft(type.shape) };
  });
  const results = signature.outputs.map(({ name }) => ({ name, node: sink.name(name) }));
  const operand = (id: ValueId | null): Tensor | null => {
    if (id === null) return null;
    const known = tensors.get(id);
    if (known !== undefined) return known;
    const value = getValue(graph, id);
    if (value.constant === undefined)
      return refuse(value.name, "it has no value: it is a variable, or nothing makes it");
    const name = sink.name(value.name);
    const tensor = operandOf(value, name);
    constants.set(name, value.constant);
    tensors.set(id, tensor);
    return tensor;
  };
  for (const node of graph.nodes) {
    const outputs = node.outputs.map((id) => operandOf(getValue(graph, id), ""));
    const written = tryNode(node, node.inputs.map(operand), outputs, target, sink);
    if (typeof written === "string") return refuse(node.name, written, node.op);
    node.outputs.forEach((id, i) => {
      const tensor = written[i];
      if (tensor !== undefined) tensors.set(id, tensor);
    });
  }
  const outputs = signature.outputs.map(({ name, value }, i) => {
    const tensor = operand(value) ?? refuse(name, "nothing makes it");
    const node = results[i]?.node ?? name;
    const { type } = getValue(graph, value);
    const dtype = dataTypeName(target.dtype(type.dtype) ?? type.dtype);
    nodes.push({ name: node, op: "Identity", input: [tensor.name], attr: new Map([["T", { type: dtype }]]) });
    return { name, tensor: `${node}:0`, dtype, shape: shapeDraft(type.shape) };
  });
  return { ...withUsedConstants(nodes, constants, target), inputs, outputs };
}

/** Const nodes before the nodes that read them; constants that rules replaced by views of them are left out. */
function withUsedConstants(
  nodes: readonly MessageDraft<"NodeDef">[],
  constants: ReadonlyMap<string, Constant>,
  target: GraphTarget,
): Pick<WrittenGraph, "nodes" | "constants"> {
  const used = new Map<string, Constant>();
  const ordered = nodes
    .filter(({ op }) => op !== "Const")
    .flatMap((node) => {
      const fresh = (node.input ?? []).flatMap((name): MessageDraft<"NodeDef">[] => {
        const constant = constants.get(name);
        if (constant === undefined || used.has(name)) return [];
        used.set(name, constant);
        const type = dataTypeName(typeOf(constant, target));
        return [{ name, op: "Const", attr: new Map([["dtype", { type }]]) }];
      });
      return [...fresh, node];
    });
  return { nodes: ordered, constants: used };
}

function typeOf(constant: Constant, target: GraphTarget): Constant["dtype"] {
  return target.dtype(constant.dtype) ?? constant.dtype;
}

function refuse(node: string, reason: string, op?: string): never {
  return fail(TFG_E020, { node, ...(op === undefined ? {} : { op }) }, { node, reason });
}

/** Letters that names of nodes may have (tensorflow/core/framework/node_def_util.cc); the first is a letter, digit or dot. */
function cleanName(name: string): string {
  const clean = name.replace(/:0$/, "").replace(/[^A-Za-z0-9_.\\/>-]/g, "_");
  return /^[A-Za-z0-9.]/.test(clean) ? clean : `n${clean}`;
}

function freeName(wanted: string, taken: Set<string>): string {
  const clean = cleanName(wanted);
  let name = clean;
  for (let i = 1; taken.has(name); i++) name = `${clean}_${i}`;
  taken.add(name);
  return name;
}
