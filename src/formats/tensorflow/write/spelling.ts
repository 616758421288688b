import type { GraphView, Node, Value, ValueId } from "../../../ir/index.ts";
import type { Spelling } from "../../format.ts";
import { createNodeWriter, type NodeSink, Refusal, type Tensor } from "./node-writer.ts";
import { findWriteRule } from "./rules/index.ts";
import type { GraphTarget } from "./target.ts";

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

const nowhere: NodeSink = {
  name: (wanted) => wanted,
  node: () => undefined,
  constant: () => undefined,
  region: () => "",
  inline: () => [],
};

export const operandOf = ({ type, constant }: Pick<Value, "type" | "constant">, name: string): Tensor => ({
  name,
  type,
  ...(constant === undefined ? {} : { constant }),
});

/** Writes a node to a sink: its outputs, or why it cannot be written. */
export function tryNode(
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
