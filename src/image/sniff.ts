import { fail } from "../diagnostics/index.ts";
import { IMG_E001, IMG_E002 } from "./codes.ts";
import type { PictureFormat } from "./picture.ts";

/** Content beginnings, hexadecimal, `..` any byte. The first that fits decides. */
const decoded: readonly (readonly [PictureFormat, string])[] = [
  ["png", "89504e470d0a1a0a"],
  ["jpeg", "ffd8ff"],
  ["webp", "52494646........57454250"],
  ["bmp", "424d"],
];

/** Picture formats that are recognised so that they can be refused by name. */
const otherPictures: readonly (readonly [string, string])[] = [
  ["a GIF picture", "474946383761"],
  ["a GIF picture", "474946383961"],
  ["a TIFF picture", "49492a00"],
  ["a TIFF picture", "4d4d002a"],
  ["a BigTIFF picture", "49492b00"],
  ["an AVIF picture", "........6674797061766966"],
  ["an AVIF picture", "........6674797061766973"],
  ["a HEIC picture (the default of iPhones)", "........6674797068656963"],
  ["a HEIC picture (the default of iPhones)", "........6674797068656978"],
  ["a HEIF picture", "........667479706d696631"],
  ["a HEIF picture", "........6674797068657663"],
  ["a JPEG XL picture", "ff0a"],
  ["a JPEG XL picture", "0000000c4a584c20"],
  ["a JPEG 2000 picture", "0000000c6a502020"],
  ["a JPEG 2000 codestream", "ff4fff51"],
  ["a Windows icon", "00000100"],
  ["a Photoshop document", "38425053"],
  ["a portable pixmap (PNM)", "5034"],
  ["a portable pixmap (PNM)", "5035"],
  ["a portable pixmap (PNM)", "5036"],
  ["a QOI picture", "716f6966"],
  ["a Radiance HDR picture", "233f52414449414e4345"],
  ["an OpenEXR picture", "762f3101"],
];

/** Things that people mistake for pictures. */
const notPictures: readonly (readonly [string, string])[] = [
  ["a PDF document", "25504446"],
  ["a zip archive", "504b0304"],
  ["a gzip archive", "1f8b08"],
  ["a TensorFlow Lite model", "........54464c33"],
  ["an HDF5 file", "894844460d0a1a0a"],
  ["a NumPy array", "934e554d5059"],
  ["a video (MP4 or QuickTime)", "........66747970"],
  ["a RIFF file (sound or video)", "52494646"],
  ["a PNG whose line ends were changed in a text transfer", "89504e47"],
];

const textual: readonly (readonly [string, RegExp])[] = [
  ["a Git LFS pointer, not the file itself", /^version https:\/\/git-lfs/],
  ["an SVG drawing", /^(<\?xml[^>]*>)?\s*(<!--[\s\S]*?-->\s*)?(<!DOCTYPE svg[\s\S]*?>\s*)?<svg/i],
  ["an HTML page (a failed download?)", /^<(!doctype html|html|head|body)/i],
  ["an XML document", /^<\?xml/],
  ["JSON text", /^[{[]\s*["{[\]}]/],
  ["a base64 data URL", /^data:image\//],
];

/** The picture format of the content. Throws `IMG-E001` for what is no picture, `IMG-E002` for pictures not decoded. */
export function sniffPicture(bytes: Uint8Array, name: string): PictureFormat {
  const head = bytes.subarray(0, 32);
  const format = find(decoded, head);
  if (format !== undefined) return format;
  const other = find(otherPictures, head);
  if (other !== undefined) fail(IMG_E002, { file: name }, { format: other });
  const looksLike = find(notPictures, head) ?? describeText(bytes.subarray(0, 512)) ?? null;
  if (looksLike === "an SVG drawing") fail(IMG_E002, { file: name }, { format: looksLike });
  return fail(IMG_E001, { file: name }, { size: bytes.length, begins: hex(bytes.subarray(0, 8)), looksLike });
}

function find<T>(table: readonly (readonly [T, string])[], head: Uint8Array): T | undefined {
  return table.find(([, pattern]) => matches(pattern, head))?.[0];
}

function matches(pattern: string, head: Uint8Array): boolean {
  for (let i = 0; i < pattern.length; i += 2) {
    const byte = pattern.slice(i, i + 2);
    if (byte !== ".." && head[i / 2] !== Number.parseInt(byte, 16)) return false;
  }
  return true;
}

function describeText(head: Uint8Array): string | undefined {
  if (head.some((byte) => byte < 9)) return undefined;
  const text = new TextDecoder("latin1").decode(head).replace(/^ï»¿/, "").trimStart();
  return textual.find(([, pattern]) => pattern.test(text))?.[0];
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
