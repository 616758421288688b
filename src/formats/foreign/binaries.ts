import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E006, FMT_E007, FMT_E009 } from "../codes.ts";
import type { ModelKindId } from "../kinds.ts";
import { beginsWith, hasBytes, type Sample } from "./sample.ts";

/** Models with a mark of their own: the mark and where it lies. */
const models: readonly (readonly [ModelKindId, readonly number[] | string, number])[] = [
  ["gguf", "GGUF", 0],
  ["ggml", "lmgg", 0],
  ["ggml", "tjgg", 0],
  ["ort", "ORTM", 4],
  ["executorch", "ET12", 4],
  ["mxnet", [0x12, 0x01, 0, 0, 0, 0, 0, 0], 0],
  ["tensorrt", "ftrt", 0],
  ["tensorrt", "ptrt", 0],
];

/** Files that are no models: kind, mark, where it lies. */
const others: readonly (readonly [string, readonly number[] | string, number])[] = [
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47], 0],
  ["a JPEG image", [0xff, 0xd8, 0xff], 0],
  ["a GIF image", "GIF8", 0],
  ["a WebP image", "WEBP", 8],
  ["a TIFF image", "II*\0", 0],
  ["a TIFF image", "MM\0*", 0],
  ["a HEIF image", "ftyphei", 4],
  ["an AVIF image", "ftypavif", 4],
  ["a video", "ftyp", 4],
  ["a sound", "WAVE", 8],
  ["a video", "AVI ", 8],
  ["a PDF document", "%PDF", 0],
  ["an ELF program or library (Linux)", [0x7f, 0x45, 0x4c, 0x46], 0],
  ["a Mach-O program or library (macOS)", [0xcf, 0xfa, 0xed, 0xfe], 0],
  ["a Mach-O program or library (macOS)", [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0], 0],
  ["a Java class", [0xca, 0xfe, 0xba, 0xbe], 0],
  ["a WebAssembly module", "\0asm", 0],
  ["an SQLite database", "SQLite format 3", 0],
  ["an HDF5 file", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], 0],
  ["a NumPy array", [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], 0],
  ["a MATLAB file", "MATLAB 5.0", 0],
  ["a Parquet table", "PAR1", 0],
  ["an Arrow table", "ARROW1", 0],
  ["a Windows shortcut, not the file it leads to", [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0], 0],
  ["an encrypted file", "Salted__", 0],
];

/** Names binary content by its mark. */
export function identifyBinary(sample: Sample): Diagnostic | undefined {
  const { head, source } = sample;
  const where = { file: source.name };
  const model = models.find(([, mark, at]) => hasBytes(head, mark, at));
  if (model !== undefined) return diagnose(FMT_E007, where, { format: model[0], proof: evidence(head, model) });
  const safetensors = identifySafetensors(sample);
  if (safetensors !== undefined) return safetensors;
  if (isLevelDbTable(sample)) {
    return diagnose(FMT_E007, where, { format: "tf-checkpoint", proof: "ends with the mark of a LevelDB table" });
  }
  const other = others.find(([, mark, at]) => hasBytes(head, mark, at));
  if (other !== undefined) return diagnose(FMT_E006, where, { kind: other[0], proof: evidence(head, other) });
  if (isWindowsProgram(sample)) {
    return diagnose(FMT_E006, where, { kind: "a Windows program or library", proof: "begins with MZ, then PE" });
  }
  if (isBitmap(sample)) return diagnose(FMT_E006, where, { kind: "a BMP image", proof: "begins with BM and its size" });
  return undefined;
}

function evidence(head: Uint8Array, [, mark, at]: readonly [string, readonly number[] | string, number]): string {
  if (at === 0) return beginsWith(head, mark.length);
  return `'${typeof mark === "string" ? mark : ""}' at byte ${at}`;
}

/** Header length as a little-endian 64-bit number, then a JSON object; the format allows headers of up to 100 MB. */
function identifySafetensors({ head, size, source, ending }: Sample): Diagnostic | undefined {
  if (head.length < 10 || !hasBytes(head, "{", 8)) return undefined;
  const where = { file: source.name };
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0 || length < 2 || length > 1e8) return undefined;
  const proof = `a header of ${length} bytes that begins with '{'`;
  if (8 + length <= size) return diagnose(FMT_E007, where, { format: "safetensors", proof });
  if (ending !== ".safetensors") return undefined;
  return diagnose(FMT_E009, where, { kind: "a safetensors file", proof, size });
}

/** The footer of a LevelDB table, in which TensorFlow keeps a checkpoint's index, ends with this number. */
function isLevelDbTable({ source, size }: Sample): boolean {
  if (size < 48) return false;
  return hasBytes(source.read(size - 8, 8), [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]);
}

/** `MZ`, and at the place that byte 60 tells, `PE`. */
function isWindowsProgram({ head, source, size }: Sample): boolean {
  if (!hasBytes(head, "MZ") || head.length < 64) return false;
  const at = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(60, true);
  return at + 4 <= size && hasBytes(source.read(at, 4), "PE\0\0");
}

/** `BM`, the file's size, and four zeros. */
function isBitmap({ head, size }: Sample): boolean {
  if (!hasBytes(head, "BM") || head.length < 14) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(6, true) === 0 && view.getUint32(2, true) <= size;
}
