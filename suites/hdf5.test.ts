import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Hdf5Attributes, type Hdf5Dataset, type Hdf5Group, memorySource, openHdf5 } from "../src/bytes/index.ts";
import { attempt } from "../src/diagnostics/index.ts";
import { type ExpectedObject, expectedHdf5, hdf5Fixture } from "./hdf5-fixtures.ts";

const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** A value as the generator's JSON holds it: large integers as text, long values as their hash. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof Uint8Array ? undefined : value;
}

function attributesOf(attributes: Hdf5Attributes, expected: ExpectedObject): unknown {
  return Object.fromEntries(
    attributes.names().map((name) => {
      const value = plain(attributes.get(name));
      const wanted = expected.attributes?.[name]?.value;
      const isHash = typeof wanted === "string" && wanted.startsWith("sha256 ");
      return [name, { ...attributes.describe(name), value: isHash ? `sha256 ${hashOf(value)}` : value }];
    }),
  );
}

/** Hash of the JSON text that Python writes, whose floats end in `.0`. */
function hashOf(value: unknown): string {
  return sha256(
    Array.isArray(value) ? `[${value.map((v) => (Number.isInteger(v) ? `${v}.0` : v)).join(", ")}]` : ascii(value),
  );
}

function ascii(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function described(object: Hdf5Group | Hdf5Dataset, expected: ExpectedObject): ExpectedObject {
  const attributes = attributesOf(object.attributes, expected) as NonNullable<ExpectedObject["attributes"]>;
  if (object.kind === "group") return { kind: "group", attributes };
  const { dtype, shape, bytes } = object;
  return {
    kind: "dataset",
    attributes,
    dtype,
    shape,
    ...(dtype === "string" ? { strings: object.strings() } : {}),
    ...(dtype === "string" || dtype === "other" ? {} : { sha256: sha256(bytes.read(0, bytes.size)) }),
  };
}

/** Everything below a group by path, in the form of the generator. */
function walk(
  group: Hdf5Group,
  expected: Readonly<Record<string, ExpectedObject>>,
  found: Record<string, ExpectedObject> = { "/": described(group, expected["/"] ?? {}) },
): Readonly<Record<string, ExpectedObject>> {
  for (const name of group.names()) {
    const path = `${group.path === "/" ? "" : group.path}/${name}`;
    const child = attempt(() => group.child(name));
    if ("diagnostic" in child) found[path] = { error: child.diagnostic.code };
    else if (child.value === undefined) found[path] = { kind: "none" };
    else {
      found[path] = described(child.value, expected[path] ?? {});
      if (child.value.kind === "group") walk(child.value, expected, found);
    }
  }
  return found;
}

describe("files written by h5py", () => {
  for (const [name, expected] of Object.entries(expectedHdf5())) {
    test(name, () => {
      const found = walk(openHdf5(memorySource(hdf5Fixture(name), name)), expected);
      expect(Object.keys(found)).toEqual(Object.keys(expected));
      expect(found).toEqual(expected);
      for (const [path, { attributes = {} }] of Object.entries(expected)) {
        expect(Object.keys(found[path]?.attributes ?? {})).toEqual(Object.keys(attributes));
      }
    });
  }
});
