import type { JsonObject } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { type Constant, constantBytes, constantTensor } from "../../../ir/index.ts";
import { type DType, fromNumbers, integerRange, tensorToBytes, toNumbers } from "../../../numerics/index.ts";
import { TJS_E012 } from "../codes.ts";

/** Bytes of one file of weights, as TensorFlow.js and its converter split them. */
export const usualShardBytes: number = 4 * 1024 * 1024;

/** A manifest and the files that it names. */
export interface WrittenWeights {
  readonly manifest: readonly JsonObject[];
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Writes constants one behind the other and cuts them into files of equal size. */
export function writeWeights(constants: ReadonlyMap<string, Constant>, shardBytes: number): WrittenWeights {
  const entries: JsonObject[] = [];
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const [name, constant] of constants) {
    const { entry, bytes } = writeWeight(name, constant);
    entries.push(entry);
    parts.push(bytes);
    total += bytes.length;
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const count = Math.max(1, Math.ceil(total / shardBytes));
  const files = Array.from({ length: count }, (_, i) => ({
    name: `group1-shard${i + 1}of${count}.bin`,
    bytes: whole.subarray(i * shardBytes, Math.min(total, (i + 1) * shardBytes)),
  }));
  return { manifest: [{ paths: files.map((file) => file.name), weights: entries }], files };
}

function writeWeight(name: string, constant: Constant): { readonly entry: JsonObject; readonly bytes: Uint8Array } {
  const { shape, dtype } = constant;
  const entry = (as: string, more: JsonObject = {}): JsonObject => ({ name, shape, dtype: as, ...more });
  switch (dtype) {
    case "float32":
    case "int32":
    case "bool":
    case "complex64":
      return { entry: entry(dtype), bytes: constantBytes(constant) };
    case "float16":
      return {
        entry: entry("float32", { quantization: { dtype, original_dtype: "float32" } }),
        bytes: constantBytes(constant),
      };
    case "string":
      return { entry: entry("string"), bytes: stringBytes(constant) };
    default:
      return { entry: entry("int32"), bytes: narrowed(name, constant, dtype) };
  }
}

/** Strings behind their lengths as uint32 (`encodeWeights` of tfjs-core). */
function stringBytes(constant: Constant): Uint8Array {
  const strings = constantTensor(constant).data as readonly Uint8Array[];
  const bytes = new Uint8Array(strings.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of strings) {
    view.setUint32(at, text.length, true);
    bytes.set(text, at + 4);
    at += 4 + text.length;
  }
  return bytes;
}

/** Whole numbers of another width as int32, the only whole numbers that TensorFlow.js has. */
function narrowed(name: string, constant: Constant, dtype: DType): Uint8Array {
  const numbers = toNumbers(constantTensor(constant));
  const { min, max } = integerRange("int32");
  if (numbers.some((value) => !(value >= min && value <= max))) {
    return fail(
      TJS_E012,
      { tensor: name },
      { what: `Constant '${name}'`, reason: `its ${dtype} numbers do not fit int32` },
    );
  }
  return tensorToBytes(fromNumbers("int32", constant.shape, numbers));
}
