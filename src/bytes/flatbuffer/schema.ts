/**
 * A FlatBuffers schema as data, in the schema language's own words: tables by name, each with its fields in the order of
 * their ids and their types as text. `type=default` where the default is not zero, `[type]` for vectors.
 *
 * Scalars are `bool byte ubyte short ushort int uint long ulong float`; `graph` is an `int` that callers treat as a
 * reference; `string` is UTF-8; `data` is a vector of bytes that is not read and, when written, starts at a multiple of 16.
 * Any other name is an enumeration, a union (which takes two ids) or a table of the schema.
 */
export interface FlatSchema {
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names by code. Stored in one byte, except those of {@link FlatSchema.wideEnums}, in four. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly wideEnums: readonly string[];
  /** Tables by type code; code 0 is `NONE`. */
  readonly unions: Readonly<Record<string, readonly string[]>>;
}

/** A 64-bit integer: a number where it is exact, else its decimal digits. */
export type Long = number | string;

/** Bytes of the file that were not read. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

type Bare<F extends string> = F extends `${infer T}=${string}` ? T : F;
type SmallScalar = "byte" | "ubyte" | "short" | "ushort" | "int" | "uint" | "float" | "graph";

type VectorValue<S extends FlatSchema, E extends string> = E extends "ubyte"
  ? Uint8Array
  : E extends SmallScalar
    ? readonly number[]
    : E extends "bool"
      ? readonly boolean[]
      : E extends "long" | "ulong"
        ? readonly Long[]
        : E extends keyof S["tables"] & string
          ? readonly TableValue<S, E>[]
          : never;

/** A member of a union; without a value when its type is newer than the schema. */
export type UnionValue<S extends FlatSchema, M extends string> =
  | (M extends keyof S["tables"] & string ? { readonly type: M; readonly value: TableValue<S, M> } : never)
  | { readonly type: number; readonly value?: undefined };

type FieldValue<S extends FlatSchema, F extends string> = F extends "bool"
  ? boolean
  : F extends SmallScalar
    ? number
    : F extends "long" | "ulong"
      ? Long
      : F extends "string"
        ? string | undefined
        : F extends "data"
          ? ByteRange | undefined
          : F extends `[${infer E}]`
            ? VectorValue<S, E> | undefined
            : F extends keyof S["enums"]
              ? S["enums"][F][number] | number
              : F extends keyof S["unions"]
                ? UnionValue<S, S["unions"][F][number]> | undefined
                : F extends keyof S["tables"] & string
                  ? TableValue<S, F> | undefined
                  : never;

/** A decoded table: every field there, defaults filled in, `undefined` for absent strings, vectors, tables and unions. */
export type TableValue<S extends FlatSchema, T extends keyof S["tables"] & string> = {
  readonly [K in keyof S["tables"][T]]: FieldValue<S, Bare<S["tables"][T][K]>>;
};
