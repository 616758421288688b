import type { Json } from "./json.ts";

/** A tensor in a layer call: output `tensor` of call `call` of the layer called `layer`. */
export interface TensorReference {
  readonly kind: "tensor";
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
  /** Shape and dtype where the file states them (Keras 3); null for an unknown extent. */
  readonly shape?: readonly (number | null)[];
  readonly dtype?: string;
}

/** An array written into the configuration. */
export interface ArrayArgument {
  readonly kind: "array";
  /** Nested lists of numbers, or one number. */
  readonly value: Json;
  readonly dtype: string | undefined;
}

export interface SliceArgument {
  readonly kind: "slice";
  readonly start: Argument;
  readonly stop: Argument;
  readonly step: Argument;
}

export interface EllipsisArgument {
  readonly kind: "ellipsis";
}

export interface RecordArgument {
  readonly kind: "record";
  readonly entries: ReadonlyMap<string, Argument>;
}

/** An argument of a layer call: data, tensors, or structures of both. */
export type Argument =
  | null
  | boolean
  | number
  | string
  | readonly Argument[]
  | TensorReference
  | ArrayArgument
  | SliceArgument
  | EllipsisArgument
  | RecordArgument;

/** One call of a layer: what Python's `layer(*args, **kwargs)` got. */
export interface Call {
  readonly args: readonly Argument[];
  readonly kwargs: ReadonlyMap<string, Argument>;
}

export function isListArgument(argument: Argument | undefined): argument is readonly Argument[] {
  return Array.isArray(argument);
}

/** The tensors in an argument, in the order in which Keras flattens structures: lists in order, records by key. */
export function* tensorsIn(argument: Argument | undefined): Iterable<TensorReference> {
  if (argument === null || argument === undefined || typeof argument !== "object") return;
  if (isListArgument(argument)) {
    for (const item of argument) yield* tensorsIn(item);
  } else if (argument.kind === "tensor") yield argument;
  else if (argument.kind === "slice") {
    yield* tensorsIn(argument.start);
    yield* tensorsIn(argument.stop);
    yield* tensorsIn(argument.step);
  } else if (argument.kind === "record") {
    for (const key of [...argument.entries.keys()].sort()) yield* tensorsIn(argument.entries.get(key));
  }
}

/** Every tensor that a call takes. */
export function* tensorsOfCall(call: Call): Iterable<TensorReference> {
  yield* tensorsIn(call.args);
  for (const argument of call.kwargs.values()) yield* tensorsIn(argument);
}
