import { fail } from "../diagnostics/index.ts";
import type { Attrs, AttrValue } from "../ir/index.ts";
import { type DType, isDType } from "../numerics/index.ts";
import { OPS_E002 } from "./codes.ts";

/** Checks one attribute and gives it its type; `undefined` from `check` means that the value is not one. */
export interface AttributeRule<T extends AttrValue> {
  readonly expected: string;
  readonly default?: T;
  readonly check: (value: AttrValue) => T | undefined;
}

/** One rule per attribute of an operator. */
export type AttributeRules<A> = { readonly [K in keyof A]: A[K] extends AttrValue ? AttributeRule<A[K]> : never };

function rule<T extends AttrValue>(
  expected: string,
  check: (value: AttrValue) => T | undefined,
  options: { readonly default?: T } = {},
): AttributeRule<T> {
  return { expected, check, ...options };
}

export const float = (options?: { readonly default?: number }): AttributeRule<number> =>
  rule("a number", (v) => (typeof v === "number" ? v : undefined), options);

export const int = (options?: { readonly default?: number; readonly min?: number }): AttributeRule<number> =>
  rule(
    options?.min === undefined ? "a whole number" : `a whole number of at least ${options.min}`,
    (v) => (typeof v === "number" && Number.isInteger(v) && v >= (options?.min ?? -Infinity) ? v : undefined),
    options?.default === undefined ? {} : { default: options.default },
  );

export const bool = (options?: { readonly default?: boolean }): AttributeRule<boolean> =>
  rule("true or false", (v) => (typeof v === "boolean" ? v : undefined), options);

export const text = (options?: { readonly default?: string }): AttributeRule<string> =>
  rule("a text", (v) => (typeof v === "string" ? v : undefined), options);

export const oneOf = <const T extends string>(
  values: readonly T[],
  options?: { readonly default?: NoInfer<T> },
): AttributeRule<T> => rule(`one of ${values.join(", ")}`, (v) => values.find((value) => value === v), options);

export const dtype = (options?: { readonly default?: DType }): AttributeRule<DType> =>
  rule("a dtype", (v) => (typeof v === "string" && isDType(v) ? v : undefined), options);

/** Whole numbers; `length` fixes how many, `min` their least value. */
export const ints = (options?: {
  readonly default?: readonly number[];
  readonly length?: number;
  readonly min?: number;
}): AttributeRule<readonly number[]> =>
  rule(
    `${options?.length ?? "a list of"} whole numbers${options?.min === undefined ? "" : ` of at least ${options.min}`}`,
    (v) => {
      if (!Array.isArray(v) || (options?.length !== undefined && v.length !== options.length)) return undefined;
      const list: readonly AttrValue[] = v;
      return list.every(
        (n): n is number => typeof n === "number" && Number.isInteger(n) && n >= (options?.min ?? -Infinity),
      )
        ? list
        : undefined;
    },
    options?.default === undefined ? {} : { default: options.default },
  );

export const floats = (options?: { readonly default?: readonly number[] }): AttributeRule<readonly number[]> =>
  rule(
    "a list of numbers",
    (v) => {
      if (!Array.isArray(v)) return undefined;
      const list: readonly AttrValue[] = v;
      return list.every((n) => typeof n === "number") ? (list as readonly number[]) : undefined;
    },
    options,
  );

/**
 * How a window meets the border: TensorFlow's `same` and `valid`, or explicit amounts, `[before, after]` per spatial
 * axis, outermost first, flattened.
 */
export type Padding = "same" | "valid" | readonly number[];

export const padding = (): AttributeRule<Padding> =>
  rule("same, valid, or whole numbers of at least 0, two per spatial axis", (v) => {
    if (v === "same" || v === "valid") return v;
    const list = ints({ min: 0 }).check(v);
    return list !== undefined && list.length % 2 === 0 ? list : undefined;
  });

/** Activation computed together with an operator (TensorFlow Lite's `fused_activation_function`). */
export type FusedActivation = "none" | "relu" | "reluN1To1" | "relu6" | "tanh" | "signBit";

export const activation = (): AttributeRule<FusedActivation> =>
  oneOf(["none", "relu", "reluN1To1", "relu6", "tanh", "signBit"], { default: "none" });

/** Type of the bias of 16-bit data, where it is stated (TensorFlow Lite's `quantized_bias_type`). */
export type QuantizedBiasType = "none" | "int32" | "int64";

export const quantizedBiasType = (): AttributeRule<QuantizedBiasType> =>
  oneOf(["none", "int32", "int64"], { default: "none" });

/** Attributes checked against their rules, defaults filled in. Throws `OPS-E002` at the first that does not fit. */
export function checkAttributes<A>(op: string, rules: AttributeRules<A>, attrs: Attrs): A {
  const checked: Record<string, AttrValue> = {};
  const table = rules as Readonly<Record<string, AttributeRule<AttrValue>>>;
  for (const name of Object.keys(attrs)) {
    if (!Object.hasOwn(table, name))
      fail(OPS_E002, { op }, { attribute: name, problem: "is not one of its attributes" });
  }
  for (const [name, { expected, check, default: fallback }] of Object.entries(table)) {
    const given = Object.hasOwn(attrs, name) ? attrs[name] : undefined;
    if (given === undefined) {
      checked[name] = fallback ?? fail(OPS_E002, { op }, { attribute: name, problem: "is missing" });
      continue;
    }
    const value = check(given);
    if (value === undefined) {
      const shown = given instanceof Uint8Array ? `${given.length} bytes` : JSON.stringify(given);
      fail(OPS_E002, { op }, { attribute: name, problem: `is ${shown}, expected ${expected}` });
    }
    checked[name] = value as AttrValue;
  }
  return checked as A;
}
