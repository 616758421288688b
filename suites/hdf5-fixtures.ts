import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const folder = new URL("../fixtures/hdf5/", import.meta.url);

/** Bytes of a file of fixtures/hdf5, written by h5py. */
export function hdf5Fixture(name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.h5.gz`, folder))));
}

/** What h5py reads from a fixture: objects by path. */
export interface ExpectedObject {
  readonly kind?: "group" | "dataset" | "none";
  /** Code of the diagnostic that opening it must give. */
  readonly error?: string;
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly strings?: readonly string[];
  /** Of the elements, little endian, row-major. */
  readonly sha256?: string;
  readonly attributes?: {
    readonly [name: string]: { readonly dtype: string; readonly shape: readonly number[]; readonly value: unknown };
  };
}

/** The answers of h5py for all fixtures: file name, then object path. */
export function expectedHdf5(): Readonly<Record<string, Readonly<Record<string, ExpectedObject>>>> {
  return JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));
}
