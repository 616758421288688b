import { fail } from "../../../diagnostics/index.ts";
import {
  type Constant,
  type Graph,
  type GraphId,
  getGraph,
  getValue,
  type Model,
  type Signature,
  type ValueId,
} from "../../../ir/index.ts";
import type { DType } from "../../../numerics/index.ts";
import { tfDefinition } from "../ops/index.ts";
import { dataTypeName, type MessageDraft, shapeDraft } from "../schema/index.ts";
import { TFG_E020 } from "./codes.ts";
import { cleanName, freeName, functionLetters } from "./names.ts";
import { type NodeSink, shapeAttr, type Tensor } from "./node-writer.ts";
import { operandOf, tryNode } from "./spelling.ts";
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
  /** Branches, conditions and bodies. */
  readonly functions: readonly MessageDraft<"FunctionDef">[];
  /** The elements of Const nodes, those of functions too, by their name, in order of first use. */
  readonly constants: ReadonlyMap<string, Constant>;
  readonly inputs: readonly WrittenTensor[];
  readonly outputs: readonly WrittenTensor[];
}

/** What the graph and the functions of one file share. */
interface FileWriter {
  readonly model: Model;
  readonly target: GraphTarget;
  readonly taken: Set<string>;
  /** Every constant that was named, whether or not a node reads it in the end. */
  readonly named: Map<string, Constant>;
  /** The constants that nodes read. */
  readonly used: Map<string, Constant>;
  readonly functionNames: Map<GraphId, string>;
  readonly functions: MessageDraft<"FunctionDef">[];
  /** Graphs that are being written, one inside another. */
  depth: number;
}

/** Deepest nesting of graphs: models call graphs, but none calls itself. */
const deepest = 64;

/** Writes one signature of a model whose operators the target spells. Throws `TFG-E020` for a node that it does not. */
export function writeGraph(model: Model, signature: Signature, target: GraphTarget): WrittenGraph {
  const graph = getGraph(model, signature.graph);
  const file: FileWriter = {
    model,
    target,
    taken: new Set(),
    named: new Map(),
    used: new Map(),
    functionNames: new Map(),
    functions: [],
    depth: 0,
  };
  const nodes: MessageDraft<"NodeDef">[] = [];
  const tensors = new Map<ValueId, Tensor>();
  const outputNames = new Set(signature.outputs.map(({ name }) => cleanName(name)));
  const inputs = signature.inputs.map(({ name, value }) => {
    const { type } = getValue(graph, value);
    const node = freeName(outputNames.has(cleanName(name)) ? `${name}_input` : name, file.taken);
    const dtype = typeName(type.dtype, name, target);
    const attr = new Map([
      ["dtype", { type: dtype }],
      ["shape", shapeAttr(type.shape)],
    ]);
    nodes.push({ name: node, op: "Placeholder", attr });
    tensors.set(value, { name: node, type });
    return { name, tensor: `${node}:0`, dtype, shape: shapeDraft(type.shape) };
  });
  const results = signature.outputs.map(({ name }) => freeName(name, file.taken));
  const read = writeNodes(file, graph, tensors, nodes);
  const outputs = signature.outputs.map(({ name, value }, i) => {
    const tensor = read(value) ?? refuse(name, "nothing makes it");
    const node = results[i] ?? name;
    const { type } = getValue(graph, value);
    const dtype = typeName(type.dtype, name, target);
    nodes.push({ name: node, op: "Identity", input: [tensor.name], attr: new Map([["T", { type: dtype }]]) });
    return { name, tensor: `${node}:0`, dtype, shape: shapeDraft(type.shape) };
  });
  return { nodes: withConstants(nodes, file), functions: file.functions, constants: file.used, inputs, outputs };
}

/** Writes the nodes of a graph whose inputs are in `tensors`; the answer finds the tensor of any of its values. */
function writeNodes(
  file: FileWriter,
  graph: Graph,
  tensors: Map<ValueId, Tensor>,
  nodes: MessageDraft<"NodeDef">[],
): (id: ValueId | null) => Tensor | null {
  const operand = (id: ValueId | null): Tensor | null => {
    if (id === null) return null;
    const known = tensors.get(id);
    if (known !== undefined) return known;
    const value = getValue(graph, id);
    if (value.constant === undefined) return refuse(value.name, "it is a variable, or nothing makes it");
    const name = freeName(value.name, file.taken);
    const tensor = operandOf(value, name);
    file.named.set(name, value.constant);
    tensors.set(id, tensor);
    return tensor;
  };
  if (file.depth >= deepest) refuse(graph.name, "graphs run graphs without end");
  file.depth++;
  for (const node of graph.nodes) {
    const sink: NodeSink = {
      name: (wanted) => freeName(wanted, file.taken),
      node: (written) => void nodes.push(written),
      constant: (name, constant) => void file.named.set(name, constant),
      region: (index) => functionName(file, node.regions[index] ?? refuse(node.name, "it has no such graph")),
      inline(index, args) {
        const inner = getGraph(file.model, node.regions[index] ?? refuse(node.name, "it has no such graph"));
        const given = inner.inputs.flatMap((id, i): [ValueId, Tensor][] => {
          const tensor = args[i] ?? null;
          return tensor === null ? [] : [[id, tensor]];
        });
        const result = writeNodes(file, inner, new Map(given), nodes);
        return inner.outputs.map((id) => result(id) ?? refuse(node.name, "nothing makes its result"));
      },
    };
    const outputs = node.outputs.map((id) => operandOf(getValue(graph, id), ""));
    const written = tryNode(node, node.inputs.map(operand), outputs, file.target, sink);
    if (typeof written === "string") return refuse(node.name, written, node.op);
    node.outputs.forEach((id, i) => {
      const tensor = written[i];
      if (tensor !== undefined) tensors.set(id, tensor);
    });
  }
  file.depth--;
  return operand;
}

/** The function of a graph that a node runs, written at its first use. */
function functionName(file: FileWriter, id: GraphId): string {
  const known = file.functionNames.get(id);
  if (known !== undefined) return known;
  const graph = getGraph(file.model, id);
  const name = freeName(functionLetters(graph.name), file.taken);
  file.functionNames.set(id, name);
  const tensors = new Map<ValueId, Tensor>();
  const nodes: MessageDraft<"NodeDef">[] = [];
  const args = graph.inputs.map((value, i) => {
    const { type } = getValue(graph, value);
    const arg = `arg${i}`;
    file.taken.add(arg);
    tensors.set(value, { name: arg, type });
    return { name: arg, type: typeName(type.dtype, arg, file.target) };
  });
  const read = writeNodes(file, graph, tensors, nodes);
  const argNames = new Set(args.map((arg) => arg.name));
  const results = graph.outputs.map((value, i) => {
    const { type } = getValue(graph, value);
    const tensor = read(value) ?? refuse(name, "nothing makes its result");
    return { name: `result${i}`, type: typeName(type.dtype, name, file.target), tensor: tensor.name };
  });
  const written = withConstants(
    nodes,
    file,
    results.map(({ tensor }) => tensor),
  );
  const ops = new Map(written.map((node) => [node.name ?? "", node.op ?? ""]));
  const inFunction = (tensor: string): string => functionInput(tensor, argNames, ops);
  file.functions.push({
    signature: {
      name,
      input_arg: args,
      output_arg: results.map((result) => ({ name: result.name, type: result.type })),
    },
    node_def: written.map((node) => ({ ...node, input: (node.input ?? []).map(inFunction) })),
    ret: new Map(results.map((result) => [result.name, inFunction(result.tensor)])),
  });
  return name;
}

/** A tensor as functions name it: `argument`, or `node:output:index`. */
function functionInput(tensor: string, args: ReadonlySet<string>, ops: ReadonlyMap<string, string>): string {
  const [node = "", index = "0"] = tensor.split(":");
  if (args.has(node)) return node;
  const slots = tfDefinition(ops.get(node) ?? "")?.outputs ?? [];
  const slot = slots.length > 1 ? slots[Number(index)] : slots[0];
  return `${node}:${slot?.name ?? "output"}:${slots.length > 1 ? 0 : index}`;
}

/** Const nodes before the nodes that read them; constants that rules replaced by views of them are left out. */
function withConstants(
  nodes: readonly MessageDraft<"NodeDef">[],
  { named, used, target }: FileWriter,
  ends: readonly string[] = [],
): readonly MessageDraft<"NodeDef">[] {
  const here = new Set<string>();
  const fresh = (name: string): MessageDraft<"NodeDef">[] => {
    const constant = named.get(name);
    if (constant === undefined || here.has(name)) return [];
    here.add(name);
    used.set(name, constant);
    return [{ name, op: "Const", attr: new Map([["dtype", { type: typeName(constant.dtype, name, target) }]]) }];
  };
  const ordered = nodes.flatMap((node) => [...(node.input ?? []).flatMap(fresh), node]);
  return [...ordered, ...ends.flatMap(fresh)];
}

function typeName(dtype: DType, name: string, target: GraphTarget): ReturnType<typeof dataTypeName> {
  return dataTypeName(target.dtype(dtype) ?? refuse(name, `${target.title} has no tensors of type ${dtype}`));
}

function refuse(node: string, reason: string, op?: string): never {
  return fail(TFG_E020, { node, ...(op === undefined ? {} : { op }) }, { node, reason });
}
