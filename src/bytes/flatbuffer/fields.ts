import type { FlatSchema } from "./schema.ts";

/** Scalar types of the FlatBuffers schema language, `graph` being an alias of `int`. */
export type Scalar = keyof typeof scalarBytes;

/** Stored size of each scalar. */
export const scalarBytes = {
  bool: 1,
  byte: 1,
  ubyte: 1,
  short: 2,
  ushort: 2,
  int: 4,
  uint: 4,
  graph: 4,
  float: 4,
  long: 8,
  ulong: 8,
} as const;

const isScalar = (name: string): name is Scalar => Object.hasOwn(scalarBytes, name);

/** A field of a table: its id (of a union: that of the type; the value follows) and how it is stored. */
export type Field = { readonly name: string; readonly id: number } & (
  | { readonly kind: "scalar"; readonly scalar: Scalar; readonly fallback: number | boolean }
  | { readonly kind: "enum"; readonly scalar: Scalar; readonly names: readonly string[]; readonly fallback: string }
  | { readonly kind: "string" }
  | { readonly kind: "data" }
  | { readonly kind: "scalars"; readonly scalar: Scalar }
  | { readonly kind: "tables"; readonly table: string }
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "union"; readonly members: readonly string[] }
);

/** The fields of a table, parsed from its row. */
export function parseFields(schema: FlatSchema, table: string): readonly Field[] {
  const fields: Field[] = [];
  let id = 0;
  for (const [name, spec] of Object.entries(schema.tables[table] ?? {})) {
    const field = parseField(schema, name, id, spec);
    fields.push(field);
    id += field.kind === "union" ? 2 : 1;
  }
  return fields;
}

function parseField(schema: FlatSchema, name: string, id: number, spec: string): Field {
  const [type = "", fallback] = spec.split("=");
  if (isScalar(type)) {
    const value = type === "bool" ? fallback === "true" : Number(fallback ?? 0);
    return { name, id, kind: "scalar", scalar: type, fallback: value };
  }
  if (type === "string" || type === "data") return { name, id, kind: type };
  if (type.startsWith("[")) {
    const element = type.slice(1, -1);
    return isScalar(element)
      ? { name, id, kind: "scalars", scalar: element }
      : { name, id, kind: "tables", table: element };
  }
  const names = schema.enums[type];
  if (names !== undefined) {
    const scalar = schema.wideEnums.includes(type) ? "int" : "byte";
    return { name, id, kind: "enum", scalar, names, fallback: fallback ?? (names[0] as string) };
  }
  const members = schema.unions[type];
  return members === undefined ? { name, id, kind: "table", table: type } : { name, id, kind: "union", members };
}

/** {@link parseFields}, each table once. */
export function fieldTable(schema: FlatSchema): (table: string) => readonly Field[] {
  const parsed = new Map<string, readonly Field[]>();
  return (table) => {
    let fields = parsed.get(table);
    if (fields === undefined) {
      fields = parseFields(schema, table);
      parsed.set(table, fields);
    }
    return fields;
  };
}
