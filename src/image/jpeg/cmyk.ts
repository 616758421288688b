/**
 * RGB of inverted CMYK samples (Adobe's convention, as Pillow assumes for every four-component JPEG), by Pillow's formula:
 * with k' = 255 - K, each of R, G, B is k' - C * k' / 255 (M, Y), the product divided with rounding.
 */
export function cmykToRgb(inverted: Uint8Array): Uint8Array {
  const pixels = inverted.length / 4;
  const out = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    const white = inverted[4 * i + 3] as number;
    for (let c = 0; c < 3; c++) {
      const product = (255 - (inverted[4 * i + c] as number)) * white + 128;
      out[3 * i + c] = white - (((product >> 8) + product) >> 8);
    }
  }
  return out;
}
