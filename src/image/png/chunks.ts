import { crc32 } from "../../bytes/index.ts";
import { fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005, IMG_E006 } from "../codes.ts";
import { exifOrientation } from "../exif.ts";
import { type PngHeader, readHeader } from "./header.ts";

/** The chunks of a PNG file that matter for its pixels. */
export interface PngChunks {
  readonly header: PngHeader;
  /** R G B triples. */
  readonly palette: Uint8Array | undefined;
  /** The tRNS chunk: alpha per palette entry, or the 16-bit samples of the transparent colour. */
  readonly transparency: Uint8Array | undefined;
  /** Compressed pixel data, in order. */
  readonly data: readonly Uint8Array[];
  readonly orientation: number;
  readonly hasProfile: boolean;
  /** Frames of an animated PNG, 1 otherwise. */
  readonly frames: number;
  /** What the file ends before, when it is cut off after some pixel data. */
  readonly missing: string | undefined;
}

/**
 * Walks the chunks. Checksums of the chunks that make the pixels must fit; other chunks may be damaged, as in libpng.
 * Throws `IMG-E004`, `IMG-E005`, `IMG-E006`.
 */
export function readChunks(bytes: Uint8Array, name: string): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Uint8Array>();
  const data: Uint8Array[] = [];
  let header: PngHeader | undefined;
  let missing: string | undefined = "its end chunk";
  for (let offset = 8; offset + 8 <= bytes.length; ) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const where = { file: name, offset, path: type };
    if (type === "CgBI")
      fail(IMG_E006, where, { format: "PNG", feature: "Apple's private compression of apps (CgBI)" });
    if (!/^[A-Za-z]{4}$/.test(type)) fail(IMG_E005, where, { format: "PNG", problem: "a chunk has no valid name" });
    const end = offset + 12 + length;
    const content = bytes.subarray(offset + 8, Math.min(end - 4, bytes.length));
    const complete = end <= bytes.length;
    if (header === undefined && type !== "IHDR") {
      fail(IMG_E005, where, { format: "PNG", problem: "it does not begin with its header chunk" });
    }
    if (!complete && type !== "IDAT") break;
    const critical = type === "IHDR" || type === "PLTE" || type === "IDAT" || type === "IEND" || type === "tRNS";
    if (complete && critical && crc32(bytes.subarray(offset + 4, end - 4)) !== view.getUint32(end - 4)) {
      fail(IMG_E005, where, { format: "PNG", problem: `the checksum of its ${type} chunk is wrong` });
    }
    if (!critical && isCritical(type)) {
      fail(IMG_E005, where, { format: "PNG", problem: `it needs an unknown chunk, ${type}` });
    }
    if (type === "IHDR") header ??= readHeader(content, name);
    else if (type === "IDAT") data.push(content);
    else if (!found.has(type)) found.set(type, content);
    if (type === "IEND") {
      missing = undefined;
      break;
    }
    offset = end;
  }
  if (header === undefined || data.length === 0) {
    const lacks = header === undefined ? "its header" : "its pixel data";
    if (missing === undefined) fail(IMG_E005, { file: name }, { format: "PNG", problem: `it has not got ${lacks}` });
    return fail(IMG_E004, { file: name }, { format: "PNG", size: bytes.length, missing: lacks });
  }
  return {
    header,
    palette: found.get("PLTE"),
    transparency: found.get("tRNS"),
    data,
    orientation: exifOrientation(found.get("eXIf") ?? new Uint8Array(0)),
    hasProfile: found.has("iCCP"),
    frames: frameCount(found.get("acTL")),
    missing,
  };
}

/** Upper case in the first letter: a decoder that does not know the chunk must not go on (5.4). */
function isCritical(type: string): boolean {
  return type.charCodeAt(0) < 97;
}

function frameCount(animation: Uint8Array | undefined): number {
  if (animation === undefined || animation.length < 4) return 1;
  return Math.max(1, new DataView(animation.buffer, animation.byteOffset).getUint32(0));
}
