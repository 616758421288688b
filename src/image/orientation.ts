import type { Picture } from "./picture.ts";

/**
 * The upright picture for an EXIF orientation (TIFF 6.0: where row 0 and column 0 of the stored picture belong):
 * 1 as stored, 2 mirrored, 3 turned by 180 degrees, 4 mirrored top to bottom, 5 transposed, 6 to be turned 90 degrees
 * clockwise, 7 transposed along the other diagonal, 8 to be turned 90 degrees counter-clockwise.
 */
export function orientPicture(picture: Picture, orientation: number): Picture {
  if (orientation <= 1 || orientation > 8) return picture;
  const { width, height, channels, data } = picture;
  const swapped = orientation >= 5;
  const outWidth = swapped ? height : width;
  const outHeight = swapped ? width : height;
  // Source of output (0, 0), and the steps in the source for one pixel right and one down in the output.
  const fromRight = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8;
  const fromBottom = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7;
  const start = (fromBottom ? (height - 1) * width : 0) + (fromRight ? width - 1 : 0);
  const alongRow = fromRight ? -1 : 1;
  const alongColumn = fromBottom ? -width : width;
  const right = swapped ? alongColumn : alongRow;
  const down = swapped ? alongRow : alongColumn;
  const out = new Uint8Array(data.length);
  let to = 0;
  for (let y = 0; y < outHeight; y++) {
    let from = (start + y * down) * channels;
    for (let x = 0; x < outWidth; x++, from += right * channels) {
      for (let c = 0; c < channels; c++) out[to++] = data[from + c] as number;
    }
  }
  return { width: outWidth, height: outHeight, channels, data: out };
}
