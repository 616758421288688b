import { fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005, IMG_E006 } from "../codes.ts";
import { exifOrientation } from "../exif.ts";

/** What the marker segments of a JPEG say (ITU-T T.81, annex B). */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3 | 4;
  /** Blocks of 8 x 8 samples that every scan of all components holds at least. */
  readonly blocks: number;
  /** Adobe's APP14 colour transform: 0 none, 1 YCbCr, 2 YCCK; undefined without the segment. */
  readonly adobeTransform: number | undefined;
  readonly scans: number;
  /** Bytes between the first start of scan and the end: what the pixels are coded in. */
  readonly scanBytes: number;
  /** An end-of-image marker follows the last scan. */
  readonly ended: boolean;
  readonly orientation: number;
  readonly hasProfile: boolean;
}

/** Progressive files of real encoders have about 10 scans; each costs a pass over all blocks (libjpeg-turbo's limit). */
const maxScans = 500;

const unsupportedFrames: ReadonlyMap<number, string> = new Map([
  [0xc3, "lossless coding"],
  [0xc5, "hierarchical coding"],
  [0xc6, "hierarchical coding"],
  [0xc7, "hierarchical coding"],
  [0xc9, "arithmetic coding"],
  [0xca, "arithmetic coding"],
  [0xcb, "lossless arithmetic coding"],
  [0xcd, "hierarchical arithmetic coding"],
  [0xce, "hierarchical arithmetic coding"],
  [0xcf, "hierarchical arithmetic coding"],
]);

const startOfScan = 0xda;
const endOfImage = 0xd9;
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;
/** TEM, RST0 to RST7 and SOI stand alone; all others but EOI have a length. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Walks the marker segments to the end of the image. Throws `IMG-E004`, `IMG-E005`, `IMG-E006`. */
export function readMarkers(bytes: Uint8Array, name: string): JpegHeader {
  let frame: Frame | undefined;
  let adobeTransform: number | undefined;
  let orientation = 1;
  let hasProfile = false;
  let scans = 0;
  let firstScan = bytes.length;
  let ended = false;
  let offset = 2;
  while (offset + 1 < bytes.length) {
    offset = nextMarker(bytes, offset);
    const marker = bytes[offset + 1];
    if (marker === undefined) break;
    offset += 2;
    if (marker === endOfImage) {
      ended = true;
      break;
    }
    if (isBare(marker)) continue;
    const length = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
    if (offset + 2 > bytes.length || offset + length > bytes.length) break;
    const where = { file: name, offset };
    if (length < 2) fail(IMG_E005, where, { format: "JPEG", problem: `segment ${marker.toString(16)} has no length` });
    const content = bytes.subarray(offset + 2, offset + length);
    const refused = unsupportedFrames.get(marker);
    if (refused !== undefined) fail(IMG_E006, where, { format: "JPEG", feature: refused });
    if (isFrame(marker)) frame ??= readFrame(content, name, offset);
    else if (marker === 0xe1 && begins(content, "Exif\0\0")) orientation = exifOrientation(content);
    else if (marker === 0xe2 && begins(content, "ICC_PROFILE\0")) hasProfile = true;
    else if (marker === 0xee && begins(content, "Adobe") && content.length >= 12) adobeTransform = content[11];
    else if (marker === startOfScan) {
      scans++;
      firstScan = Math.min(firstScan, offset);
      if (scans > maxScans) fail(IMG_E005, where, { format: "JPEG", problem: `it has more than ${maxScans} scans` });
    }
    offset += length;
  }
  if (frame === undefined || scans === 0) {
    const lacks = frame === undefined ? "its frame header" : "its pixel data";
    if (ended) fail(IMG_E005, { file: name }, { format: "JPEG", problem: `it has not got ${lacks}` });
    return fail(IMG_E004, { file: name }, { format: "JPEG", size: bytes.length, missing: lacks });
  }
  const scanBytes = offset - firstScan;
  return { ...frame, adobeTransform, scans, scanBytes, ended, orientation, hasProfile };
}

/** Offset of the next 0xFF that a marker code follows; scan data has a zero after each 0xFF of its own. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let offset = bytes.indexOf(0xff, from);
  while (offset >= 0 && offset + 1 < bytes.length) {
    const next = bytes[offset + 1] as number;
    if (next !== 0 && next !== 0xff) return offset;
    offset = bytes.indexOf(0xff, offset + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3 | 4;
  readonly blocks: number;
}

function readFrame(content: Uint8Array, name: string, offset: number): Frame {
  const where = { file: name, offset };
  const [bits = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, components = 0] = content;
  if (content.length !== 6 + 3 * components || components === 0) {
    fail(IMG_E005, where, { format: "JPEG", problem: "its frame header has the wrong length" });
  }
  if (bits !== 8) fail(IMG_E006, where, { format: "JPEG", feature: `${bits} bits per sample` });
  if (components !== 1 && components !== 3 && components !== 4) {
    return fail(IMG_E006, where, { format: "JPEG", feature: `${components} colour components` });
  }
  const width = (widthHigh << 8) | widthLow;
  const height = (heightHigh << 8) | heightLow;
  if (height === 0 && width > 0) {
    fail(IMG_E006, where, { format: "JPEG", feature: "a height that only follows the pixels (DNL)" });
  }
  const factors = Array.from({ length: components }, (_, i) => content[6 + 3 * i + 1] as number);
  const horizontal = Math.max(...factors.map((factor) => factor >> 4));
  const vertical = Math.max(...factors.map((factor) => factor & 15));
  if (factors.some((factor) => (factor & 15) < 1 || (factor & 15) > 4 || factor >> 4 < 1 || factor >> 4 > 4)) {
    fail(IMG_E005, where, { format: "JPEG", problem: "its sampling factors are not 1 to 4" });
  }
  const blocks = Math.ceil(width / (8 * horizontal)) * Math.ceil(height / (8 * vertical)) * components;
  return { width, height, components, blocks };
}

function begins(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
