import { Builder, type Offset } from "flatbuffers";
import { type Field, fieldTable, type Scalar, scalarBytes } from "./fields.ts";
import type { FlatSchema, Long } from "./schema.ts";

/** A table that is already in the buffer. */
export interface EncodedTable {
  readonly table: string;
  readonly at: Offset;
}

type Bare<F extends string> = F extends `${infer T}=${string}` ? T : F;
type SmallScalar = "byte" | "ubyte" | "short" | "ushort" | "int" | "uint" | "float" | "graph";

type UnionInput<S extends FlatSchema, M extends string> = M extends keyof S["tables"] & string
  ? { readonly type: M; readonly value: TableInput<S, M> }
  : never;

type VectorInput<S extends FlatSchema, E extends string> = E extends "ubyte"
  ? Uint8Array
  : E extends SmallScalar
    ? ArrayLike<number>
    : E extends "bool"
      ? ArrayLike<boolean>
      : E extends "long" | "ulong"
        ? ArrayLike<Long>
        : E extends keyof S["tables"] & string
          ? readonly (TableInput<S, E> | EncodedTable)[]
          : never;

type FieldInput<S extends FlatSchema, F extends string> = F extends "bool"
  ? boolean
  : F extends SmallScalar
    ? number
    : F extends "long" | "ulong"
      ? Long
      : F extends "string"
        ? string
        : F extends "data"
          ? Uint8Array
          : F extends `[${infer E}]`
            ? VectorInput<S, E>
            : F extends keyof S["enums"]
              ? S["enums"][F][number] | number
              : F extends keyof S["unions"]
                ? UnionInput<S, S["unions"][F][number]>
                : F extends keyof S["tables"] & string
                  ? TableInput<S, F> | EncodedTable
                  : never;

/** A table to be written. Fields that are left out or have their default take no space. */
export type TableInput<S extends FlatSchema, T extends keyof S["tables"] & string> = {
  readonly [K in keyof S["tables"][T]]?: FieldInput<S, Bare<S["tables"][T][K]>> | undefined;
};

/** Writes tables of one FlatBuffers file, each before those that refer to it. What is written first lies last. */
export interface FlatEncoder<S extends FlatSchema> {
  table<T extends keyof S["tables"] & string>(name: T, value: TableInput<S, T>): EncodedTable;
  /** One table for each of `contents`, which is its only field, of type `data`. Packed with little room between. */
  dataTables<T extends keyof S["tables"] & string>(
    name: T,
    field: keyof S["tables"][T],
    contents: readonly Uint8Array[],
  ): EncodedTable[];
  /** The file, once its root table is written. */
  finish(root: EncodedTable, identifier: string): Uint8Array;
}

type Fields = Readonly<Record<string, unknown>>;

/** Multiple at which vectors of type `data` start, so that mapped files can be computed on in place. */
const dataAlignment = 16;

/** Data from this length on lies apart from the tables. */
const longData = 2 ** 15;
/** Bytes of a table with one offset whose vtable is shared. */
const plainTableBytes = 8;

/**
 * An encoder of a schema. `expectedBytes` is about the size of the file; more costs a copy. Equal strings and equal vectors
 * of scalars are written once.
 */
export function createFlatEncoder<S extends FlatSchema>(schema: S, expectedBytes: number): FlatEncoder<S> {
  const fieldsOf = fieldTable(schema);
  const builder = new Builder(Math.max(1024, expectedBytes));
  const vectors = new Map<string, Offset>();

  function table(name: string, value: Fields): EncodedTable {
    const written = fieldsOf(name).flatMap((field) => {
      const given = value[field.name];
      return given === undefined ? [] : prepare(field, given);
    });
    // From the widest to the narrowest: no gaps for alignment.
    written.sort((a, b) => b.bytes - a.bytes);
    builder.startObject(fieldCount(fieldsOf(name)));
    for (const { add } of written) add();
    return { table: name, at: builder.endObject() };
  }

  /** Writes what a field refers to; answers how to write the field itself. */
  function prepare(field: Field, given: unknown): { readonly bytes: number; readonly add: () => void }[] {
    switch (field.kind) {
      case "scalar":
        return [scalarField(field.scalar, field.id, given as number, field.fallback)];
      case "enum": {
        const code = enumCode(field.names, given as string | number);
        return [scalarField(field.scalar, field.id, code, enumCode(field.names, field.fallback))];
      }
      case "string":
        return [offsetField(field.id, string(given as string))];
      case "data":
        return [offsetField(field.id, data(given as Uint8Array))];
      case "scalars":
        return [offsetField(field.id, scalars(field.scalar, given as ArrayLike<number>))];
      case "tables":
        return [offsetField(field.id, tables(field.table, given as readonly (Fields | EncodedTable)[]))];
      case "table":
        return [offsetField(field.id, reference(field.table, given as Fields | EncodedTable))];
      case "union": {
        const { type, value } = given as { readonly type: string; readonly value: Fields };
        const at = table(type, value).at;
        return [scalarField("ubyte", field.id, field.members.indexOf(type), 0), offsetField(field.id + 1, at)];
      }
    }
  }

  function offsetField(id: number, at: Offset): { readonly bytes: number; readonly add: () => void } {
    return { bytes: 4, add: () => builder.addFieldOffset(id, at, 0) };
  }

  function scalarField(
    scalar: Scalar,
    id: number,
    value: number | boolean | Long,
    fallback: number | boolean,
  ): { readonly bytes: number; readonly add: () => void } {
    const bytes = scalarBytes[scalar];
    return {
      bytes,
      add() {
        if (bytes === 8) builder.addFieldInt64(id, BigInt(value), BigInt(fallback));
        // -0 equals the default 0, but is not it.
        else if (scalar === "float")
          builder.addFieldFloat32(id, Number(value), Object.is(value, -0) ? null : Number(fallback));
        else if (bytes === 4) builder.addFieldInt32(id, Number(value), Number(fallback));
        else if (bytes === 2) builder.addFieldInt16(id, Number(value), Number(fallback));
        else builder.addFieldInt8(id, Number(value), Number(fallback));
      },
    };
  }

  const reference = (name: string, value: Fields | EncodedTable): Offset =>
    isEncoded(value) ? value.at : table(name, value).at;

  function tables(name: string, values: readonly (Fields | EncodedTable)[]): Offset {
    const offsets = values.map((value) => reference(name, value));
    builder.startVector(4, offsets.length, 4);
    for (let i = offsets.length - 1; i >= 0; i--) builder.addOffset(offsets[i] as Offset);
    return builder.endVector();
  }

  /** The builder takes an empty shared string for none. */
  const string = (text: string): Offset =>
    text === "" ? builder.createString(text) : builder.createSharedString(text);

  function data(bytes: Uint8Array): Offset {
    builder.prep(dataAlignment, bytes.length);
    return builder.createByteVector(bytes);
  }

  /**
   * Every vector must end where a multiple of 16 begins, counted from the end of the file. Next comes always the one that
   * leaves the smallest gap, and gaps are filled with the tables of vectors that are already written. Long vectors come
   * before, with nothing between them, so that a reader of the tables need not touch their pages.
   */
  function dataTables(name: string, field: string, contents: readonly Uint8Array[]): EncodedTable[] {
    const id = fieldsOf(name).find((candidate) => candidate.name === field)?.id ?? 0;
    const count = fieldCount(fieldsOf(name));
    const tables = new Array<EncodedTable>(contents.length);
    const pending: { readonly index: number; readonly at: Offset }[] = [];
    const byResidue = Array.from({ length: dataAlignment }, (): number[] => []);
    const write = (index: number): void => {
      pending.push({ index, at: data(contents[index] as Uint8Array) });
    };
    contents.forEach(({ length }, index) => {
      if (length >= longData) write(index);
      else byResidue[length % dataAlignment]?.push(index);
    });

    const gapBefore = (length: number): number => -(builder.offset() + length) & (dataAlignment - 1);
    const wasteBefore = (length: number): number => {
      const gap = gapBefore(length);
      return gap - plainTableBytes * Math.min(pending.length, Math.floor(gap / plainTableBytes));
    };
    const flush = (): void => {
      const next = pending.pop();
      if (next === undefined) return;
      builder.startObject(count);
      builder.addFieldOffset(id, next.at, 0);
      tables[next.index] = { table: name, at: builder.endObject() };
    };

    for (let left = contents.length - pending.length; left > 0; left--) {
      const residues = byResidue.flatMap((indices, residue) => (indices.length === 0 ? [] : [residue]));
      const best = residues.reduce((a, b) => (wasteBefore(b) < wasteBefore(a) ? b : a));
      while (pending.length > 0 && gapBefore(best) >= plainTableBytes) flush();
      write(byResidue[best]?.pop() as number);
    }
    while (pending.length > 0) flush();
    return tables;
  }

  function scalars(scalar: Scalar, values: ArrayLike<number | boolean | Long>): Offset {
    if (values instanceof Uint8Array) return builder.createByteVector(values);
    const key = `${scalar}:${Array.from(values).join()}`;
    const known = vectors.get(key);
    if (known !== undefined) return known;
    const bytes = scalarBytes[scalar];
    builder.startVector(bytes, values.length, bytes);
    for (let i = values.length - 1; i >= 0; i--) addScalar(scalar, values[i] as number | boolean | Long);
    const at = builder.endVector();
    vectors.set(key, at);
    return at;
  }

  function addScalar(scalar: Scalar, value: number | boolean | Long): void {
    const bytes = scalarBytes[scalar];
    if (bytes === 8) builder.addInt64(BigInt(value));
    else if (scalar === "float") builder.addFloat32(Number(value));
    else if (bytes === 4) builder.addInt32(Number(value));
    else if (bytes === 2) builder.addInt16(Number(value));
    else builder.addInt8(Number(value));
  }

  return {
    table: (name, value) => table(name, value as Fields),
    dataTables: (name, field, contents) => dataTables(name, String(field), contents),
    finish(root, identifier) {
      builder.finish(root.at, identifier);
      return builder.asUint8Array();
    },
  };
}

const isEncoded = (value: Fields | EncodedTable): value is EncodedTable => typeof value["at"] === "number";

const enumCode = (names: readonly string[], value: string | number): number =>
  typeof value === "number" ? value : names.indexOf(value);

function fieldCount(fields: readonly Field[]): number {
  const last = fields.at(-1);
  return last === undefined ? 0 : last.id + (last.kind === "union" ? 2 : 1);
}
