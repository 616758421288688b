import { fail } from "../diagnostics/index.ts";
import { SFT_E001 } from "./codes.ts";
import type { ByteSource } from "./source.ts";

/** An array of a safetensors file: its dtype in the file's own words (`F32`, `BF16`, `I64`, `BOOL`). */
export interface SafetensorsArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Elements, little endian, row-major. */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly arrays: ReadonlyMap<string, SafetensorsArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

const lengthBytes = 8;
const longestHeader = 100_000_000;
const metadataKey = "__metadata__";
const dataAlignment = 8;

/**
 * The arrays of a safetensors file (huggingface.co/docs/safetensors, "Format"), as views where the source has them. Throws
 * `SFT-E001` where the header is not JSON of that form, or an array does not lie inside the data.
 */
export function readSafetensors(source: ByteSource): Safetensors {
  const damaged = (problem: string): never => fail(SFT_E001, { file: source.name }, { problem });
  if (source.size < lengthBytes) return damaged(`It has ${source.size} bytes, and its header alone takes more`);
  const start = source.read(0, lengthBytes);
  const length = Number(new DataView(start.buffer, start.byteOffset, lengthBytes).getBigUint64(0, true));
  if (length > longestHeader || length > source.size - lengthBytes) {
    return damaged(`Its header would take ${length} of ${source.size} bytes`);
  }
  const header = parseHeader(source.read(lengthBytes, length)) ?? damaged("Its header is not a JSON object");
  const dataStart = lengthBytes + length;
  const arrays = new Map<string, SafetensorsArray>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === metadataKey) {
      metadata = textEntries(entry);
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof dtype !== "string" || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
      return damaged(`Array '${name}' does not state dtype, shape and offsets`);
    }
    const [begin, end] = offsets as readonly [number, number];
    if (begin > end || end > source.size - dataStart) {
      return damaged(`Array '${name}' lies at ${begin} to ${end} of ${source.size - dataStart} bytes of data`);
    }
    arrays.set(name, { dtype, shape, bytes: source.read(dataStart + begin, end - begin) });
  }
  return { arrays, metadata };
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

const textEntries = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, text]) => typeof text === "string"));

/** The bytes of a safetensors file: arrays in their order without gaps, the data aligned to 8 bytes. */
export function writeSafetensors({ arrays, metadata }: Safetensors): Uint8Array {
  let at = 0;
  const entries = [...arrays].map(([name, { dtype, shape, bytes }]): [string, unknown] => {
    const begin = at;
    at += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, at] }];
  });
  const named = Object.keys(metadata).length === 0 ? entries : [[metadataKey, metadata] as const, ...entries];
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(named)));
  const length = Math.ceil(text.length / dataAlignment) * dataAlignment;
  const file = new Uint8Array(lengthBytes + length + at).fill(0x20, lengthBytes, lengthBytes + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, lengthBytes);
  let to = lengthBytes + length;
  for (const { bytes } of arrays.values()) {
    file.set(bytes, to);
    to += bytes.length;
  }
  return file;
}
