import type { Long } from "../../../bytes/index.ts";
import type { Shape } from "../../../numerics/index.ts";
import type { DataType } from "./data-type.ts";
import type { Message } from "./schema.ts";
import type { TensorValue } from "./tensor.ts";

/** A graph: its nodes in the order of the file (not an order in which they can run), and the functions they call. */
export interface GraphDef {
  readonly nodes: readonly NodeDef[];
  /** By name. */
  readonly functions: ReadonlyMap<string, FunctionDef>;
  /** Gradient function by the name of the function it belongs to. */
  readonly gradients: ReadonlyMap<string, string>;
  readonly versions: Versions;
}

/** Numbers of the graph format (tensorflow/core/public/version.h); 0 where the file has none. */
export interface Versions {
  readonly producer: number;
  readonly minConsumer: number;
}

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /**
   * Producers as they are written: `node` or `node:2` in a graph, `node:output_name:0` or `argument` in a function,
   * `^node` for a control edge. See {@link parseInput}.
   */
  readonly inputs: readonly string[];
  /** Device that the node was placed on; empty where none was named. */
  readonly device: string;
  readonly attrs: ReadonlyMap<string, AttrValue>;
}

/** The value of a node's attribute, by the kind it is stored as. */
export type AttrValue =
  | { readonly kind: "string"; readonly value: Uint8Array }
  | { readonly kind: "int"; readonly value: Long }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "type"; readonly value: DataType }
  | { readonly kind: "shape"; readonly value: Shape }
  | { readonly kind: "tensor"; readonly value: LazyTensor }
  | { readonly kind: "func"; readonly value: FunctionCall }
  /** A function's own attribute of this name, put in where the function is called. */
  | { readonly kind: "placeholder"; readonly value: string }
  | { readonly kind: "list"; readonly value: AttrList }
  /** A message without any value. */
  | { readonly kind: "none" };

/** A list attribute. Only one of the lists holds elements; an empty list does not say of which kind it is. */
export interface AttrList {
  readonly strings: readonly Uint8Array[];
  readonly ints: readonly Long[];
  readonly floats: readonly number[];
  readonly bools: readonly boolean[];
  readonly types: readonly DataType[];
  readonly shapes: readonly Shape[];
  readonly tensors: readonly LazyTensor[];
  readonly funcs: readonly FunctionCall[];
}

/** A tensor whose proto is only looked at when it is asked for. */
export interface LazyTensor {
  readonly proto: Message<"TensorProto">;
  /** Throws `TFS-E...` when the proto is not sound. */
  read(): TensorValue;
}

/** A function by name, with values for its attributes. */
export interface FunctionCall {
  readonly name: string;
  readonly attrs: ReadonlyMap<string, AttrValue>;
}

/** A function of the library. Its captured values are its last arguments. */
export interface FunctionDef {
  readonly name: string;
  readonly inputs: readonly ArgDef[];
  readonly outputs: readonly ArgDef[];
  /** Names of the attributes that a caller gives. */
  readonly attrNames: readonly string[];
  /** What the function says of itself: `_noinline`, `_implements`, `api_implements`. */
  readonly attrs: ReadonlyMap<string, AttrValue>;
  /** What it says of an argument, by position: `_user_specified_name`. */
  readonly argAttrs: ReadonlyMap<number, ReadonlyMap<string, AttrValue>>;
  readonly nodes: readonly NodeDef[];
  /** `node:output_name:index`, or an argument, by output name. */
  readonly returns: ReadonlyMap<string, string>;
  /** Node that has to run, by control output's name. */
  readonly controlReturns: ReadonlyMap<string, string>;
  readonly isStateful: boolean;
}

/** An argument or result. Its type is `type`, or that of the attribute `typeAttr`, or a list of them. */
export interface ArgDef {
  readonly name: string;
  readonly type: DataType;
  readonly typeAttr: string;
  readonly numberAttr: string;
  readonly typeListAttr: string;
  readonly isRef: boolean;
}
