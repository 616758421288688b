import { decodeMessage, memorySource } from "../../../bytes/index.ts";
import { attempt } from "../../../diagnostics/index.ts";
import { decodeStrings, type Shape } from "../../../numerics/index.ts";
import type { Checkpoint } from "../checkpoint/index.ts";
import { type DataType, dataType, type Message, type MetaGraph, readShape, tensorflowSchema } from "../schema/index.ts";

/** A variable that an object of the saved program holds. */
export interface ObjectVariable {
  /** Number of the object in the object graph. */
  readonly object: number;
  /** Attributes that lead to it from the root: `layers/1/inner`. The shortest of several. */
  readonly path: string;
  /** The variable's own name, which others may have too. */
  readonly name: string;
  /** Its name in the checkpoint; absent when it was not saved. */
  readonly key?: string;
  readonly type: DataType;
  readonly shape: Shape;
  readonly trainable: boolean;
}

/** Entry of a checkpoint that holds its object graph (tensorflow/python/trackable/base.py). */
export const objectGraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";
/** Name of the attribute under which a variable's value is saved. */
const valueAttribute = "VARIABLE_VALUE";

type SavedObjects = Message<"SavedObjectGraph">;
type Tracked = Message<"TrackableObjectGraph">;
type Children = Message<"SavedObject">["children"];

/**
 * The variables of the object graph by object. Their names in the checkpoint are found by walking the objects of the model
 * and those of the checkpoint along the same attribute names from both roots; numbers may differ. Where the checkpoint's
 * object graph cannot be read they are made from the attribute names.
 */
export function objectVariables(
  meta: MetaGraph,
  checkpoint: Checkpoint | undefined,
): ReadonlyMap<number, ObjectVariable> {
  const { objects } = meta;
  if (objects === undefined) return new Map();
  const keys = checkpointKeys(objects, checkpoint === undefined ? undefined : readTracked(checkpoint));
  const paths = objectPaths(objects);
  const found = new Map<number, ObjectVariable>();
  for (const [object, { variable }] of objects.nodes.entries()) {
    if (variable === undefined) continue;
    const path = paths.get(object) ?? "";
    const key = keys.get(object) ?? keyByPath(path, checkpoint);
    found.set(object, {
      object,
      path,
      name: variable.name,
      type: dataType(variable.dtype),
      shape: readShape(variable.shape),
      trainable: variable.trainable,
      ...(key === undefined ? {} : { key }),
    });
  }
  return found;
}

/** A checkpoint's own object graph; undefined when it was saved by name, or its data file is missing. */
function readTracked(checkpoint: Checkpoint): Tracked | undefined {
  const tensor = checkpoint.tensors.get(objectGraphKey);
  if (tensor === undefined || tensor.type.dtype !== "string") return undefined;
  const result = attempt(() => {
    const bytes = tensor.open();
    const [graph] = decodeStrings(bytes.read(0, bytes.size)) ?? [];
    if (graph === undefined) return undefined;
    return decodeMessage(tensorflowSchema, "TrackableObjectGraph", memorySource(graph, objectGraphKey));
  });
  return "value" in result ? result.value : undefined;
}

/**
 * Names in a checkpoint that was saved by objects, by the names that TensorFlow 1 would save the variables under; names that
 * several variables have left out.
 */
export function checkpointFullNames(checkpoint: Checkpoint | undefined): ReadonlyMap<string, string> {
  const tracked = checkpoint === undefined ? undefined : readTracked(checkpoint);
  const found = new Map<string, string | undefined>();
  for (const { attributes } of tracked?.nodes ?? []) {
    for (const { name, full_name, checkpoint_key } of attributes) {
      if (name !== valueAttribute || full_name === "") continue;
      const isOther = found.has(full_name) && found.get(full_name) !== checkpoint_key;
      found.set(full_name, isOther ? undefined : checkpoint_key);
    }
  }
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Name in the checkpoint by object of the model. */
function checkpointKeys(objects: SavedObjects, tracked: Tracked | undefined): ReadonlyMap<number, string> {
  const keys = new Map<number, string>();
  if (tracked === undefined) return keys;
  const twins = pairObjects(objects, tracked);
  for (const [object, twin] of [...twins, ...pairSlots(objects, tracked, twins)]) {
    const value = tracked.nodes[twin]?.attributes.find(({ name }) => name === valueAttribute);
    if (value !== undefined && !keys.has(object)) keys.set(object, value.checkpoint_key);
  }
  return keys;
}

/** Objects of the model and of the checkpoint that the same attribute names lead to. */
function pairObjects(objects: SavedObjects, tracked: Tracked): ReadonlyMap<number, number> {
  const twins = new Map<number, number>([[0, 0]]);
  for (const [object, twin] of twins) {
    const others = new Map(tracked.nodes[twin]?.children.map(({ local_name, node_id }) => [local_name, node_id]));
    for (const { local_name, node_id } of objects.nodes[object]?.children ?? []) {
      const other = others.get(local_name);
      if (other !== undefined && !twins.has(node_id)) twins.set(node_id, other);
    }
  }
  return twins;
}

/** Variables that optimizers keep beside others: by the optimizer, the slot's name and the variable they belong to. */
function pairSlots(
  objects: SavedObjects,
  tracked: Tracked,
  twins: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [object, twin] of twins) {
    const others = new Map(
      tracked.nodes[twin]?.slot_variables.map((slot) => [
        `${slot.original_variable_node_id} ${slot.slot_name}`,
        slot.slot_variable_node_id,
      ]),
    );
    for (const slot of objects.nodes[object]?.slot_variables ?? []) {
      const other = others.get(`${twins.get(slot.original_variable_node_id)} ${slot.slot_name}`);
      if (other !== undefined) found.set(slot.slot_variable_node_id, other);
    }
  }
  return found;
}

/** Shortest path of attribute names from the root, by object. */
export function objectPaths({ nodes }: SavedObjects): ReadonlyMap<number, string> {
  const paths = new Map<number, string>([[0, ""]]);
  const queue: number[] = [0];
  for (const object of queue) {
    const children: Children = nodes[object]?.children ?? [];
    const base = paths.get(object) ?? "";
    for (const { local_name, node_id } of children) {
      if (paths.has(node_id)) continue;
      paths.set(node_id, base === "" ? escapeName(local_name) : `${base}/${escapeName(local_name)}`);
      queue.push(node_id);
    }
  }
  return paths;
}

/** `/` and `.` inside names as checkpoints write them (tensorflow/python/checkpoint/trackable_view.py). */
const escapeName = (name: string): string => name.replaceAll(".", "..").replaceAll("/", ".S");

/** The key that TensorFlow makes of a path, when the checkpoint has it. */
function keyByPath(path: string, checkpoint: Checkpoint | undefined): string | undefined {
  const key = `${path}/.ATTRIBUTES/${valueAttribute}`;
  return checkpoint?.tensors.has(key) ? key : undefined;
}
