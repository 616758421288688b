import { fail } from "../../diagnostics/index.ts";
import { IMG_E005 } from "../codes.ts";

/** What the IHDR chunk says (PNG specification, third edition, 11.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of one sample or palette index: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  readonly color: PngColor;
  readonly interlaced: boolean;
}

export type PngColor = "gray" | "rgb" | "palette" | "gray-alpha" | "rgba";

const colors: ReadonlyMap<number, { readonly color: PngColor; readonly depths: readonly number[] }> = new Map([
  [0, { color: "gray", depths: [1, 2, 4, 8, 16] }],
  [2, { color: "rgb", depths: [8, 16] }],
  [3, { color: "palette", depths: [1, 2, 4, 8] }],
  [4, { color: "gray-alpha", depths: [8, 16] }],
  [6, { color: "rgba", depths: [8, 16] }],
]);

/** Samples per pixel as stored. */
export const samplesPerPixel: { readonly [C in PngColor]: number } = {
  gray: 1,
  rgb: 3,
  palette: 1,
  "gray-alpha": 2,
  rgba: 4,
};

/** Reads the 13 bytes of an IHDR chunk. Throws `IMG-E005` on a combination that the specification does not have. */
export function readHeader(chunk: Uint8Array, name: string): PngHeader {
  const damaged = (problem: string): never => fail(IMG_E005, { file: name, path: "IHDR" }, { format: "PNG", problem });
  if (chunk.length !== 13) damaged(`its header has ${chunk.length} bytes instead of 13`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const bitDepth = view.getUint8(8);
  const type = colors.get(view.getUint8(9));
  if (type === undefined) return damaged(`its colour type ${view.getUint8(9)} does not exist`);
  if (!type.depths.includes(bitDepth)) damaged(`${type.color} pixels cannot have ${bitDepth} bits per sample`);
  if (view.getUint8(10) !== 0) damaged(`its compression method ${view.getUint8(10)} does not exist`);
  if (view.getUint8(11) !== 0) damaged(`its filter method ${view.getUint8(11)} does not exist`);
  const interlace = view.getUint8(12);
  if (interlace > 1) damaged(`its interlace method ${interlace} does not exist`);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth,
    color: type.color,
    interlaced: interlace === 1,
  };
}
