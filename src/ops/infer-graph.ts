import { attempt, type Diagnostic } from "../diagnostics/index.ts";
import {
  constantTensor,
  type Graph,
  type GraphId,
  getGraph,
  type Model,
  type Node,
  type TensorType,
  type Value,
  type ValueId,
  withGraph,
} from "../ir/index.ts";
import type { Dim } from "../numerics/index.ts";
import type { InferContext, RegionType } from "./define.ts";
import { knownElements } from "./emit.ts";
import { evaluateKnown, findOp, inferOutputs } from "./inference.ts";

/** A model with the types of its values worked out again, and where that was not possible. */
export interface InferredModel {
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Works out every type of a graph again from its inputs' types, and of the graphs that it runs, each from its first use.
 * Quantization stays as declared. Where inference refuses, or the operator is not known, the declared types stay and the
 * refusal is returned.
 */
export function inferGraph(model: Model, id: GraphId, inputs: readonly TensorType[]): InferredModel {
  return inferOnce(model, id, inputs, new Set());
}

function inferOnce(model: Model, id: GraphId, inputs: readonly TensorType[], done: Set<GraphId>): InferredModel {
  done.add(id);
  const graph = getGraph(model, id);
  const diagnostics: Diagnostic[] = [];
  const values: (Value | undefined)[] = [...graph.values];
  const dims = new Map<ValueId, readonly Dim[]>();
  let current = model;

  const setType = (value: ValueId, type: TensorType): void => {
    const old = values[value];
    if (old !== undefined) values[value] = { ...old, type: withDeclaredQuantization(type, old.type) };
  };
  graph.inputs.forEach((input, index) => {
    const type = inputs[index];
    if (type !== undefined) setType(input, type);
  });

  for (const node of graph.nodes) {
    const operands = node.inputs.map((input) => (input === null ? null : (values[input]?.type ?? null)));
    const regions = inferRegions(node, operands);
    if (findOp(node.op) === undefined) continue;
    const context = nodeContext(node, regions, values, dims);
    const result = attempt(() => inferOutputs(context, node.name));
    if ("diagnostic" in result) {
      diagnostics.push(result.diagnostic);
      continue;
    }
    node.outputs.forEach((output, index) => {
      const type = result.value[index];
      if (type !== undefined) setType(output, type);
      const known = evaluateKnown(context, result.value, index);
      if (known !== undefined) dims.set(output, known);
    });
  }

  function inferRegions(node: Node, operands: readonly (TensorType | null)[]): RegionType[] {
    const given = findOp(node.op)?.regionInputs?.(operands);
    return node.regions.map((region) => {
      if (given !== undefined && !done.has(region) && getGraph(current, region).inputs.length === given.length) {
        const types = given.filter((type) => type !== null);
        const inner = inferOnce(current, region, types, done);
        current = inner.model;
        diagnostics.push(...inner.diagnostics);
      }
      return regionType(getGraph(current, region));
    });
  }

  return { model: withGraph(current, id, { ...graph, values }), diagnostics };
}

/** Types that a graph takes and gives when run as a region. */
export function regionType(graph: Graph): RegionType {
  const typeOf = (id: ValueId): TensorType => graph.values[id]?.type ?? { dtype: "float32", shape: undefined };
  return { inputs: graph.inputs.map(typeOf), outputs: graph.outputs.map(typeOf) };
}

/** What inference may look at for a node of a graph: its operands' types and constants, and the dimensions known so far. */
export function nodeContext(
  node: Node,
  regions: readonly RegionType[],
  values: readonly (Value | undefined)[],
  dims: ReadonlyMap<ValueId, readonly Dim[]>,
): InferContext<Node["attrs"]> {
  const constantOf = (input: number): Value["constant"] => {
    const value = node.inputs[input];
    return value === null || value === undefined ? undefined : values[value]?.constant;
  };
  return {
    op: node.op,
    attrs: node.attrs,
    inputs: node.inputs.map((input) => (input === null ? null : (values[input]?.type ?? null))),
    regions,
    outputCount: node.outputs.length,
    declared: node.outputs.map((output) => values[output]?.type),
    known(input) {
      const constant = constantOf(input);
      if (constant !== undefined) return knownElements(constant);
      const value = node.inputs[input];
      return value === null || value === undefined ? undefined : dims.get(value);
    },
    constant(input) {
      const constant = constantOf(input);
      return constant && constantTensor(constant);
    },
  };
}

function withDeclaredQuantization(type: TensorType, declared: TensorType): TensorType {
  const { dtype, shape } = type;
  return declared.quantization === undefined ? { dtype, shape } : { dtype, shape, quantization: declared.quantization };
}
