import { fail } from "../diagnostics/index.ts";
import type { Attrs, AttrValue } from "./attribute.ts";
import { IR_E001 } from "./codes.ts";
import type { Constant } from "./constant.ts";
import type { GraphId } from "./ids.ts";
import { type NodeId, nodeId, type ValueId, type VariableId, valueId } from "./ids.ts";
import type { Graph, Node, NodeSource, Provenance, Value } from "./model.ts";
import { type TensorType, tensorType } from "./type.ts";

/** A node to be added; its outputs are given as types and become values. */
export interface NodeDraft {
  readonly op: string;
  readonly name: string;
  readonly attrs: Attrs;
  readonly inputs: readonly (ValueId | null)[];
  readonly outputs: readonly OutputDraft[];
  readonly regions?: readonly GraphId[];
  readonly source?: NodeSource;
}

/** An output to be made, or an existing value that has no producer yet. */
export type OutputDraft = ValueId | { readonly type: TensorType; readonly name: string };

export interface ValueDraft {
  readonly type: TensorType;
  readonly name: string;
  readonly variable?: VariableId;
  readonly range?: { readonly min: readonly number[]; readonly max: readonly number[] };
  readonly raw?: AttrValue;
}

/**
 * Grows a graph by values and nodes in running order. Readers build whole graphs with it, passes the new part of a
 * patch; what is emitted through it cannot tell which.
 */
export interface GraphBuilder {
  value(id: ValueId): Value;
  addValue(draft: ValueDraft): ValueId;
  addConstant(constant: Constant, name: string, draft?: Partial<ValueDraft>): ValueId;
  addNode(draft: NodeDraft): Node;
  /** What has been added so far. */
  readonly nodes: readonly Node[];
  readonly values: readonly (Value | undefined)[];
}

/** A builder on top of `base`, whose values it may use; ids of new values and nodes follow those of the base. */
export function createBuilder(base?: Graph, provenance: readonly Provenance[] = []): GraphBuilder {
  const values: (Value | undefined)[] = [...(base?.values ?? [])];
  const nodes: Node[] = [];
  let nextNode = base === undefined ? 0 : 1 + base.nodes.reduce((max, node) => Math.max(max, node.id), -1);

  function addValue(draft: ValueDraft, constant?: Constant): ValueId {
    const id = valueId(values.length);
    values.push({ id, ...draft, ...(constant === undefined ? {} : { constant }) });
    return id;
  }

  return {
    nodes,
    values,
    value(id) {
      return values[id] ?? fail(IR_E001, {}, { kind: "value", id });
    },
    addValue: (draft) => addValue(draft),
    addConstant(constant, name, draft) {
      return addValue({ type: tensorType(constant.dtype, constant.shape), name, ...draft }, constant);
    },
    addNode(draft) {
      const id: NodeId = nodeId(nextNode++);
      const node: Node = {
        id,
        op: draft.op,
        name: draft.name,
        attrs: draft.attrs,
        inputs: draft.inputs,
        outputs: draft.outputs.map((output) => (typeof output === "number" ? output : addValue(output))),
        regions: draft.regions ?? [],
        provenance,
        ...(draft.source === undefined ? {} : { source: draft.source }),
      };
      nodes.push(node);
      return node;
    },
  };
}

/** The built graph. */
export function buildGraph(
  builder: GraphBuilder,
  name: string,
  inputs: readonly ValueId[],
  outputs: readonly ValueId[],
): Graph {
  return { name, values: [...builder.values], nodes: [...builder.nodes], inputs, outputs };
}
