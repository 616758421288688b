import { fail } from "../../../diagnostics/index.ts";
import { TFG_E001 } from "../codes.ts";
import { repeatCount, tfDefinition } from "../ops/index.ts";
import {
  type AttrValue,
  type FunctionDef,
  type GraphDef,
  type InputRef,
  type NodeDef,
  parseInput,
} from "../schema/index.ts";

/** A node whose inputs have been looked at. */
export interface BodyNode {
  readonly name: string;
  readonly op: string;
  /** Data inputs in order. */
  readonly inputs: readonly InputRef[];
  /** Names of the nodes that must have run before. */
  readonly controls: readonly string[];
  readonly attrs: ReadonlyMap<string, AttrValue>;
  readonly device: string;
}

/** Nodes that refer to each other by name: the graph of a file, or the body of a function. */
export interface Body {
  /** Function name; empty for the graph of a file. */
  readonly name: string;
  readonly nodes: ReadonlyMap<string, BodyNode>;
  /** Argument positions by name; none outside functions. */
  readonly args: ReadonlyMap<string, number>;
  /** Outputs that others use of nodes whose operator is not known: their names in order, and how many there are. */
  readonly unknown: ReadonlyMap<string, UnknownOutputs>;
  /** Nodes by the nodes that take their data. */
  readonly users: ReadonlyMap<string, readonly BodyNode[]>;
  /** Enter nodes by the loop of TensorFlow 1 that they lead into. */
  readonly loops: ReadonlyMap<string, readonly BodyNode[]>;
}

export interface UnknownOutputs {
  readonly names: readonly string[];
  readonly count: number;
}

const noArguments: ReadonlyMap<string, number> = new Map();

/** The graph of a file. Throws `TFG-E001` for two nodes of one name. */
export function graphBody(graph: GraphDef): Body {
  const nodes = indexNodes(graph.nodes, "");
  return makeBody("", nodes, noArguments, []);
}

/** The body of a function with the caller's values for its attributes. */
export function functionBody(definition: FunctionDef, given: ReadonlyMap<string, AttrValue>): Body {
  const nodes = indexNodes(definition.nodes, definition.name);
  const args = new Map(definition.inputs.map((arg, index) => [arg.name, index]));
  const returned = [...definition.returns.values()].map(parseInput);
  if (definition.attrNames.length === 0) return makeBody(definition.name, nodes, args, returned);
  const filled = [...nodes.values()].map((node): [string, BodyNode] => [
    node.name,
    { ...node, attrs: new Map([...node.attrs].map(([name, value]) => [name, fillIn(value, given)])) },
  ]);
  return makeBody(definition.name, new Map(filled), args, returned);
}

function makeBody(
  name: string,
  nodes: ReadonlyMap<string, BodyNode>,
  args: ReadonlyMap<string, number>,
  returned: readonly InputRef[],
): Body {
  return { name, nodes, args, unknown: unknownOutputs(nodes, returned), users: usersOf(nodes), loops: loopsOf(nodes) };
}

function loopsOf(nodes: ReadonlyMap<string, BodyNode>): ReadonlyMap<string, readonly BodyNode[]> {
  const loops = new Map<string, BodyNode[]>();
  for (const node of nodes.values()) {
    if (!isEnter(node)) continue;
    const list = loops.get(frameName(node));
    if (list === undefined) loops.set(frameName(node), [node]);
    else list.push(node);
  }
  return loops;
}

/** Whether a node leads into a loop of TensorFlow 1. */
export const isEnter = ({ op }: BodyNode): boolean => op === "Enter" || op === "RefEnter";

/** Name of the loop that an Enter leads into. */
export function frameName(enter: BodyNode): string {
  const value = enter.attrs.get("frame_name");
  return value?.kind === "string" ? new TextDecoder().decode(value.value) : "";
}

/** The graph with other nodes. */
export function withNodes(body: Body, nodes: ReadonlyMap<string, BodyNode>): Body {
  return makeBody(body.name, nodes, body.args, []);
}

function usersOf(nodes: ReadonlyMap<string, BodyNode>): ReadonlyMap<string, readonly BodyNode[]> {
  const users = new Map<string, BodyNode[]>();
  for (const node of nodes.values()) {
    for (const { node: from } of node.inputs) {
      const list = users.get(from);
      if (list === undefined) users.set(from, [node]);
      else list.push(node);
    }
  }
  return users;
}

function fillIn(value: AttrValue, given: ReadonlyMap<string, AttrValue>): AttrValue {
  return value.kind === "placeholder" ? (given.get(value.value) ?? value) : value;
}

function indexNodes(list: readonly NodeDef[], body: string): ReadonlyMap<string, BodyNode> {
  const nodes = new Map<string, BodyNode>();
  for (const { name, op, inputs, attrs, device } of list) {
    if (nodes.has(name)) fail(TFG_E001, { graph: body, node: name }, { problem: `Two nodes are called '${name}'` });
    const refs = inputs.map(parseInput);
    nodes.set(name, {
      name,
      op,
      inputs: refs.filter((ref) => !ref.isControl),
      controls: refs.filter((ref) => ref.isControl).map((ref) => ref.node),
      attrs,
      device,
    });
  }
  return nodes;
}

/** Number of outputs of a node: by its operator's definition, or as many as others use. */
export function outputCount(body: Body, node: BodyNode): number {
  const definition = tfDefinition(node.op);
  if (definition === undefined) return body.unknown.get(node.name)?.count ?? 1;
  return definition.outputs.reduce((sum, { repeat }) => sum + repeatCount(node.attrs, repeat), 0);
}

/** Outputs of nodes of unknown operators, as far as others use them. */
function unknownOutputs(
  nodes: ReadonlyMap<string, BodyNode>,
  returned: readonly InputRef[],
): ReadonlyMap<string, UnknownOutputs> {
  const found = new Map<string, { names: string[]; count: number }>();
  for (const { name, op } of nodes.values()) {
    if (tfDefinition(op) === undefined) found.set(name, { names: [], count: 1 });
  }
  if (found.size === 0) return found;
  for (const ref of [...[...nodes.values()].flatMap(({ inputs }) => inputs), ...returned]) {
    const outputs = found.get(ref.node);
    if (outputs === undefined) continue;
    if (ref.output !== undefined && !outputs.names.includes(ref.output)) outputs.names.push(ref.output);
    outputs.count = Math.max(outputs.count, outputs.names.length, ref.index + 1);
  }
  return found;
}

/** The flat index of the output that a reference means. Functions name outputs, graphs number them. */
export function outputIndex(body: Body, node: BodyNode, ref: InputRef): number {
  if (ref.output === undefined) return ref.index;
  const unknown = body.unknown.get(node.name);
  if (unknown !== undefined) return Math.max(unknown.names.indexOf(ref.output), 0) + ref.index;
  let start = 0;
  for (const slot of tfDefinition(node.op)?.outputs ?? []) {
    if (slot.name === ref.output) return start + ref.index;
    start += repeatCount(node.attrs, slot.repeat);
  }
  return ref.index;
}
