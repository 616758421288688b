import { type ByteSource, crc32, readSafetensors, type SafetensorsArray, writeSafetensors } from "../bytes/index.ts";
import { fail } from "../diagnostics/index.ts";
import { type DType, storedByteLength, type Tensor, tensorFromBytes, tensorToBytes } from "../numerics/index.ts";
import { API_E006, API_E008 } from "./codes.ts";

/** Names of dtypes in a safetensors file. */
const words: { readonly [D in DType]?: string } = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  float8_e4m3fn: "F8_E4M3",
  float8_e5m2: "F8_E5M2",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint64: "U64",
  uint32: "U32",
  uint16: "U16",
  uint8: "U8",
  bool: "BOOL",
  complex64: "C64",
};

/** Key of a safetensors file that is no tensor. */
const reserved = "__metadata__";

const checksumKey = "crc32";

/**
 * The bytes of a safetensors file that holds named tensors, with a checksum of them all. Throws `API-E006` for strings and
 * other dtypes that it has no word for, `API-E008` for the one name that it cannot hold.
 */
export function saveTensors(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  if (tensors.has(reserved)) {
    fail(
      API_E008,
      { tensor: reserved },
      { problem: `A file of saved tensors cannot hold one of the name '${reserved}'` },
    );
  }
  const arrays = new Map(
    [...tensors].map(([name, t]): [string, SafetensorsArray] => {
      const dtype = words[t.dtype] ?? fail(API_E006, { tensor: name }, { dtype: t.dtype });
      return [name, { dtype, shape: t.shape, bytes: tensorToBytes(t) }];
    }),
  );
  return writeSafetensors({ arrays, metadata: { [checksumKey]: checksum(arrays) } });
}

/**
 * The tensors of a safetensors file. Throws `SFT-E001` or `API-E008` when it is damaged, by its checksum where it has one,
 * and `API-E006` for dtypes that tensors lack.
 */
export function loadTensors(source: ByteSource): ReadonlyMap<string, Tensor> {
  const { arrays, metadata } = readSafetensors(source);
  const stated = metadata[checksumKey];
  const tensors = new Map(
    [...arrays].map(([name, { dtype: word, shape, bytes }]): [string, Tensor] => {
      const dtype = (Object.keys(words) as DType[]).find((known) => words[known] === word);
      if (dtype === undefined) return fail(API_E006, { file: source.name, tensor: name }, { dtype: word });
      const needed = storedByteLength(
        dtype,
        shape.reduce((product, extent) => product * extent, 1),
      );
      if (needed !== bytes.length) {
        const problem = `Tensor '${name}', ${word} of shape [${shape}], takes ${needed} bytes and has ${bytes.length}`;
        return fail(API_E008, { file: source.name, tensor: name }, { problem });
      }
      return [name, tensorFromBytes(dtype, shape, bytes)];
    }),
  );
  if (stated !== undefined && stated !== checksum(arrays)) {
    fail(
      API_E008,
      { file: source.name },
      { problem: "The tensors do not match the checksum that is stored with them" },
    );
  }
  return tensors;
}

/** Over the checksums of all arrays with their names, in the order of the names. */
function checksum(arrays: ReadonlyMap<string, SafetensorsArray>): string {
  const lines = [...arrays].map(([name, { bytes }]) => `${name} ${crc32(bytes)}\n`).toSorted();
  return crc32(new TextEncoder().encode(lines.join(""))).toString(16);
}
