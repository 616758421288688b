import type { Cursor } from "./cursor.ts";
import { decodeText } from "./text.ts";

/** What a name in a group leads to. */
export type Link =
  | { readonly kind: "hard"; readonly address: number }
  | { readonly kind: "soft"; readonly target: string }
  | { readonly kind: "external"; readonly file: string; readonly target: string }
  | { readonly kind: "user-defined"; readonly type: number };

export interface NamedLink {
  readonly name: string;
  readonly link: Link;
  /** Order of creation, where the group keeps it. */
  readonly order: number | undefined;
}

/** Reads a link message (HDF5 File Format Specification 3.0, IV.A.2.g). */
export function readLink(cursor: Cursor): NamedLink {
  cursor.version(1);
  const flags = cursor.u8();
  const type = (flags & 8) === 0 ? 0 : cursor.u8();
  const order = (flags & 4) === 0 ? undefined : cursor.uint(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const name = decodeText(cursor.slice(cursor.uint(1 << (flags & 3))));
  return { name, link: readTarget(cursor, type), order };
}

function readTarget(cursor: Cursor, type: number): Link {
  if (type === 0) return { kind: "hard", address: cursor.definedAddress() };
  const value = cursor.part(cursor.u16());
  if (type === 1) return { kind: "soft", target: decodeText(value.bytes) };
  if (type !== 64) return { kind: "user-defined", type };
  value.skip(1);
  return { kind: "external", file: decodeText(value.untilNul()), target: decodeText(value.untilNul()) };
}
