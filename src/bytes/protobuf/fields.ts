import type { ProtoSchema } from "./schema.ts";

/** How one element is stored; wire types 0, 1, 5 and 2 of the Protocol Buffers encoding. */
export const scalarWireTypes = {
  int32: 0,
  uint32: 0,
  int64: 0,
  uint64: 0,
  bool: 0,
  fixed32: 5,
  float: 5,
  fixed64: 1,
  double: 1,
} as const;

export type Scalar = keyof typeof scalarWireTypes;

const isScalar = (name: string): name is Scalar => Object.hasOwn(scalarWireTypes, name);

/** What an element of a field is. */
export type Element =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | {
      readonly kind: "enum";
      readonly names: ReadonlyMap<number, string>;
      readonly codes: Readonly<Record<string, number>>;
    }
  | { readonly kind: "string" }
  | { readonly kind: "bytes" }
  | { readonly kind: "data" }
  | { readonly kind: "message"; readonly message: string };

export interface Field {
  readonly name: string;
  readonly number: number;
  /** `one` gets its default where it is absent, `optional` stays undefined. */
  readonly repetition: "one" | "optional" | "repeated" | "map" | "packed";
  readonly element: Element;
}

/** The fields of a message by number and by name. */
export interface Fields {
  readonly byNumber: ReadonlyMap<number, Field>;
  readonly byName: ReadonlyMap<string, Field>;
}

/** The fields of each message, parsed from its row at the first use. */
export function fieldTable(schema: ProtoSchema): (message: string) => Fields {
  const parsed = new Map<string, Fields>();
  return (message) => {
    let fields = parsed.get(message);
    if (fields === undefined) {
      const list = Object.entries(schema.messages[message] ?? {}).map(([name, spec]) => parseField(schema, name, spec));
      fields = {
        byNumber: new Map(list.map((field) => [field.number, field])),
        byName: new Map(list.map((field) => [field.name, field])),
      };
      parsed.set(message, fields);
    }
    return fields;
  };
}

function parseField(schema: ProtoSchema, name: string, spec: string): Field {
  const space = spec.indexOf(" ");
  const number = Number(spec.slice(0, space));
  const type = spec.slice(space + 1);
  const field = (repetition: Field["repetition"], inner: string): Field => {
    const element = parseElement(schema, inner);
    const isOptional = repetition === "one" && (element.kind === "message" || element.kind === "data");
    return { name, number, repetition: isOptional ? "optional" : repetition, element };
  };
  if (type.endsWith("?")) return field("optional", type.slice(0, -1));
  if (type.startsWith("[")) return field("repeated", type.slice(1, -1));
  if (type.startsWith("{")) return field("map", type.slice(1, -1));
  if (type.startsWith("packed ")) return field("packed", type.slice("packed ".length));
  return field("one", type);
}

function parseElement(schema: ProtoSchema, type: string): Element {
  if (isScalar(type)) return { kind: "scalar", scalar: type };
  if (type === "string" || type === "bytes" || type === "data") return { kind: type };
  const codes = schema.enums[type];
  if (codes === undefined) return { kind: "message", message: type };
  return { kind: "enum", codes, names: new Map(Object.entries(codes).map(([name, code]) => [code, name])) };
}

/** Value of an absent field. */
export function fallback({ repetition, element }: Field): unknown {
  if (repetition === "optional") return undefined;
  if (repetition === "map") return new Map();
  if (repetition !== "one") return [];
  switch (element.kind) {
    case "scalar":
      return element.scalar === "bool" ? false : 0;
    case "enum":
      return element.names.get(0) ?? 0;
    case "string":
      return "";
    case "bytes":
      return new Uint8Array(0);
    default:
      return undefined;
  }
}
