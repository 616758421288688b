import type { Checkpoint, CheckpointTensor } from "../checkpoint/index.ts";
import type { AssetFile, GraphDef, MetaGraph, NodeDef } from "../schema/index.ts";
import { collectedVariables, parseInput } from "../schema/index.ts";
import { functionCaptures } from "./captures.ts";
import { checkpointFullNames, type ObjectVariable, objectVariables } from "./objects.ts";

/** What a variable's node in the main graph stands for. */
export interface BoundVariable {
  /** Node of the main graph: VarHandleOp, VariableV2, Variable. */
  readonly node: string;
  /** The value in the checkpoint; absent when there is none. */
  readonly tensor?: CheckpointTensor;
  /** Set for a part of a partitioned variable: where it lies in `tensor`. */
  readonly slice?: { readonly start: readonly number[]; readonly shape: readonly number[] };
  /** The object that owns the variable; TensorFlow 2 only. */
  readonly object?: ObjectVariable;
  /** Set when the node does not hold numbers, but the path of an asset. */
  readonly asset?: AssetFile;
}

const variableOps = new Set(["VarHandleOp", "VariableV2", "Variable", "AutoReloadVariable", "TemporaryVariable"]);
const callOps = new Set(["PartitionedCall", "StatefulPartitionedCall"]);

/** Nodes of a graph that stand for variables. */
export function variableNodes(graph: GraphDef): readonly NodeDef[] {
  return graph.nodes.filter(({ op }) => variableOps.has(op));
}

/**
 * Binds the variable nodes of the main graph to values, in the order of trust: by the captures of the functions that a
 * call hands them to, never by the restore function, which fills others in some files; by the name under which TensorFlow 1
 * saves them; by an object's variable of their name, where only one has it, in the model or in the checkpoint. Throws
 * `PBF-E...` for a damaged collection.
 */
export function bindVariables(meta: MetaGraph, checkpoint: Checkpoint | undefined): ReadonlyMap<string, BoundVariable> {
  const objects = objectVariables(meta, checkpoint);
  const captured = capturedNodes(meta, objects);
  const slices = slicesByNode(meta);
  const byName = uniqueNames(objects);
  const fullNames = checkpointFullNames(checkpoint);
  const assets = new Map(meta.assets.map((asset) => [parseInput(asset.tensor).node, asset]));
  const bound = new Map<string, BoundVariable>();
  for (const node of variableNodes(meta.graph)) {
    const name = savedName(node);
    const slice = slices.get(node.name);
    const object = captured.get(node.name)?.object ?? (checkpoint?.tensors.has(name) ? undefined : byName.get(name));
    const key = object?.key ?? slice?.whole ?? (checkpoint?.tensors.has(name) ? name : fullNames.get(name)) ?? name;
    const tensor = checkpoint?.tensors.get(key);
    const asset = captured.get(node.name)?.asset ?? assets.get(node.name);
    bound.set(node.name, {
      node: node.name,
      ...(object === undefined ? {} : { object }),
      ...(asset === undefined ? {} : { asset }),
      ...(tensor === undefined || asset !== undefined ? {} : { tensor }),
      ...(slice === undefined ? {} : { slice: { start: slice.start, shape: slice.shape } }),
    });
  }
  return bound;
}

/** The name under which TensorFlow 1 saves a variable: that of its resource, else that of its node. */
function savedName({ name, attrs }: NodeDef): string {
  const shared = attrs.get("shared_name");
  const text = shared?.kind === "string" ? new TextDecoder("utf-8").decode(shared.value) : "";
  return text === "" ? name : text;
}

/** What functions of the object graph call the resources that a node hands them. */
function capturedNodes(
  meta: MetaGraph,
  objects: ReadonlyMap<number, ObjectVariable>,
): ReadonlyMap<string, { readonly object?: ObjectVariable; readonly asset?: AssetFile }> {
  const found = new Map<string, { readonly object?: ObjectVariable; readonly asset?: AssetFile }>();
  for (const { op, inputs, attrs } of meta.graph.nodes) {
    const called = attrs.get("f");
    if (!callOps.has(op) || called?.kind !== "func") continue;
    const captures = functionCaptures(meta, objects, called.value.name) ?? [];
    const values = inputs.map(parseInput).filter(({ isControl }) => !isControl);
    const first = values.length - captures.length;
    captures.forEach((capture, i) => {
      const node = values[first + i]?.node;
      if (node === undefined || found.has(node)) return;
      if (capture.kind === "variable") found.set(node, { object: capture.variable });
      if (capture.kind === "asset") found.set(node, { asset: capture.asset });
    });
  }
  return found;
}

/**
 * Names under which converters share the variables of a graph, by the array of the checkpoint that holds the value: those
 * of the nodes that the signatures read, then the object's own name, then the attributes that lead to it.
 */
export function variableNames(
  meta: MetaGraph,
  bound: ReadonlyMap<string, BoundVariable>,
  checkpoint: Checkpoint | undefined,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (key: string, ...names: readonly string[]): void => {
    const known = found.get(key) ?? new Set();
    for (const name of names) if (name !== "") known.add(name);
    found.set(key, known);
  };
  for (const node of variableNodes(meta.graph)) {
    const { tensor, slice } = bound.get(node.name) ?? {};
    if (tensor !== undefined && slice === undefined) add(tensor.name, savedName(node), node.name);
  }
  for (const { key, name, path } of objectVariables(meta, checkpoint).values()) {
    if (key !== undefined) add(key, name, path);
  }
  return new Map([...found].map(([key, names]) => [key, [...names]]));
}

interface NodeSlice {
  readonly whole: string;
  readonly start: readonly number[];
  readonly shape: readonly number[];
}

/** Parts of partitioned variables by node. */
function slicesByNode(meta: MetaGraph): ReadonlyMap<string, NodeSlice> {
  const found = new Map<string, NodeSlice>();
  for (const collection of ["variables", "trainable_variables"]) {
    for (const { name, slice } of collectedVariables(meta, collection)) {
      if (slice !== undefined) found.set(parseInput(name).node, slice);
    }
  }
  return found;
}

/** Variables by name, those whose name others have too left out. */
function uniqueNames(objects: ReadonlyMap<number, ObjectVariable>): ReadonlyMap<string, ObjectVariable> {
  const found = new Map<string, ObjectVariable | undefined>();
  for (const variable of objects.values()) found.set(variable.name, found.has(variable.name) ? undefined : variable);
  return new Map([...found].filter((entry): entry is [string, ObjectVariable] => entry[1] !== undefined));
}
