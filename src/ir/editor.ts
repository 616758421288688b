import { fail } from "../diagnostics/index.ts";
import type { BuilderBase } from "./builder.ts";
import { IR_E003 } from "./codes.ts";
import type { NodeId, ValueId } from "./ids.ts";
import type { Graph, Node, Value } from "./model.ts";
import type { Patch } from "./patch.ts";
import { printType } from "./text/type.ts";
import { compatibleTypes } from "./type.ts";

/** A graph as rules look at it: who makes a value, who reads it. */
export interface GraphView extends BuilderBase {
  readonly name: string;
  /** The node that makes a value; undefined for inputs and constants. */
  producer(value: ValueId): Node | undefined;
  /** The nodes that read a value, each once. */
  consumers(value: ValueId): readonly Node[];
  isOutput(value: ValueId): boolean;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  /** Nodes in running order, as they are when the walk reaches them. */
  nodes(): Iterable<Node>;
  /** Whether a node is still part of the graph, unchanged. */
  has(node: Node): boolean;
}

/** A graph being rewritten: patches are applied in time proportional to their own size. */
export interface GraphEditor extends GraphView {
  /**
   * Applies a patch, whole or not at all. Refuses (`IR-E003`) one that replaces a value by one of another type, removes
   * a node whose output is still used, lets a node read what it makes, or was made for another state of the graph. New
   * nodes read the values that they name, replaced or not. A replaced value passes its name on to a new one; a replaced
   * graph output also to an old one that is neither input nor output, because callers know outputs by name.
   */
  apply(patch: Patch): void;
  /** The graph as it stands. */
  graph(): Graph;
}

interface Link {
  node: Node;
  previous: Link | undefined;
  next: Link | undefined;
  removed: boolean;
}

export function createEditor(start: Graph): GraphEditor {
  const values: (Value | undefined)[] = [...start.values];
  const links = new Map<NodeId, Link>();
  const makers = new Map<ValueId, Link>();
  const users = new Map<ValueId, Set<Link>>();
  let outputs: readonly ValueId[] = start.outputs;
  let first: Link | undefined;
  let last: Link | undefined;
  let nextNode = 0;

  function connect(link: Link): void {
    links.set(link.node.id, link);
    nextNode = Math.max(nextNode, link.node.id + 1);
    for (const output of link.node.outputs) makers.set(output, link);
    for (const input of link.node.inputs) if (input !== null) use(input, link);
  }

  function use(value: ValueId, link: Link): void {
    const set = users.get(value);
    if (set === undefined) users.set(value, new Set([link]));
    else set.add(link);
  }

  function insertAfter(node: Node, position: Link | undefined): Link {
    const next = position === undefined ? first : position.next;
    const link: Link = { node, previous: position, next, removed: false };
    if (position === undefined) first = link;
    else position.next = link;
    if (next === undefined) last = link;
    else next.previous = link;
    connect(link);
    return link;
  }

  function unlink(link: Link): void {
    if (link.previous === undefined) first = link.next;
    else link.previous.next = link.next;
    if (link.next === undefined) last = link.previous;
    else link.next.previous = link.previous;
    link.removed = true;
    links.delete(link.node.id);
    for (const input of link.node.inputs) if (input !== null) users.get(input)?.delete(link);
    for (const output of link.node.outputs) {
      if (makers.get(output) === link) makers.delete(output);
    }
  }

  for (const node of start.nodes) insertAfter(node, last);

  function redirection(patch: Patch, refuse: (problem: string) => never): (id: ValueId) => ValueId {
    return (id) => {
      let at = id;
      for (let hops = 0; patch.replace.has(at); hops++) {
        if (hops > patch.replace.size) refuse("the replacements form a circle");
        at = patch.replace.get(at) as ValueId;
      }
      return at;
    };
  }

  /** Everything that could be wrong with a patch, before anything is changed. */
  function check(patch: Patch, redirect: (id: ValueId) => ValueId, refuse: (problem: string) => never): void {
    if (
      patch.values.some((value, index) => value.id !== values.length + index) ||
      patch.nodes.some((n) => n.id < nextNode)
    ) {
      refuse("it was made for another state of the graph");
    }
    const find = (id: ValueId): Value =>
      (id < values.length ? values[id] : patch.values[id - values.length]) ?? refuse(`value ${id} does not exist`);
    for (const [old, replacement] of patch.replace) {
      const [before, after] = [find(old), find(replacement)];
      if (!compatibleTypes(before.type, after.type)) {
        refuse(`'${before.name}' is ${printType(before.type)}, its replacement ${printType(after.type)}`);
      }
    }
    const removed = new Set<Link>();
    for (const id of patch.remove) removed.add(links.get(id) ?? refuse(`node ${id} does not exist`));
    const remade = new Set(patch.nodes.flatMap((node) => node.outputs));
    for (const old of patch.replace.keys()) {
      const target = redirect(old);
      const maker = makers.get(target);
      if (maker === undefined || remade.has(target)) continue;
      if (removed.has(maker)) refuse(`'${find(target).name}' replaces '${find(old).name}', but its maker is removed`);
      if (maker.node.inputs.includes(old)) refuse(`'${maker.node.name}' would read what it makes`);
    }
    for (const node of patch.nodes) {
      for (const input of node.inputs) if (input !== null) find(input);
      for (const output of node.outputs) {
        const maker = makers.get(output);
        if (maker !== undefined && !removed.has(maker)) refuse(`'${find(output).name}' would be made twice`);
      }
    }
    const added = new Set(patch.nodes.flatMap((node) => node.inputs));
    for (const { node } of removed) {
      for (const output of node.outputs) {
        if (added.has(output)) refuse(`a new node reads '${find(output).name}', whose maker is removed`);
        if (patch.replace.has(output)) continue;
        if (outputs.includes(output)) refuse(`output '${find(output).name}' is lost`);
        for (const user of users.get(output) ?? []) {
          if (!removed.has(user)) refuse(`'${user.node.name}' still reads '${find(output).name}'`);
        }
      }
    }
  }

  function apply(patch: Patch): void {
    const refuse = (problem: string): never => fail(IR_E003, { graph: start.name }, { rule: patch.rule, problem });
    const redirect = redirection(patch, refuse);
    check(patch, redirect, refuse);

    values.push(...patch.values);
    const fresh = values.length - patch.values.length;
    for (const old of patch.replace.keys()) {
      const replacement = redirect(old);
      const [before, after] = [values[old], values[replacement]];
      const free = outputs.includes(old) && makers.has(replacement) && !outputs.includes(replacement);
      const own = replacement >= fresh || free;
      if (before && after && own) values[replacement] = { ...after, name: before.name };
    }

    const removed = patch.remove.map((id) => links.get(id) as Link);
    let position = removed.at(-1);
    const added = new Set<Link>();
    for (const node of patch.nodes) {
      position = insertAfter(node, position);
      added.add(position);
    }
    for (const link of removed) unlink(link);
    for (const old of patch.replace.keys()) {
      for (const user of users.get(old) ?? []) {
        if (added.has(user)) continue;
        users.get(old)?.delete(user);
        user.node = redirectInputs(user.node, patch.replace, redirect);
        use(redirect(old), user);
      }
    }
    if (outputs.some((output) => patch.replace.has(output))) outputs = outputs.map(redirect);
    for (const { node } of removed)
      for (const output of node.outputs) if (!makers.has(output)) values[output] = undefined;
  }

  function* walk(): Iterable<Node> {
    let at = first;
    while (at !== undefined) {
      if (!at.removed) yield at.node;
      // A removed link still points to where it stood; what took its place lies before its `next`.
      at = at.removed ? firstLive(at) : at.next;
    }
  }

  function firstLive(from: Link): Link | undefined {
    let at: Link | undefined = from;
    while (at?.removed) at = at.next;
    return at;
  }

  return {
    name: start.name,
    inputs: start.inputs,
    get outputs() {
      return outputs;
    },
    get nextValue() {
      return values.length;
    },
    get nextNode() {
      return nextNode;
    },
    value: (id) => values[id],
    producer: (id) => makers.get(id)?.node,
    consumers: (id) => Array.from(users.get(id) ?? [], (link) => link.node),
    isOutput: (id) => outputs.includes(id),
    has: (node) => links.get(node.id)?.node === node,
    nodes: walk,
    apply,
    graph() {
      return { name: start.name, values: [...values], nodes: [...walk()], inputs: start.inputs, outputs };
    },
  };
}

function redirectInputs(node: Node, replace: ReadonlyMap<ValueId, ValueId>, redirect: (id: ValueId) => ValueId): Node {
  if (!node.inputs.some((input) => input !== null && replace.has(input))) return node;
  return { ...node, inputs: node.inputs.map((input) => (input === null ? null : redirect(input))) };
}
