import { fail } from "../diagnostics/index.ts";
import type { Attrs, AttrValue } from "./attribute.ts";
import { IR_E001 } from "./codes.ts";
import type { Constant } from "./constant.ts";
import { type GraphId, nodeId, type ValueId, type VariableId, valueId } from "./ids.ts";
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
  /** A value of the base or an added one. Throws `IR-E001` when there is none. */
  value(id: ValueId): Value;
  addValue(draft: ValueDraft): ValueId;
  addConstant(constant: Constant, name: string, draft?: Partial<ValueDraft>): ValueId;
  addNode(draft: NodeDraft): Node;
  /** The nodes that were added, in order. */
  readonly nodes: readonly Node[];
  /** The values that were added, in order of id. */
  readonly values: readonly Value[];
}

/** What a builder stands on: values that it may use, and the ids that are free. */
export interface BuilderBase {
  value(id: ValueId): Value | undefined;
  readonly nextValue: number;
  readonly nextNode: number;
}

const nothing: BuilderBase = { value: () => undefined, nextValue: 0, nextNode: 0 };

/** A builder on top of `base`; every node that it adds gets `provenance`. */
export function createBuilder(base: BuilderBase = nothing, provenance: readonly Provenance[] = []): GraphBuilder {
  const values: Value[] = [];
  const nodes: Node[] = [];
  const { nextValue, nextNode } = base;

  function addValue(draft: ValueDraft, constant?: Constant): ValueId {
    const id = valueId(nextValue + values.length);
    values.push({ id, ...draft, ...(constant === undefined ? {} : { constant }) });
    return id;
  }

  return {
    nodes,
    values,
    value(id) {
      const value = id >= nextValue ? values[id - nextValue] : base.value(id);
      return value ?? fail(IR_E001, {}, { kind: "value", id });
    },
    addValue: (draft) => addValue(draft),
    addConstant(constant, name, draft) {
      return addValue({ type: tensorType(constant.dtype, constant.shape), name, ...draft }, constant);
    },
    addNode(draft) {
      const node: Node = {
        id: nodeId(nextNode + nodes.length),
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

/** The graph of a builder without a base. */
export function buildGraph(
  builder: GraphBuilder,
  name: string,
  inputs: readonly ValueId[],
  outputs: readonly ValueId[],
): Graph {
  return { name, values: [...builder.values], nodes: [...builder.nodes], inputs, outputs };
}
