import type { ValueId } from "../../../ir/index.ts";
import { type DType, isDType } from "../../../numerics/index.ts";
import { decodeArgument } from "../config/calls.ts";
import type { Json } from "../config/json.ts";
import type { Operand } from "../emit/build.ts";
import { isResolvedList, type LayerContext, type Resolved, resolveArgument, valuesIn } from "../layers/context.ts";
import { type NestedNumbers, nestedNumbers } from "../layers/nested-numbers.ts";

/**
 * The parameters of a function call, wherever the file keeps them: positional or keyword arguments of the call, or, for
 * operations of Keras 3, the operation's configuration.
 */
export interface Parameters {
  readonly context: LayerContext;
  /** The first that is there of a position and some names; null when it is None. */
  get(position: number | null, ...names: readonly string[]): Resolved | undefined;
  /** A tensor; numbers and arrays become constants of `dtype`. */
  value(position: number | null, ...names: readonly string[]): ValueId;
  optional(position: number | null, ...names: readonly string[]): ValueId | undefined;
  operand(position: number | null, ...names: readonly string[]): Operand;
  /** Tensors of a list argument. */
  values(position: number | null, ...names: readonly string[]): readonly ValueId[];
  number(name: string, fallback?: number, position?: number): number;
  integer(name: string, fallback?: number, position?: number): number;
  flag(name: string, fallback?: boolean, position?: number): boolean;
  text(name: string, fallback?: string, position?: number): string;
  /** Whole numbers of a list or a single number; undefined when None or absent. */
  integers(name: string, position?: number): readonly number[] | undefined;
  /** Numbers that the file states, with their shape; undefined for tensors. */
  integersOf(position: number | null, name: string): NestedNumbers | undefined;
  dtype(name: string, position?: number): DType | undefined;
}

export function createParameters(context: LayerContext): Parameters {
  const get: Parameters["get"] = (position, ...names) => find(context, position, names);
  const refuse = (what: string, is: string): never => context.unsupported(`its argument '${what}' is ${is}`);

  function operand(position: number | null, ...names: readonly string[]): Operand {
    const given = get(position, ...names);
    if (typeof given === "number") return { number: given };
    return constant(context, given) ?? refuse(names[0] ?? String(position), "not a tensor");
  }
  function number(name: string, fallback?: number, position: number | null = null): number {
    const given = get(position, name) ?? fallback;
    return typeof given === "number" ? given : refuse(name, "not a number known before the run");
  }

  return {
    context,
    get,
    operand,
    number,
    optional: (position, ...names) => constant(context, get(position, ...names)),
    value: (position, ...names) =>
      constant(context, get(position, ...names)) ?? refuse(names[0] ?? String(position), "not a tensor"),
    values(position, ...names) {
      const given = get(position, ...names);
      const list = isResolvedList(given) ? given : [given];
      return list.map(
        (item) => constant(context, item) ?? refuse(names[0] ?? String(position), "not a list of tensors"),
      );
    },
    integer(name, fallback, position) {
      const given = number(name, fallback, position);
      return Number.isSafeInteger(given) ? given : refuse(name, String(given));
    },
    flag(name, fallback, position) {
      const given = get(position ?? null, name) ?? fallback;
      return typeof given === "boolean" || typeof given === "number"
        ? Boolean(given)
        : refuse(name, "not true or false");
    },
    text(name, fallback, position) {
      const given = get(position ?? null, name) ?? fallback;
      return typeof given === "string" ? given : refuse(name, "not a text");
    },
    integers(name, position) {
      const given = get(position ?? null, name);
      if (given === undefined || given === null) return undefined;
      const list = isStoredArray(given) ? fromConfig(context, given.value) : given;
      const items = isResolvedList(list) ? list : [list];
      if (items.every((item): item is number => typeof item === "number" && Number.isSafeInteger(item))) return items;
      return refuse(name, "not a list of whole numbers known before the run");
    },
    integersOf(position, name) {
      const given = get(position, name);
      return nestedNumbers((isStoredArray(given) ? given.value : given) as Json);
    },
    dtype(name, position) {
      const given = get(position ?? null, name);
      if (given === undefined || given === null) return undefined;
      const bare = typeof given === "string" ? given.replace(/^<dtype: '(\w+)'>$/, "$1") : "";
      return isDType(bare) ? bare : refuse(name, "not a dtype");
    },
  };
}

/** The first that is there: the positional argument, then each name among the keyword arguments and the configuration. */
function find(context: LayerContext, position: number | null, names: readonly string[]): Resolved | undefined {
  const positional = position === null ? undefined : context.call.args[position];
  if (positional !== undefined) return positional;
  for (const name of names) {
    const named = context.call.kwargs.get(name);
    if (named !== undefined) return named;
    const configured = context.config.get(name);
    if (configured !== undefined) return fromConfig(context, configured);
  }
  return undefined;
}

function fromConfig(context: LayerContext, json: Json): Resolved {
  return resolveArgument(decodeArgument(json), () => context.unsupported("a tensor in its configuration"));
}

type StoredArray = Extract<Resolved, { readonly kind: "array" }>;

function isStoredArray(given: Resolved | undefined): given is StoredArray {
  return given !== null && typeof given === "object" && !isResolvedList(given) && given.kind === "array";
}

/** An argument as a tensor; undefined where it is none. Numbers beside tensors take the dtype of the call's first tensor. */
function constant(context: LayerContext, given: Resolved | undefined): ValueId | undefined {
  const { call, build } = context;
  if (given === undefined || given === null || typeof given === "string") return undefined;
  if (typeof given === "object" && !isResolvedList(given) && given.kind === "value") return given.value;
  const [first] = [...call.args.flatMap(valuesIn), ...[...call.kwargs.values()].flatMap(valuesIn)];
  const dtype = first === undefined ? "float32" : build.dtype(first);
  if (typeof given === "number") return build.scalar(given, dtype);
  if (typeof given === "boolean") return build.scalar(Number(given), "bool");
  const stored = isStoredArray(given);
  const numbers = nestedNumbers((stored ? given.value : given) as Json);
  if (numbers !== undefined) {
    const type = stored && given.dtype !== undefined && isDType(given.dtype) ? given.dtype : dtype;
    return build.literal(type, numbers.shape, numbers.values, "argument");
  }
  // A list that holds tensors is packed.
  const parts = isResolvedList(given) ? given.map((item) => constant(context, item)) : [];
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  return build.emit.one("pack", parts as readonly ValueId[], { axis: 0 });
}
