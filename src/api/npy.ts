import { memorySource, type NpyType, npyStrings, readNpy, writeNpy } from "../bytes/index.ts";
import { fail } from "../diagnostics/index.ts";
import {
  type DType,
  entriesPerElement,
  fromNumbers,
  isDType,
  type Tensor,
  tensor,
  tensorFromBytes,
  tensorToBytes,
  toNumbers,
} from "../numerics/index.ts";
import { API_E006 } from "./codes.ts";

/** A tensor from the bytes of a NumPy `.npy` file. Throws a diagnostic when it is none, or of a dtype that tensors lack. */
export function npyTensor(bytes: Uint8Array, name: string): Tensor {
  const array = readNpy(memorySource(bytes, name));
  if (array.dtype !== "bytes" && array.dtype !== "unicode")
    return tensorFromBytes(array.dtype, array.shape, array.bytes);
  const encoder = new TextEncoder();
  return tensor(
    "string",
    array.shape,
    npyStrings(array).map((text) => encoder.encode(text)),
  );
}

/** A tensor of a named dtype from stored bytes. Throws `API-E006` for a dtype that tensors lack. */
export function namedTensor(dtype: string, shape: readonly number[], bytes: Uint8Array): Tensor {
  return isDType(dtype) && dtype !== "string" ? tensorFromBytes(dtype, shape, bytes) : fail(API_E006, {}, { dtype });
}

/** dtypes that NumPy lacks, and the one that holds all their values. */
const wider: { readonly [D in DType]?: NpyType } = {
  bfloat16: "float32",
  float8_e4m3fn: "float32",
  float8_e5m2: "float32",
  int4: "int8",
  int2: "int8",
  uint4: "uint8",
};

/** The bytes of a NumPy `.npy` file; dtypes that NumPy lacks are widened. Throws `API-E006` for strings and handles. */
export function tensorNpy(t: Tensor): Uint8Array {
  const { dtype, shape } = t;
  const target = wider[dtype];
  const stored = target === undefined ? t : fromNumbers(target as DType, shape, toNumbers(t));
  if (dtype === "string" || dtype === "resource" || dtype === "variant") return fail(API_E006, {}, { dtype });
  const bytes = tensorToBytes(stored);
  const itemSize = entriesPerElement(dtype) * (stored.data as Uint8Array).BYTES_PER_ELEMENT;
  return writeNpy({ dtype: stored.dtype as NpyType, shape, itemSize, bytes });
}
