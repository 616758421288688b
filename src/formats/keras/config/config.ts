import { fail, type Where } from "../../../diagnostics/index.ts";
import { KER_E014 } from "../codes.ts";
import { field, isArray, isObject, type Json, type JsonObject, shortJson } from "./json.ts";

/** A layer's configuration with typed access: a value of another type is `KER-E014`, which names layer and key. */
export interface Config {
  readonly raw: JsonObject;
  get(key: string): Json | undefined;
  /** True when the key is there and not null. */
  has(key: string): boolean;
  integer(key: string, fallback?: number): number;
  number(key: string, fallback?: number): number;
  text(key: string, fallback?: string): string;
  flag(key: string, fallback?: boolean): boolean;
  /** A list of whole numbers; a single number stands for a list of one. */
  integers(key: string, fallback?: readonly number[]): readonly number[];
  /** Whole numbers, `count` of them; a single number stands for `count` equal ones. */
  extents(key: string, count: number, fallback?: number | readonly number[]): readonly number[];
  /** Leaves with `KER-E014` for a key. */
  refuse(key: string, expected: string): never;
}

export function createConfig(raw: JsonObject, where: Where): Config {
  const get = (key: string): Json | undefined => field(raw, key);
  const has = (key: string): boolean => get(key) !== undefined && get(key) !== null;
  const refuse = (key: string, expected: string): never =>
    fail(KER_E014, where, { key, expected, found: shortJson(get(key)) });

  function read<T extends Json>(key: string, expected: string, is: (v: Json) => v is T, fallback: T | undefined): T {
    const value = get(key);
    if (value === undefined || value === null) return fallback ?? refuse(key, expected);
    return is(value) ? value : refuse(key, expected);
  }

  const isInteger = (v: Json): v is number => typeof v === "number" && Number.isSafeInteger(v);
  const isList = (v: Json): v is readonly number[] => isArray(v) && v.every(isInteger);

  return {
    raw,
    get,
    has,
    refuse,
    integer: (key, fallback) => read(key, "a whole number", isInteger, fallback),
    number: (key, fallback) => read(key, "a number", (v): v is number => typeof v === "number", fallback),
    text: (key, fallback) => read(key, "a text", (v): v is string => typeof v === "string", fallback),
    flag: (key, fallback) => read(key, "true or false", (v): v is boolean => typeof v === "boolean", fallback),
    integers(key, fallback) {
      const value = get(key);
      if (value !== undefined && value !== null && isInteger(value)) return [value];
      return read(key, "whole numbers", isList, fallback);
    },
    extents(key, count, fallback) {
      const value = get(key) ?? (typeof fallback === "object" ? [...fallback] : fallback);
      if (value === undefined || value === null) return refuse(key, `${count} whole numbers`);
      if (isInteger(value)) return new Array<number>(count).fill(value);
      if (isList(value) && value.length === count) return value;
      if (isList(value) && value.length === 1) return new Array<number>(count).fill(value[0] as number);
      return refuse(key, `${count} whole numbers`);
    },
  };
}

/** The object under a key; `KER-E014` otherwise. */
export function objectAt(config: Config, key: string): JsonObject {
  const value = config.get(key);
  return isObject(value) ? value : config.refuse(key, "an object");
}
