import { type ByteSource, decodeMessage, type Long, memorySource, parseTextMessage } from "../../../bytes/index.ts";
import type { Shape } from "../../../numerics/index.ts";
import { type DataType, dataType } from "./data-type.ts";
import type { GraphDef, LazyTensor } from "./graph-def.ts";
import { fromGraphMessage, lazyTensor } from "./read-graph.ts";
import { type Message, tensorflowSchema } from "./schema.ts";
import { readShape } from "./shape.ts";

/** A graph with what TensorFlow needs to save, restore and serve it (tensorflow/core/protobuf/meta_graph.proto). */
export interface MetaGraph {
  /** What the graph is for: `serve`, `train`. Empty in the .meta file of a checkpoint. */
  readonly tags: readonly string[];
  /** `2.15.1`; empty in old files. */
  readonly tensorflowVersion: string;
  readonly graph: GraphDef;
  readonly signatures: ReadonlyMap<string, SignatureDef>;
  readonly collections: ReadonlyMap<string, Collection>;
  readonly assets: readonly AssetFile[];
  /** Present when the graph can restore itself. */
  readonly saver?: Saver;
  /** Objects of Python and their functions and variables; TensorFlow 2 only. */
  readonly objects?: Message<"SavedObjectGraph">;
  /** Functions in Python's words, by name in the library. */
  readonly functionAliases: ReadonlyMap<string, string>;
}

/** An entry point: tensors of the main graph by the names that callers use. */
export interface SignatureDef {
  /** `tensorflow/serving/predict`. */
  readonly method: string;
  readonly inputs: ReadonlyMap<string, TensorInfo>;
  readonly outputs: ReadonlyMap<string, TensorInfo>;
  /** Values of inputs that callers may leave out. */
  readonly defaults: ReadonlyMap<string, LazyTensor>;
}

export interface TensorInfo {
  /** `node:0`; absent for a tensor that consists of several: see `parts`. */
  readonly tensor?: string;
  readonly type: DataType;
  readonly shape: Shape;
  /** Tensors of a sparse or composite tensor. */
  readonly parts: readonly string[];
}

export type Collection =
  | { readonly kind: "nodes"; readonly values: readonly string[] }
  | { readonly kind: "bytes"; readonly values: readonly Uint8Array[] }
  | { readonly kind: "ints"; readonly values: readonly Long[] }
  | { readonly kind: "floats"; readonly values: readonly number[] };

/** A file in `assets/` and the tensor that gives its path to the graph. */
export interface AssetFile {
  readonly tensor: string;
  readonly filename: string;
}

export interface Saver {
  /** Tensor that takes the checkpoint's path. */
  readonly filenameTensor: string;
  readonly saveTensor: string;
  readonly restoreNode: string;
  readonly version: "LEGACY" | "V1" | "V2" | number;
}

/** A variable as TensorFlow 1 lists it in the collections `variables` and `trainable_variables`. */
export interface VariableDef {
  /** `name:0`. */
  readonly name: string;
  readonly initializer: string;
  /** Tensor that reads it. */
  readonly snapshot: string;
  readonly isResource: boolean;
  readonly trainable: boolean;
  /** Set for a part of a partitioned variable, which checkpoints hold as a slice of the whole. */
  readonly slice?: {
    readonly whole: string;
    readonly wholeShape: readonly number[];
    readonly start: readonly number[];
    readonly shape: readonly number[];
  };
}

/** Reads a binary MetaGraphDef: a .meta file. Throws `PBF-E...`. */
export function readMetaGraph(source: ByteSource): MetaGraph {
  return fromMetaGraphMessage(decodeMessage(tensorflowSchema, "MetaGraphDef", source));
}

/** Reads a MetaGraphDef in text form. Throws `PBF-E004`. */
export function readMetaGraphText(source: ByteSource): MetaGraph {
  return fromMetaGraphMessage(parseTextMessage(tensorflowSchema, "MetaGraphDef", source));
}

export function fromMetaGraphMessage(meta: Message<"MetaGraphDef">): MetaGraph {
  const { meta_info_def: info, saver_def: saver, object_graph_def: objects } = meta;
  return {
    tags: info?.tags ?? [],
    tensorflowVersion: info?.tensorflow_version ?? "",
    graph: fromGraphMessage(meta.graph_def ?? noGraph),
    signatures: new Map([...meta.signature_def].map(([name, signature]) => [name, readSignature(signature, name)])),
    collections: new Map([...meta.collection_def].map(([name, collection]) => [name, readCollection(collection)])),
    assets: meta.asset_file_def.map(({ tensor_info, filename }) => ({ tensor: tensor_info?.name ?? "", filename })),
    functionAliases: info?.function_aliases ?? new Map(),
    ...(saver === undefined ? {} : { saver: readSaver(saver) }),
    ...(objects === undefined ? {} : { objects }),
  };
}

const noGraph: Message<"GraphDef"> = { node: [], library: undefined, version: 0, versions: undefined };

function readSignature(signature: Message<"SignatureDef">, name: string): SignatureDef {
  const infos = (tensors: ReadonlyMap<string, Message<"TensorInfo">>): ReadonlyMap<string, TensorInfo> =>
    new Map([...tensors].map(([key, info]) => [key, readInfo(info)]));
  return {
    method: signature.method_name,
    inputs: infos(signature.inputs),
    outputs: infos(signature.outputs),
    defaults: new Map([...signature.defaults].map(([key, tensor]) => [key, lazyTensor(tensor, `${name}/${key}`)])),
  };
}

function readInfo(info: Message<"TensorInfo">): TensorInfo {
  const { coo_sparse: sparse, composite_tensor: composite } = info;
  const sparseParts =
    sparse === undefined ? [] : [sparse.indices_tensor_name, sparse.values_tensor_name, sparse.dense_shape_tensor_name];
  return {
    type: dataType(info.dtype),
    shape: readShape(info.tensor_shape),
    parts: [...sparseParts, ...(composite?.components.map(({ name }) => name ?? "") ?? [])],
    ...(info.name === undefined ? {} : { tensor: info.name }),
  };
}

function readCollection(collection: Message<"CollectionDef">): Collection {
  if (collection.bytes_list !== undefined) return { kind: "bytes", values: collection.bytes_list.value };
  if (collection.int64_list !== undefined) return { kind: "ints", values: collection.int64_list.value };
  if (collection.float_list !== undefined) return { kind: "floats", values: collection.float_list.value };
  return { kind: "nodes", values: collection.node_list?.value ?? [] };
}

function readSaver(saver: Message<"SaverDef">): Saver {
  return {
    filenameTensor: saver.filename_tensor_name,
    saveTensor: saver.save_tensor_name,
    restoreNode: saver.restore_op_name,
    version: saver.version,
  };
}

/** The variables of a collection (tensorflow/core/framework/variable.proto). Throws `PBF-E...`. */
export function collectedVariables(meta: MetaGraph, collection: string): readonly VariableDef[] {
  const list = meta.collections.get(collection);
  if (list?.kind !== "bytes") return [];
  return list.values.map((bytes) => {
    const found = decodeMessage(tensorflowSchema, "VariableDef", memorySource(bytes, `collection ${collection}`));
    const slice = found.save_slice_info_def;
    return {
      name: found.variable_name,
      initializer: found.initializer_name,
      snapshot: found.snapshot_name,
      isResource: found.is_resource,
      trainable: found.trainable,
      ...(slice === undefined
        ? {}
        : {
            slice: {
              whole: slice.full_name,
              wholeShape: slice.full_shape.map(Number),
              start: slice.var_offset.map(Number),
              shape: slice.var_shape.map(Number),
            },
          }),
    };
  });
}
