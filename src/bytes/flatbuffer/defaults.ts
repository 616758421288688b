import { parseFields } from "./fields.ts";
import type { FlatSchema, TableValue } from "./schema.ts";

/** A table as it decodes when a file leaves all its fields out. */
export function defaultTable<S extends FlatSchema, T extends keyof S["tables"] & string>(
  schema: S,
  table: T,
): TableValue<S, T> {
  const fields = parseFields(schema, table).map((field) => [
    field.name,
    field.kind === "scalar" || field.kind === "enum" ? field.fallback : undefined,
  ]);
  return Object.fromEntries(fields) as TableValue<S, T>;
}
