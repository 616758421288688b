import type { GraphView, Node, ValueId } from "../../ir/index.ts";
import type { Spelling } from "../format.ts";
import { findRule } from "./ops/index.ts";
import { isRefusal } from "./ops/rule.ts";
import { builtinOperators } from "./schema/builtin-operators.ts";

/** How TensorFlow Lite spells a node: as it is, as its definition, or not, and why. */
export function spelling(node: Node, graph: Pick<GraphView, "value">): Spelling {
  if (node.op === "opaque") return opaqueSpelling(node);
  const rule = findRule(node.op);
  if (rule === undefined) return { unsupported: "TensorFlow Lite has no operator for it" };
  if (rule.kind === "decompose") return "decompose";
  if (rule.kind === "unsupported") return { unsupported: rule.reason };
  if (node.source?.format === "tflite") return "direct";
  const operand = (id: ValueId | null) => (id === null ? null : (graph.value(id) ?? null));
  const written = rule.write(node.attrs, {
    inputs: node.inputs.map(operand),
    outputs: node.outputs.flatMap((id) => operand(id) ?? []),
  });
  return isRefusal(written) ? { unsupported: written.refused } : "direct";
}

/** Operators that this format's reader kept go back; those of other formats have no meaning here. */
function opaqueSpelling({ attrs, source }: Node): Spelling {
  const name = String(attrs["op"] ?? "");
  if (attrs["unknownOptions"] !== undefined)
    return { unsupported: "its options are of a kind that is newer than this tool" };
  const isBuiltin = (builtinOperators as readonly string[]).includes(name);
  if (attrs["customOptions"] instanceof Uint8Array || (isBuiltin && source?.format === "tflite")) return "direct";
  if (isBuiltin && attrs["table"] !== undefined) return "direct";
  const kind = typeof attrs["kind"] === "string" ? attrs["kind"] : "an operator without a definition";
  return { unsupported: `'${name}' is ${kind}, which TensorFlow Lite has no operator for` };
}
