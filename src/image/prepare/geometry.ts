import { fail } from "../../diagnostics/index.ts";
import { roundHalfEven } from "../../numerics/index.ts";
import { IMG_E008 } from "../codes.ts";
import type { ResizeDefinition } from "../resize/taps.ts";
import type { Crop, Fit } from "./options.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** Which part of the source is resized to what, and where that lies in the target. */
export interface Geometry {
  /** Whole source pixels. */
  readonly crop: Rectangle;
  /** The part of the crop that is resized, in its pixels; may be fractional. */
  readonly box: Rectangle;
  readonly resized: Size;
  /** Target position of the resized picture's corner; negative where its edge is cut off. */
  readonly offset: { readonly x: number; readonly y: number };
}

/** Works the options out for a source and a target. Throws `IMG-E008` for a crop that does not fit. */
export function planGeometry(
  source: Size,
  target: Size,
  crop: Crop | undefined,
  fit: Fit,
  definition: ResizeDefinition,
): Geometry {
  const part = cropRectangle(source, crop);
  const whole = { x: 0, y: 0, width: part.width, height: part.height };
  switch (fit.mode) {
    case "stretch":
      return { crop: part, box: whole, resized: target, offset: { x: 0, y: 0 } };
    case "pad":
      return { crop: part, box: whole, ...(definition === "tensorflow" ? padTensorflow : padPil)(part, target) };
    case "cover":
      return definition === "tensorflow" ? coverKeras(part, target) : coverPil(part, whole, target);
    case "shortest":
      return { crop: part, box: whole, ...shortest(part, target, fit.size) };
  }
}

function cropRectangle(source: Size, crop: Crop | undefined): Rectangle {
  if (crop === undefined) return { x: 0, y: 0, ...source };
  const part =
    crop.kind === "box" ? crop : crop.kind === "center" ? centered(source, crop) : central(source, crop.fraction);
  const { x, y, width, height } = part;
  const whole = [x, y, width, height].every(Number.isInteger);
  if (!whole || x < 0 || y < 0 || width < 1 || height < 1 || x + width > source.width || y + height > source.height) {
    fail(
      IMG_E008,
      {},
      {
        option: "crop",
        given: JSON.stringify(crop),
        expected: `whole pixels inside the picture of ${source.width} x ${source.height}`,
      },
    );
  }
  return { x, y, width, height };
}

function centered(source: Size, { width, height }: Size): Rectangle {
  return {
    x: roundHalfEven((source.width - width) / 2),
    y: roundHalfEven((source.height - height) / 2),
    width,
    height,
  };
}

function central(source: Size, fraction: number): Rectangle {
  const x = Math.trunc((source.width - source.width * fraction) / 2);
  const y = Math.trunc((source.height - source.height * fraction) / 2);
  return { x, y, width: source.width - 2 * x, height: source.height - 2 * y };
}

type Placement = Pick<Geometry, "resized" | "offset">;

/** `tf.image.resize_with_pad`: sizes and padding rounded down, computed in float32. */
function padTensorflow(from: Size, target: Size): Placement {
  const f = Math.fround;
  const ratio = Math.max(f(from.width / target.width), f(from.height / target.height));
  const width = f(from.width / ratio);
  const height = f(from.height / ratio);
  const padding = (room: number, size: number): number => Math.max(0, Math.floor(f(f(room - size) / 2)));
  return {
    resized: { width: Math.max(1, Math.floor(width)), height: Math.max(1, Math.floor(height)) },
    offset: { x: padding(target.width, width), y: padding(target.height, height) },
  };
}

/** `ImageOps.pad`: sizes and padding rounded half to even. (Where Pillow rounds a side to 0, one pixel stays here.) */
function padPil(from: Size, target: Size): Placement {
  const ratio = from.width / from.height;
  const wanted = target.width / target.height;
  const side = (size: number): number => Math.max(1, roundHalfEven(size));
  if (ratio > wanted) {
    const height = side((from.height / from.width) * target.width);
    const y = roundHalfEven((target.height - height) / 2);
    return { resized: { width: target.width, height }, offset: { x: 0, y } };
  }
  const width = ratio === wanted ? target.width : side((from.width / from.height) * target.height);
  const x = roundHalfEven((target.width - width) / 2);
  return { resized: { width, height: target.height }, offset: { x, y: 0 } };
}

/** `ImageOps.fit`: a box with fractions. */
function coverPil(crop: Rectangle, whole: Rectangle, target: Size): Geometry {
  const ratio = crop.width / crop.height;
  const wanted = target.width / target.height;
  const width = ratio > wanted ? wanted * crop.height : crop.width;
  const height = ratio < wanted ? crop.width / wanted : crop.height;
  const box = { ...whole, x: (crop.width - width) * 0.5, y: (crop.height - height) * 0.5, width, height };
  return { crop, box, resized: target, offset: { x: 0, y: 0 } };
}

/** `keras.preprocessing.image.smart_resize`: a crop of whole pixels. */
function coverKeras(crop: Rectangle, target: Size): Geometry {
  const height = Math.max(1, Math.min(crop.height, Math.trunc((crop.width * target.height) / target.width)));
  const width = Math.max(1, Math.min(crop.width, Math.trunc((crop.height * target.width) / target.height)));
  const x = crop.x + Math.trunc((crop.width - width) / 2);
  const y = crop.y + Math.trunc((crop.height - height) / 2);
  const box = { x: 0, y: 0, width, height };
  return { crop: { x, y, width, height }, box, resized: target, offset: { x: 0, y: 0 } };
}

function shortest(from: Size, target: Size, size: number): Placement {
  const wide = from.width >= from.height;
  const long = Math.trunc((size * Math.max(from.width, from.height)) / Math.min(from.width, from.height));
  const resized = wide ? { width: long, height: size } : { width: size, height: long };
  const place = (outer: number, inner: number): number =>
    inner < outer ? Math.floor((outer - inner) / 2) : -roundHalfEven((inner - outer) / 2) + 0;
  return { resized, offset: { x: place(target.width, resized.width), y: place(target.height, resized.height) } };
}
