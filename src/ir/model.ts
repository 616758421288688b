import type { Attrs, AttrValue } from "./attribute.ts";
import type { Constant } from "./constant.ts";
import type { GraphId, NodeId, ValueId, VariableId } from "./ids.ts";
import type { DroppedWeight, SourceWeight } from "./origin.ts";
import type { TensorType } from "./type.ts";

/** A value of a graph: an input, a constant, a variable's content, or the output of a node. */
export interface Value {
  readonly id: ValueId;
  /** The tensor's name in the source; unique is what files try to be, nothing here relies on it. */
  readonly name: string;
  readonly type: TensorType;
  /** Set when the value is known before the run. */
  readonly constant?: Constant;
  /** Set when the value is the content of a stateful tensor, read where it is used. */
  readonly variable?: VariableId;
  /** Calibrated range that the source records for the value. */
  readonly range?: { readonly min: readonly number[]; readonly max: readonly number[] };
  /** What a format wants back when the value is written untouched. */
  readonly raw?: AttrValue;
}

/**
 * One application of an operator. `op` is a name of the operator table, or `opaque` for an operator that the reader does
 * not know. Inputs that are absent are `null`; outputs that nobody uses are listed all the same.
 */
export interface Node {
  readonly id: NodeId;
  readonly op: string;
  /** Name of the layer or node in the source; several nodes may come from one layer. */
  readonly name: string;
  readonly attrs: Attrs;
  readonly inputs: readonly (ValueId | null)[];
  readonly outputs: readonly ValueId[];
  /** Graphs that the node runs (branches, loop bodies, initialisers), in the operator's order. */
  readonly regions: readonly GraphId[];
  /** How the source spelled the node. Present only while the node is as it was read. */
  readonly source?: NodeSource;
  /** Rewrites that made the node, oldest first; empty as read. */
  readonly provenance: readonly Provenance[];
}

export interface NodeSource {
  /** Id of the format that was read. */
  readonly format: string;
  /** The source's name of the operator: `CONV_2D`, `FlexErf`. */
  readonly op: string;
  readonly version: number;
  /** Options as the format stores them, for writing the node back unchanged. */
  readonly raw?: AttrValue;
}

/** One rewrite: which rule, and why it was allowed. */
export interface Provenance {
  readonly rule: string;
  readonly reason: string;
  /** Names of the nodes that the rewrite replaced. */
  readonly from: readonly string[];
}

/** A function over tensors: values, and nodes in an order in which they may run. */
export interface Graph {
  readonly name: string;
  /** By id; a removed value leaves `undefined`. */
  readonly values: readonly (Value | undefined)[];
  readonly nodes: readonly Node[];
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
}

/** A named entry point. The argument's name is the caller's; the tensor's name stays in the graph. */
export interface Signature {
  readonly name: string;
  readonly graph: GraphId;
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
  /** True when the source declares no entry points and this one was made from the main graph. */
  readonly implied: boolean;
}

export interface SignatureTensor {
  readonly name: string;
  readonly value: ValueId;
}

/** State that outlives a run. Two variables may share a name; the id tells them apart. */
export interface Variable {
  readonly id: VariableId;
  readonly name: string;
  readonly container: string;
  readonly sharedName: string;
  /** Unknown until something is assigned, in some files. */
  readonly type: TensorType | undefined;
  readonly initial?: Constant;
  /** Graph that assigns the first value. */
  readonly initializer?: GraphId;
}

/**
 * The network in the words of the framework that made it, for writers of formats that speak the same. Not part of the
 * model's text form.
 */
export interface SourceArchitecture {
  /** `keras`: a model's JSON, `class_name` and `config`. */
  readonly language: "keras";
  /** Which runtime the words mean what the graph computes in. */
  readonly runtime: "keras" | "tfjs";
  readonly json: string;
  /** Names that the layers have for the file's arrays, `layer/weight`, by the array's. */
  readonly names: ReadonlyMap<string, string>;
}

/** Who wrote the file and what it says of itself. */
export interface ModelSource {
  readonly format: string;
  /** `keras 2.15.0`, `TOCO Converted.` */
  readonly producer?: string;
  readonly description?: string;
  readonly fileName?: string;
  readonly byteLength?: number;
  /** Oldest runtime that takes the file, in the format's own version numbers. */
  readonly minimumRuntime?: string;
  readonly architecture?: SourceArchitecture;
}

/** Named bytes that travel with the model and mean nothing to the graph: kept as they are. */
export interface Metadata {
  readonly name: string;
  readonly bytes: Constant;
}

/** A trained model: graphs, entry points into them, state, and the weights it was read from. */
export interface Model {
  readonly name: string;
  readonly source: ModelSource;
  /** Graph 0 is the main one. */
  readonly graphs: readonly Graph[];
  readonly signatures: readonly Signature[];
  readonly variables: readonly Variable[];
  readonly metadata: readonly Metadata[];
  /** Every array that the source holds. */
  readonly weights: readonly SourceWeight[];
  readonly dropped: readonly DroppedWeight[];
}
