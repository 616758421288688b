import { fail } from "../../../diagnostics/index.ts";
import type { DType, Shape } from "../../../numerics/index.ts";
import { TFG_E003 } from "../codes.ts";
import { type AttrValue, dataType } from "../schema/index.ts";
import type { TfDefinition } from "./definition.ts";

/**
 * Attributes of a node by name. What the node leaves out has the default of the operator's definition: graphs of older
 * TensorFlow versions lack attributes, stripped ones those at their defaults. Throws `TFG-E003` for a value of another
 * kind, or for none.
 */
export interface TfAttributes {
  has(name: string): boolean;
  int(name: string): number;
  float(name: string): number;
  bool(name: string): boolean;
  text(name: string): string;
  dtype(name: string): DType;
  ints(name: string): readonly number[];
  floats(name: string): readonly number[];
  texts(name: string): readonly string[];
  dtypes(name: string): readonly DType[];
  shape(name: string): Shape;
}

type Attrs = ReadonlyMap<string, AttrValue>;

const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export function createAttributes(
  attrs: Attrs,
  definition: TfDefinition | undefined,
  where: { readonly node: string; readonly op: string },
): TfAttributes {
  const refuse = (name: string, expected: string): never =>
    fail(TFG_E003, where, { attribute: name, expected, found: attrs.get(name)?.kind ?? "nothing" });
  const fallback = (name: string, expected: string): string =>
    definition?.attrs.get(name) ?? (refuse(name, expected) as never);
  const listed = (name: string, expected: string): readonly string[] =>
    fallback(name, expected)
      .replace(/^\[|\]$/g, "")
      .split(",")
      .filter((item) => item !== "");
  const list = (name: string, expected: string) => {
    const value = attrs.get(name);
    if (value === undefined || value.kind === "none") return undefined;
    return value.kind === "list" ? value.value : (refuse(name, expected) as never);
  };
  const typeOf = (name: string, found: ReturnType<typeof dataType>): DType => found.dtype ?? refuse(name, "a type");
  const typeNamed = (name: string, text: string): DType => typeOf(name, dataType(text as "DT_FLOAT"));
  const number = (name: string, kind: "int" | "float"): number => {
    const value = attrs.get(name);
    if (value === undefined) return Number(fallback(name, "a number"));
    return value.kind === kind ? Number(value.value) : refuse(name, "a number");
  };
  return {
    has: (name) => attrs.has(name),
    int: (name) => number(name, "int"),
    float: (name) => number(name, "float"),
    bool(name) {
      const value = attrs.get(name);
      if (value === undefined) return fallback(name, "true or false") === "true";
      return value.kind === "bool" ? value.value : refuse(name, "true or false");
    },
    text(name) {
      const value = attrs.get(name);
      if (value === undefined) return fallback(name, "a text");
      return value.kind === "string" ? utf8(value.value) : refuse(name, "a text");
    },
    dtype(name) {
      const value = attrs.get(name);
      if (value === undefined) return typeNamed(name, fallback(name, "a type"));
      return value.kind === "type" ? typeOf(name, value.value) : refuse(name, "a type");
    },
    ints: (name) => (list(name, "whole numbers")?.ints ?? listed(name, "whole numbers")).map(Number),
    floats: (name) => (list(name, "numbers")?.floats ?? listed(name, "numbers")).map(Number),
    texts: (name) => list(name, "texts")?.strings.map(utf8) ?? listed(name, "texts"),
    dtypes: (name) =>
      list(name, "types")?.types.map((type) => typeOf(name, type)) ??
      listed(name, "types").map((type) => typeNamed(name, type)),
    shape(name) {
      const value = attrs.get(name);
      if (value === undefined) return fallback(name, "a shape") === "?" ? undefined : [];
      return value.kind === "shape" ? value.value : refuse(name, "a shape");
    },
  };
}

/** How many values a repeated slot stands for. */
export function repeatCount(attrs: Attrs, repeat: string | undefined): number {
  if (repeat === undefined) return 1;
  const value = attrs.get(repeat);
  if (value?.kind === "int") return Number(value.value);
  return value?.kind === "list" ? value.value.types.length : 0;
}
