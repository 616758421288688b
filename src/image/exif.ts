/** EXIF tag 0x0112 (TIFF 6.0, "Orientation"), a SHORT of 1 to 8. */
const orientationTag = 0x0112;
const shortType = 3;

/**
 * Orientation from an EXIF block (a TIFF structure, with or without the `Exif\0\0` that JPEG puts before it); 1 where it
 * says nothing or is damaged, since a broken EXIF block does not spoil the pixels.
 */
export function exifOrientation(block: Uint8Array): number {
  const tiff = startsWith(block, "Exif\0\0") ? block.subarray(6) : block;
  const littleEndian = startsWith(tiff, "II");
  if (tiff.length < 8 || !(littleEndian || startsWith(tiff, "MM"))) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const directory = view.getUint32(4, littleEndian);
  if (directory + 2 > view.byteLength) return 1;
  const entries = view.getUint16(directory, littleEndian);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > view.byteLength) return 1;
    if (view.getUint16(entry, littleEndian) !== orientationTag) continue;
    const value = view.getUint16(entry + 8, littleEndian);
    return view.getUint16(entry + 2, littleEndian) === shortType && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
