import { type Field, fieldTable } from "./fields.ts";
import type { FlatSchema } from "./schema.ts";

/** Plain data as decoding gives it, for keeping beside a model. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/**
 * A decoded table without the fields that have their default, nested tables alike: what the file says in so many words.
 * Encoding it gives the same table. Tables with fields of type `data` have no such form.
 */
export function withoutDefaults(
  schema: FlatSchema,
  table: string,
  value: Readonly<Record<string, unknown>>,
): { readonly [key: string]: PlainValue } {
  const fieldsOf = fieldTable(schema);
  const compact = (name: string, from: Readonly<Record<string, unknown>>): { readonly [key: string]: PlainValue } =>
    Object.fromEntries(
      fieldsOf(name).flatMap((field): [string, PlainValue][] => {
        const kept = keep(field, from[field.name]);
        return kept === undefined ? [] : [[field.name, kept]];
      }),
    );
  const keep = (field: Field, from: unknown): PlainValue | undefined => {
    if (from === undefined) return undefined;
    switch (field.kind) {
      case "scalar":
      case "enum":
        return Object.is(from, field.fallback) ? undefined : (from as PlainValue);
      case "string":
      case "scalars":
        return from as PlainValue;
      case "table":
        return compact(field.table, from as Readonly<Record<string, unknown>>);
      case "tables":
        return (from as readonly Readonly<Record<string, unknown>>[]).map((item) => compact(field.table, item));
      case "union": {
        const { type, value: member } = from as { readonly type: string | number; readonly value?: object };
        if (typeof type === "number" || member === undefined) return undefined;
        return { type, value: compact(type, member as Readonly<Record<string, unknown>>) };
      }
      case "data":
        return undefined;
    }
  };
  return compact(table, value);
}
