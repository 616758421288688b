import { type Diagnostic, diagnose, fail } from "../../diagnostics/index.ts";
import type { ByteSource } from "../source.ts";
import { FLB_E001, FLB_E002, FLB_E003, FLB_W001 } from "./codes.ts";
import { type Field, fieldTable, type Scalar, scalarBytes } from "./fields.ts";
import type { ByteRange, FlatSchema, TableValue } from "./schema.ts";
import { openWindow } from "./window.ts";

type Decoded = Readonly<Record<string, unknown>>;

/** Bytes that following references may cost, as a multiple of the file's size. Writers share strings and little else. */
const budgetFactor = 8;
/** What a small file may cost at least, and a large one at most: tables take little, and bytes of `data` cost nothing. */
const leastBudget = 2 ** 20;
const mostBudget = 2 ** 28;
/** Memory that a decoded scalar takes. */
const scalarCost = 8;
/** Cost in bytes of meeting a structure again. */
const repeatCost = 16;

export interface DecodedFile<T> {
  readonly root: T;
  /** Fields that are newer than the schema. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Decodes a FlatBuffers file from its root table, whole, except for fields of type `data`. Every offset, length, union and
 * vtable is checked; a structure that is referenced often is decoded once, and the work is bounded by the file's size.
 * Throws `FLB-E001` to `FLB-E003` with the offset and the path of the field.
 */
export function decodeFlatBuffer<S extends FlatSchema, T extends keyof S["tables"] & string>(
  schema: S,
  root: T,
  source: ByteSource,
): DecodedFile<TableValue<S, T>> {
  const fieldsOf = fieldTable(schema);
  const window = openWindow(source);
  const { size } = source;
  const path: (string | number)[] = [];
  const diagnostics: Diagnostic[] = [];
  const newer = new Set<string>();
  const memo = new Map<string, Map<number, unknown>>();
  const budget = Math.min(mostBudget, Math.max(leastBudget, budgetFactor * size));
  let spent = 0;

  const where = (offset: number) => ({ file: source.name, offset, path: formatPath(path) });

  function need(what: string, at: number, length: number): void {
    if (at < 0 || at + length > size) fail(FLB_E001, where(at), { what, length, size });
  }

  function spend(bytes: number, at: number): void {
    spent += bytes;
    if (spent > budget) fail(FLB_E003, where(at), { limit: budget });
  }

  /** The structure of a kind at an offset, decoded at the first visit. */
  function once<V>(kind: string, at: number, decode: () => V): V {
    let known = memo.get(kind);
    if (known === undefined) {
      known = new Map();
      memo.set(kind, known);
    }
    if (known.has(at)) {
      spend(repeatCost, at);
      return known.get(at) as V;
    }
    const value = decode();
    known.set(at, value);
    return value;
  }

  function follow(what: string, at: number): number {
    need(what, at, 4);
    return at + window.uint(at);
  }

  /** Where the elements of a vector lie and how many there are. */
  function vector(what: string, at: number, elementBytes: number): ByteRange {
    need(what, at, 4);
    const length = window.uint(at);
    need(what, at + 4, length * elementBytes);
    return { offset: at + 4, length };
  }

  function data(at: number): ByteRange {
    need("a vector of bytes", at, 4);
    const length = window.lonelyUint(at);
    need("a vector of bytes", at + 4, length);
    return { offset: at + 4, length };
  }

  function string(at: number): string {
    return once("string", at, () => {
      const { offset, length } = vector("a string", at, 1);
      spend(length, at);
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(source.read(offset, length));
    });
  }

  function scalars(scalar: Scalar, at: number): unknown {
    return once(scalar, at, () => {
      const width = scalarBytes[scalar];
      const { offset, length } = vector(`a vector of ${scalar}`, at, width);
      spend(scalar === "ubyte" ? length : length * scalarCost, at);
      if (scalar === "ubyte") return source.read(offset, length);
      return window.vector(scalar, offset, length);
    });
  }

  function tables(name: string, at: number): readonly Decoded[] {
    return once(`[${name}]`, at, () => {
      const { offset, length } = vector(`a vector of ${name}`, at, 4);
      spend(length * 4, at);
      return Array.from({ length }, (_, i) => {
        path.push(i);
        const value = table(name, follow(name, offset + 4 * i));
        path.pop();
        return value;
      });
    });
  }

  function table(name: string, at: number): Decoded {
    return once(name, at, () => {
      need(name, at, 4);
      const vtable = at - window.int(at);
      need(`the vtable of ${name}`, vtable, 4);
      const vtableBytes = window.ushort(vtable);
      const tableBytes = window.ushort(vtable + 2);
      if (vtableBytes < 4 || vtableBytes % 2 !== 0) {
        fail(FLB_E002, where(vtable), { table: name, problem: `its vtable has ${vtableBytes} bytes` });
      }
      need(`the vtable of ${name}`, vtable, vtableBytes);
      need(name, at, tableBytes);
      spend(vtableBytes + tableBytes, at);
      const slots = vtableBytes / 2 - 2;

      /** Where a field lies; undefined when it is left out. */
      const locate = (id: number, bytes: number): number | undefined => {
        const offset = id < slots ? window.ushort(vtable + 4 + 2 * id) : 0;
        if (offset === 0) return undefined;
        if (offset + bytes > tableBytes) {
          fail(FLB_E002, where(at), { table: name, problem: `field ${id} lies outside it` });
        }
        return at + offset;
      };

      const value: Record<string, unknown> = {};
      let known = 0;
      for (const field of fieldsOf(name)) {
        path.push(field.name);
        value[field.name] = decodeField(field, locate);
        path.pop();
        known = field.id + (field.kind === "union" ? 2 : 1);
      }
      for (let id = known; id < slots; id++) if (locate(id, 1) !== undefined) reportNewer(name, id, at);
      return value;
    });
  }

  function reportNewer(name: string, field: number, at: number): void {
    if (newer.has(`${name}.${field}`)) return;
    newer.add(`${name}.${field}`);
    diagnostics.push(diagnose(FLB_W001, where(at), { table: name, field }));
  }

  function decodeField(field: Field, locate: (id: number, bytes: number) => number | undefined): unknown {
    switch (field.kind) {
      case "scalar": {
        const at = locate(field.id, scalarBytes[field.scalar]);
        return at === undefined ? field.fallback : window.read(field.scalar, at);
      }
      case "enum": {
        const at = locate(field.id, scalarBytes[field.scalar]);
        if (at === undefined) return field.fallback;
        const code = window.read(field.scalar, at) as number;
        return field.names[code] ?? code;
      }
      case "union":
        return union(field.id, field.members, locate);
      default: {
        const at = locate(field.id, 4);
        return at === undefined ? undefined : decodeReference(field, follow(field.name, at));
      }
    }
  }

  function decodeReference(field: Field, at: number): unknown {
    switch (field.kind) {
      case "string":
        return string(at);
      case "data":
        return data(at);
      case "scalars":
        return scalars(field.scalar, at);
      case "tables":
        return tables(field.table, at);
      case "table":
        return table(field.table, at);
    }
    return undefined;
  }

  function union(
    id: number,
    members: readonly string[],
    locate: (id: number, bytes: number) => number | undefined,
  ): unknown {
    const typeAt = locate(id, 1);
    const code = typeAt === undefined ? 0 : (window.read("ubyte", typeAt) as number);
    const at = locate(id + 1, 4);
    if (code === 0 || at === undefined) return undefined;
    const type = members[code];
    return type === undefined ? { type: code } : { type, value: table(type, follow(type, at)) };
  }

  const value = table(root, follow(root, 0)) as TableValue<S, T>;
  return { root: value, diagnostics };
}

/** `subgraphs[0].tensors[3].shape`. */
function formatPath(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("");
}
