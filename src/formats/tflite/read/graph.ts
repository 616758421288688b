import type { ByteSource } from "../../../bytes/index.ts";
import { type Collector, fail } from "../../../diagnostics/index.ts";
import { type Graph, type Node, type Value, type ValueId, valueId } from "../../../ir/index.ts";
import { type Dim, symbolDim } from "../../../numerics/index.ts";
import { TFL_E002, TFL_E008 } from "../codes.ts";
import type { rulesByCode } from "../ops/index.ts";
import { quantizationTensors } from "../quantization.ts";
import type { Table } from "../schema/schema.ts";
import { readOperator } from "./operators.ts";
import { mostAxes, readValue, type ValueContext } from "./values.ts";
import type { VariableList } from "./variables.ts";

export interface GraphContext {
  readonly file: ByteSource;
  readonly codes: readonly Table<"OperatorCode">[];
  readonly graphCount: number;
  readonly rules: ReturnType<typeof rulesByCode>;
  readonly values: ValueContext;
  readonly variables: VariableList;
  readonly report: Collector;
}

/** What an operand and an operator take in a file, roughly. */
const bytesPerOperand = 4;
const bytesPerOperator = 64;

const operandCount = ({ inputs, outputs, intermediates }: Table<"Operator">): number =>
  (inputs?.length ?? 0) + (outputs?.length ?? 0) + (intermediates?.length ?? 0);

/** Name of a graph that the file gives none. */
const graphName = (index: number): string => (index === 0 ? "main" : `subgraph_${index}`);

/**
 * The graph of a subgraph: value `i` is tensor `i`. `isEntry` graphs can be called from outside; open dimensions of their
 * inputs get names, so that they can be followed through the graph.
 */
export function readGraph(subgraph: Table<"SubGraph">, index: number, isEntry: boolean, context: GraphContext): Graph {
  const name = subgraph.name ?? graphName(index);
  const tensors = subgraph.tensors ?? [];
  const operators = subgraph.operators ?? [];
  const { file } = context;
  const { work } = context.values;
  const named = (subgraph.inputs?.length ?? 0) + (subgraph.outputs?.length ?? 0);
  work.spend(
    operators.reduce((sum, operator) => sum + operandCount(operator), named),
    bytesPerOperand,
  );
  work.spend(operators.length, bytesPerOperator);
  const checked = (indices: readonly number[] | undefined): ValueId[] =>
    (indices ?? []).map((tensor) => {
      if (tensor < 0 || tensor >= tensors.length) {
        fail(TFL_E002, { file: file.name, graph: name }, { what: "tensor", index: tensor, count: tensors.length });
      }
      return valueId(tensor);
    });
  const inputs = checked(subgraph.inputs);
  const isInput = new Set(inputs);
  const outputs = checked(subgraph.outputs);

  const made = new Set<number>([...inputs, ...operators.flatMap((operator) => [...(operator.outputs ?? [])])]);
  const used = new Set<number>([...made, ...outputs]);
  for (const operator of operators) {
    for (const tensor of operator.inputs ?? []) used.add(tensor);
    for (const tensor of operator.intermediates ?? []) used.add(tensor);
  }
  const symbols = isEntry ? symbolNames(subgraph) : undefined;
  const shapeOf = (tensor: number) => tensors[tensor]?.shape;
  const values: Value[] = tensors.map((tensor, at) => {
    const fed = isInput.has(valueId(at));
    const value = readValue(
      tensor,
      {
        index: at,
        graph: name,
        isInput: fed,
        symbol: fed ? symbols?.get(at) : undefined,
        shapeOf,
        orphan: !made.has(at) && !tensor.is_variable,
        used: used.has(at),
      },
      context.values,
    );
    if (!tensor.is_variable) return value;
    // State that an operator writes anew in every run is an ordinary value; so is what says to be state, but has bytes.
    if (made.has(at) || value.constant !== undefined) {
      return { ...value, raw: { ...(value.raw as object | undefined), is_variable: true } };
    }
    return { ...value, variable: context.variables.stateful(value) };
  });
  // Scales of blockwise quantization are tensors that no operator reads.
  const referenced = new Set(values.flatMap((v) => quantizationTensors(v.type.quantization, rawQuantizationOf(v))));
  for (const id of referenced) {
    const value = values[id];
    if (value !== undefined) values[id] = withoutUnusedMark(value);
  }

  const nodes = operators.map((operator, at) =>
    readOperator(operator, at, { ...context, graph: name, values, tensorCount: tensors.length }),
  );
  const graph = { name, values, nodes, inputs, outputs };
  return settleOrphans(graph, context);
}

/** Names for the open dimensions of inputs: a leading one is the batch, `N`; the others are `D0`, `D1` ... */
function symbolNames(subgraph: Table<"SubGraph">): ReadonlyMap<number, (axis: number) => Dim> {
  let count = 0;
  const names = new Map<number, (axis: number) => Dim>();
  for (const input of subgraph.inputs ?? []) {
    const tensor = subgraph.tensors?.[input];
    const signature = tensor?.shape_signature ?? [];
    if (names.has(input) || signature.length > mostAxes) continue;
    const open = (signature.length > 0 ? signature : (tensor?.shape ?? [])).map((dim, axis) => {
      if (dim !== -1 || axis === 0) return "N";
      return `D${count++}`;
    });
    names.set(input, (axis) => symbolDim(open[axis] ?? "N"));
  }
  return names;
}

function rawQuantizationOf({ raw }: Value): NonNullable<Value["raw"]> | undefined {
  return (raw as { readonly quantization?: NonNullable<Value["raw"]> } | undefined)?.quantization;
}

function withoutUnusedMark(value: Value): Value {
  const { raw, ...rest } = value;
  const { unused: _, ...kept } = (raw ?? {}) as { readonly [key: string]: NonNullable<Value["raw"]> };
  return Object.keys(kept).length === 0 ? rest : { ...rest, raw: kept };
}

/**
 * Tensors that are read though nothing makes them: memory that a custom operator asks for becomes a stateful value; what a
 * built-in operator would read is an error, because it would be whatever the memory holds.
 */
function settleOrphans(graph: Graph, context: GraphContext): Graph {
  const values = [...graph.values];
  const ready = new Set<ValueId>(graph.inputs);
  for (const value of values) {
    if (value !== undefined && (value.constant !== undefined || value.variable !== undefined)) ready.add(value.id);
  }
  const made = new Set(graph.nodes.flatMap((node) => node.outputs));
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      const value = input === null ? undefined : values[input];
      if (value === undefined || ready.has(value.id)) continue;
      if (isCustom(node) && !made.has(value.id)) {
        const raw = { ...(value.raw as object | undefined), scratch: true };
        values[value.id] = { ...value, variable: context.variables.stateful(value), raw };
      } else {
        const where = { file: context.file.name, graph: graph.name, node: node.name, op: node.source?.op ?? node.op };
        context.report.report(TFL_E008, { ...where, tensor: value.name }, { tensor: value.name });
      }
      ready.add(value.id);
    }
    for (const output of node.outputs) ready.add(output);
  }
  return { ...graph, values };
}

const isCustom = (node: Node): boolean => node.op === "opaque" && node.attrs["customOptions"] !== undefined;
