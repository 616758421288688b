import type { Long } from "../flatbuffer/index.ts";
import type { ByteSource } from "../source.ts";

/**
 * A protocol buffer schema as data, in the schema language's own words: messages by name, each with its fields as
 * `number type`.
 *
 * Types are the scalars `int32 uint32 int64 uint64 fixed32 fixed64 bool float double`, `string`, `bytes`, an enumeration
 * or a message of the schema. `[type]` is a repeated field (read packed or not), `{type}` a map from strings. `type?` keeps
 * apart an absent field from one that holds its default: members of a `oneof`. `data` are bytes that are not read, and
 * `packed scalar` a repeated scalar that is not read either: its elements are for {@link packedNumbers}.
 */
export interface ProtoSchema {
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Codes by name; the first is the default. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

type SmallScalar = "int32" | "uint32" | "fixed32" | "float" | "double";
type WideScalar = "int64" | "uint64" | "fixed64";
type TypeOf<F extends string> = F extends `${infer _} ${infer T}` ? T : never;
type MessageName<S extends ProtoSchema> = keyof S["messages"] & string;

type ElementValue<S extends ProtoSchema, T extends string> = T extends SmallScalar
  ? number
  : T extends WideScalar
    ? Long
    : T extends "bool"
      ? boolean
      : T extends "string"
        ? string
        : T extends "bytes"
          ? Uint8Array
          : T extends "data"
            ? ByteSource
            : T extends keyof S["enums"]
              ? (keyof S["enums"][T] & string) | number
              : T extends MessageName<S>
                ? MessageValue<S, T>
                : never;

type FieldValue<S extends ProtoSchema, T extends string> = T extends `${infer U}?`
  ? ElementValue<S, U> | undefined
  : T extends `[${infer U}]`
    ? readonly ElementValue<S, U>[]
    : T extends `{${infer U}}`
      ? ReadonlyMap<string, ElementValue<S, U>>
      : T extends `packed ${string}`
        ? readonly ByteSource[]
        : T extends MessageName<S> | "data"
          ? ElementValue<S, T> | undefined
          : ElementValue<S, T>;

/**
 * A decoded message: every field there, defaults filled in; `undefined` for absent messages, `data` and fields marked `?`.
 * An enumeration's code that has no name stays a number.
 */
export type MessageValue<S extends ProtoSchema, M extends MessageName<S>> = {
  readonly [K in keyof S["messages"][M]]: FieldValue<S, TypeOf<S["messages"][M][K]>>;
};

type ElementInput<S extends ProtoSchema, T extends string> =
  T extends MessageName<S> ? MessageInput<S, T> : T extends "data" ? ByteSource | Uint8Array : ElementValue<S, T>;

type FieldInput<S extends ProtoSchema, T extends string> = T extends `${infer U}?`
  ? ElementInput<S, U>
  : T extends `[${infer U}]`
    ? readonly ElementInput<S, U>[]
    : T extends `{${infer U}}`
      ? ReadonlyMap<string, ElementInput<S, U>>
      : T extends `packed ${string}`
        ? readonly (ByteSource | Uint8Array)[]
        : ElementInput<S, T>;

/** A message to be written: fields that are left out, or hold their default, take no bytes. */
export type MessageInput<S extends ProtoSchema, M extends MessageName<S>> = {
  readonly [K in keyof S["messages"][M]]?: FieldInput<S, TypeOf<S["messages"][M][K]>> | undefined;
};
