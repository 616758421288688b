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
  const { call, config, build } = context;

  function get(position: number | null, ...names: readonly string[]): Resolved | undefined {
    const positional = position === null ? undefined : call.args[position];
    if (positional !== undefined) return positional;
    for (const name of names) {
      const named = call.kwargs.get(name);
      if (named !== undefined) return named;
      const configured = config.get(name);
      if (configured !== undefined) return fromConfig(configured);
    }
    return undefined;
  }

  function fromConfig(json: Json): Resolved {
    return resolveArgument(decodeArgument(json), () => context.unsupported("a tensor in its configuration"));
  }

  const describe = (names: readonly string[], position: number | null): string => names[0] ?? `argument ${position}`;

  function constant(given: Resolved | undefined, dtype: DType): ValueId | undefined {
    if (given === undefined || given === null) return undefined;
    if (typeof given === "number" || typeof given === "boolean") {
      return build.scalar(Number(given), typeof given === "boolean" ? "bool" : dtype);
    }
    if (isResolvedList(given)) return fromList(given, dtype);
    if (typeof given === "object" && given.kind === "value") return given.value;
    if (typeof given === "object" && given.kind === "array") {
      const numbers = nestedNumbers(given.value);
      const type = given.dtype !== undefined && isDType(given.dtype) ? given.dtype : dtype;
      return numbers === undefined ? undefined : build.literal(type, numbers.shape, numbers.values, "argument");
    }
    return undefined;
  }

  /** A list of numbers is a constant; one that holds tensors is packed. */
  function fromList(list: readonly Resolved[], dtype: DType): ValueId | undefined {
    const numbers = nestedNumbers(list as Json);
    if (numbers !== undefined) return build.literal(dtype, numbers.shape, numbers.values, "argument");
    const parts = list.map((item) => constant(item, dtype));
    if (parts.some((part) => part === undefined)) return undefined;
    return build.emit.one("pack", parts as readonly ValueId[], { axis: 0 });
  }

  /** Numbers beside tensors take the dtype of the first tensor of the call. */
  function defaultDtype(): DType {
    const [first] = [...call.args.flatMap(valuesIn), ...[...call.kwargs.values()].flatMap(valuesIn)];
    return first === undefined ? "float32" : build.dtype(first);
  }

  function optional(position: number | null, ...names: readonly string[]): ValueId | undefined {
    return constant(get(position, ...names), defaultDtype());
  }

  function number(name: string, fallback?: number, position: number | null = null): number {
    const given = get(position, name) ?? fallback;
    if (typeof given === "number") return given;
    return context.unsupported(`its argument '${name}' is not a number known before the run`);
  }

  return {
    context,
    get,
    optional,
    value: (position, ...names) =>
      optional(position, ...names) ??
      context.unsupported(`its argument '${describe(names, position)}' is not a tensor`),
    operand(position, ...names) {
      const given = get(position, ...names);
      if (typeof given === "number") return { number: given };
      return (
        constant(given, defaultDtype()) ?? context.unsupported(`its argument '${describe(names, position)}' is missing`)
      );
    },
    values(position, ...names) {
      const given = get(position, ...names);
      if (!isResolvedList(given)) {
        const single = constant(given, defaultDtype());
        return single === undefined
          ? context.unsupported(`its argument '${describe(names, position)}' is not a list`)
          : [single];
      }
      return given.map(
        (item) => constant(item, defaultDtype()) ?? context.unsupported("a list with something else than tensors"),
      );
    },
    number,
    integer(name, fallback, position) {
      const given = number(name, fallback, position);
      return Number.isSafeInteger(given) ? given : context.unsupported(`its argument '${name}' is ${given}`);
    },
    flag(name, fallback, position) {
      const given = get(position ?? null, name) ?? fallback;
      if (typeof given === "boolean" || typeof given === "number") return Boolean(given);
      return context.unsupported(`its argument '${name}' is not true or false`);
    },
    text(name, fallback, position) {
      const given = get(position ?? null, name) ?? fallback;
      return typeof given === "string" ? given : context.unsupported(`its argument '${name}' is not a text`);
    },
    integers(name, position) {
      const given = get(position ?? null, name);
      if (given === undefined || given === null) return undefined;
      const list =
        typeof given === "object" && "kind" in given && given.kind === "array" ? fromConfig(given.value) : given;
      const items = isResolvedList(list) ? list : [list];
      if (items.every((item): item is number => typeof item === "number" && Number.isSafeInteger(item))) return items;
      return context.unsupported(`its argument '${name}' is not a list of whole numbers known before the run`);
    },
    integersOf(position, name) {
      const given = get(position, name);
      const json =
        given !== null && typeof given === "object" && "kind" in given && given.kind === "array" ? given.value : given;
      return nestedNumbers(json as Json);
    },
    dtype(name, position) {
      const given = get(position ?? null, name);
      if (given === undefined || given === null) return undefined;
      if (typeof given === "string") {
        const bare = given.replace(/^<dtype: '(\w+)'>$/, "$1");
        if (isDType(bare)) return bare;
      }
      return context.unsupported(`its argument '${name}' is not a dtype`);
    },
  };
}
