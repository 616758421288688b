import { fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005, IMG_E006 } from "../codes.ts";

/** What the headers of a BMP say (Windows `BITMAPFILEHEADER`, `BITMAPCOREHEADER`, `BITMAPINFOHEADER` to `V5`). */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bitDepth: 1 | 4 | 8 | 16 | 24 | 32;
  /** Red, green, blue, alpha; 0 where there is no such channel. For 16 and 32 bits. */
  readonly masks: readonly [number, number, number, number];
  /** R G B triples. */
  readonly palette: Uint8Array;
  readonly pixelOffset: number;
}

const fileHeaderBytes = 14;
const coreHeaderBytes = 12;
const bitDepths: readonly number[] = [1, 4, 8, 16, 24, 32];
const headerSizes: readonly number[] = [coreHeaderBytes, 40, 52, 56, 64, 108, 124];
/** OS/2 2.x headers share the first 40 bytes but not what follows. */
const os2HeaderBytes = 64;
const compressions: readonly string[] = [
  "none",
  "run-length coding (RLE8)",
  "run-length coding (RLE4)",
  "masks",
  "a JPEG inside",
  "a PNG inside",
  "masks with alpha",
];
const none = 0;
const bitFields = 3;
const alphaBitFields = 6;

/** Reads the headers and the palette. Throws `IMG-E004`, `IMG-E005`, `IMG-E006`. */
export function readHeader(bytes: Uint8Array, name: string): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (problem: string): never => fail(IMG_E005, { file: name }, { format: "BMP", problem });
  const need = (end: number, missing: string): void => {
    if (end > bytes.length) fail(IMG_E004, { file: name }, { format: "BMP", size: bytes.length, missing });
  };
  need(fileHeaderBytes + 4, "its header");
  const headerBytes = view.getUint32(14, true);
  if (!headerSizes.includes(headerBytes)) damaged(`a header of ${headerBytes} bytes does not exist`);
  need(fileHeaderBytes + headerBytes, "the end of its header");
  const core = headerBytes === coreHeaderBytes;
  const storedHeight = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitDepth = view.getUint16(core ? 24 : 28, true);
  const compression = core ? none : view.getUint32(30, true);
  if (!bitDepths.includes(bitDepth)) damaged(`pixels of ${bitDepth} bits do not exist`);
  const masked = (compression === bitFields || compression === alphaBitFields) && headerBytes !== os2HeaderBytes;
  if (compression !== none && !masked) {
    const feature = compressions[compression] ?? `compression ${compression}`;
    fail(IMG_E006, { file: name }, { format: "BMP", feature: masked ? "masks" : feature });
  }
  if (masked && bitDepth !== 16 && bitDepth !== 32) damaged(`pixels of ${bitDepth} bits cannot have masks`);

  const maskCount = compression === alphaBitFields ? 4 : 3;
  const masksAfter = masked && headerBytes === 40 ? 4 * maskCount : 0;
  const paletteOffset = fileHeaderBytes + headerBytes + masksAfter;
  need(paletteOffset, "its colour masks");
  const maskAt = (i: number): number => view.getUint32(54 + 4 * i, true);
  const hasAlphaMask = headerBytes >= 56 || compression === alphaBitFields;
  const masks: BmpHeader["masks"] = masked
    ? [maskAt(0), maskAt(1), maskAt(2), hasAlphaMask ? maskAt(3) : 0]
    : defaultMasks(bitDepth);

  const pixelOffset = view.getUint32(10, true);
  const palette = bitDepth > 8 ? new Uint8Array(0) : readPalette(bytes, paletteOffset, pixelOffset, core ? 3 : 4);
  if (bitDepth <= 8 && palette.length === 0) damaged("its palette is missing");
  return {
    width: core ? view.getUint16(18, true) : view.getInt32(18, true),
    height: Math.abs(storedHeight),
    topDown: storedHeight < 0,
    bitDepth: bitDepth as BmpHeader["bitDepth"],
    masks,
    palette,
    pixelOffset,
  };
}

/** 16 bits: 5 each, the top one unused; 32 bits: 8 each, the top byte unused. */
function defaultMasks(bitDepth: number): BmpHeader["masks"] {
  return bitDepth === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
}

/** Colours between the headers and the pixels, stored B G R or B G R 0, at most 256. */
function readPalette(bytes: Uint8Array, offset: number, pixelOffset: number, entryBytes: number): Uint8Array {
  const end = Math.min(pixelOffset, bytes.length, offset + 256 * entryBytes);
  const entries = Math.max(0, Math.floor((end - offset) / entryBytes));
  const palette = new Uint8Array(entries * 3);
  for (let i = 0; i < entries; i++) {
    for (let c = 0; c < 3; c++) palette[3 * i + c] = bytes[offset + i * entryBytes + 2 - c] as number;
  }
  return palette;
}
