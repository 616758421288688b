import type { Constant, ValueId } from "../../../ir/index.ts";
import type { Dim, DType } from "../../../numerics/index.ts";
import type { Argument, ArrayArgument, EllipsisArgument } from "../config/argument.ts";
import type { Config } from "../config/config.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { Build } from "../emit/build.ts";

/** A call's argument with tensors resolved to values of the graph. */
export type Resolved =
  | null
  | boolean
  | number
  | string
  | readonly Resolved[]
  | { readonly kind: "value"; readonly value: ValueId }
  | { readonly kind: "slice"; readonly start: Resolved; readonly stop: Resolved; readonly step: Resolved }
  | { readonly kind: "record"; readonly entries: ReadonlyMap<string, Resolved> }
  | ArrayArgument
  | EllipsisArgument;

export interface ResolvedCall {
  readonly args: readonly Resolved[];
  readonly kwargs: ReadonlyMap<string, Resolved>;
}

export function isResolvedList(argument: Resolved | undefined): argument is readonly Resolved[] {
  return Array.isArray(argument);
}

/** The values in an argument, in Keras's order of flattening. */
export function valuesIn(argument: Resolved | undefined): readonly ValueId[] {
  if (argument === null || argument === undefined || typeof argument !== "object") return [];
  if (isResolvedList(argument)) return argument.flatMap(valuesIn);
  if (argument.kind === "value") return [argument.value];
  if (argument.kind === "record") {
    return [...argument.entries.keys()].sort().flatMap((key) => valuesIn(argument.entries.get(key)));
  }
  return [];
}

/** An argument with each value replaced. */
export function mapValues(argument: Resolved, replace: (value: ValueId) => ValueId): Resolved {
  if (argument === null || typeof argument !== "object") return argument;
  if (isResolvedList(argument)) return argument.map((item) => mapValues(item, replace));
  if (argument.kind === "value") return { kind: "value", value: replace(argument.value) };
  if (argument.kind !== "record") return argument;
  const entries = [...argument.entries].map(([key, item]) => [key, mapValues(item, replace)] as const);
  return { kind: "record", entries: new Map(entries) };
}

/** An argument with each tensor reference replaced. */
export function resolveArgument(
  argument: Argument,
  resolve: (reference: Extract<Argument, { kind: "tensor" }>) => ValueId,
): Resolved {
  if (argument === null || typeof argument !== "object") return argument;
  if (isArgumentList(argument)) return argument.map((item) => resolveArgument(item, resolve));
  switch (argument.kind) {
    case "tensor":
      return { kind: "value", value: resolve(argument) };
    case "slice":
      return {
        kind: "slice",
        start: resolveArgument(argument.start, resolve),
        stop: resolveArgument(argument.stop, resolve),
        step: resolveArgument(argument.step, resolve),
      };
    case "record":
      return {
        kind: "record",
        entries: new Map([...argument.entries].map(([key, item]) => [key, resolveArgument(item, resolve)])),
      };
    default:
      return argument;
  }
}

function isArgumentList(argument: Argument): argument is readonly Argument[] {
  return Array.isArray(argument);
}

/** Weights of a layer or of a part of it. Every shape is checked against the file (`KER-E013`). */
export interface WeightScope {
  /**
   * The weight as a constant in the layer's compute dtype. `shape` is what the configuration and the input ask for; null
   * where it is open.
   */
  weight(name: string, shape: readonly (number | null)[]): Constant;
  /** The weight in the dtype of the layer's variables. */
  variable(name: string, shape: readonly (number | null)[]): Constant;
  /** The weight as the file stores it, without a cast. */
  stored(name: string, shape: readonly (number | null)[]): Constant;
  /** Number of axes that the weight has in the file; undefined when it is not there. */
  rankOf(name: string): number | undefined;
  part(key: string): WeightScope;
}

/** A mask that a layer made, and which. */
export interface Mask {
  readonly source: string;
  /** bool values, false where a step is to be left out; emitted when first asked for. */
  readonly value: () => ValueId;
}

/** What a layer's definition works with in one call. */
export interface LayerContext extends WeightScope {
  readonly layer: KerasLayer;
  readonly config: Config;
  readonly build: Build;
  readonly call: ResolvedCall;
  /** Tensors of the first argument, flattened. */
  readonly inputs: readonly ValueId[];
  /** The only tensor of the first argument. */
  readonly input: ValueId;
  /** Dtype that the layer computes in. */
  readonly dtype: DType;
  /** Dtype that the layer keeps its variables in. */
  readonly variableDtype: DType;
  /** An argument by position in Python's signature (null where it has none), or by name. */
  argument(position: number | null, name: string): Resolved | undefined;
  /** The tensor of an argument; undefined when it is None or absent. */
  tensor(position: number | null, name: string): ValueId | undefined;
  /** A constant in the graph under the layer's name. */
  constant(constant: Constant, name: string): ValueId;
  /** A known extent of a value; `KER-E016` when it is not known before the run. */
  extent(x: ValueId, axis: number): number;
  /** Runs a layer inside this one on inputs. `name` tells where its weights are. */
  invoke(layer: KerasLayer, inputs: readonly ValueId[], options?: InvokeOptions): readonly ValueId[];
  /** The activation under a configuration key, applied. */
  activate(x: ValueId, key?: string, fallback?: string): ValueId;
  /** Whether the user gave a meaning for a function of this name. */
  isCustom(name: string): boolean;
  mask(x: ValueId): Mask | undefined;
  setMask(x: ValueId, mask: Mask): void;
  /** Takes the mask off a value: layers that are called later see none. */
  clearMask(x: ValueId): void;
  /** Leaves: the layer is used in a way that cannot be expressed (`KER-E016`). */
  unsupported(problem: string): never;
  /** Notes that the layer keeps its state between batches in Keras. */
  noteStateful(): void;
}

export interface InvokeOptions {
  readonly call?: ResolvedCall;
}

/** Dimensions as a weight's expected shape: symbols are open. */
export function expectedShape(dims: readonly Dim[]): readonly (number | null)[] {
  return dims.map((dim) => (typeof dim === "number" ? dim : null));
}
