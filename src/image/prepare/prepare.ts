import type { Tensor } from "../../numerics/index.ts";
import { type CameraFrame, cameraSource } from "../camera.ts";
import type { Picture } from "../picture.ts";
import { pictureSource, withChannels } from "../pixel-source.ts";
import { pil13First, pilNearest, pilTaps } from "../resize/pil.ts";
import { mixRowsTo8Bits } from "../resize/pil-rows.ts";
import { mixRows, pickRows } from "../resize/resize-rows.ts";
import type { Axis } from "../resize/taps.ts";
import { tensorflowNearest, tensorflowTaps } from "../resize/tensorflow.ts";
import { checkOptions } from "./check-options.ts";
import { type Geometry, planGeometry } from "./geometry.ts";
import type { PictureTarget, PrepareOptions } from "./options.ts";
import { spread } from "./spread.ts";
import { tensorWriter } from "./tensor-writer.ts";

/**
 * A model's input tensor from a picture or camera frame, in one pass: source rows are read as the resizer asks for them and
 * each finished row is normalised, quantized and put in its place. The extra memory is a few rows.
 * Throws `IMG-E008` for options that do not fit, `IMG-E009` for a buffer that is too short.
 */
export function preparePicture(
  picture: Picture | CameraFrame,
  target: PictureTarget,
  options: PrepareOptions = {},
): Tensor {
  checkOptions(target, options);
  const pixels = "pixelFormat" in picture ? cameraSource(picture) : pictureSource(picture);
  const source = withChannels(pixels, target.channels, options.alpha ?? "drop");
  const { method, definition } = options.resize ?? { method: "bilinear", definition: "tensorflow" };
  const fit = options.fit ?? { mode: "stretch" };
  const geometry = planGeometry(source, target, options.crop, fit, definition);
  const writer = tensorWriter(target, options);
  const { resized, offset, crop, box } = geometry;
  if (leavesRoom(geometry, target)) {
    writer.fill(spread(fit.mode === "pad" ? (fit.value ?? 0) : 0, target.channels));
  }

  const across: Axis = {
    size: crop.width,
    from: box.x,
    to: box.x + box.width,
    ...visible(resized.width, offset.x, target.width),
  };
  const along: Axis = {
    size: crop.height,
    from: box.y,
    to: box.y + box.height,
    ...visible(resized.height, offset.y, target.height),
  };
  const top = offset.y + along.first;
  const left = offset.x + across.first;
  const putBytes = (y: number, row: Uint8Array): void => writer.writeBytes(top + y, left, row);
  if (method === "nearest") {
    const pick = definition === "tensorflow" ? tensorflowNearest : pilNearest;
    pickRows(source, crop, pick(across), pick(along), putBytes);
  } else if (definition !== "tensorflow") {
    const resize = {
      columns: unchanged(across) ? undefined : pilTaps(method, across),
      rows: unchanged(along) ? undefined : pilTaps(method, along),
      firstColumn: across.first,
      width: across.last - across.first,
      firstRow: along.first,
      height: along.last - along.first,
      first: definition === "pil" ? pil13First(across, along) : ("columns" as const),
    };
    mixRowsTo8Bits(source, crop, resize, putBytes);
  } else if (unchanged(across) && unchanged(along)) {
    pickRows(source, crop, positions(across), positions(along), putBytes);
  } else {
    const putFloats = (y: number, row: Float32Array): void => writer.writeFloats(top + y, left, row);
    mixRows(source, crop, tensorflowTaps(method, across), tensorflowTaps(method, along), putFloats);
  }
  return writer.tensor;
}

function leavesRoom({ resized, offset }: Geometry, target: PictureTarget): boolean {
  return (
    offset.x > 0 || offset.y > 0 || offset.x + resized.width < target.width || offset.y + resized.height < target.height
  );
}

/** Positions of the resized picture that lie inside the target. */
function visible(size: number, offset: number, room: number): { outSize: number; first: number; last: number } {
  return { outSize: size, first: Math.max(0, -offset), last: Math.min(size, room - offset) };
}

/** Both definitions leave an axis alone when its size stays. */
function unchanged(axis: Axis): boolean {
  return axis.from === 0 && axis.to === axis.size && axis.outSize === axis.size;
}

function positions(axis: Axis): Int32Array {
  return Int32Array.from({ length: axis.last - axis.first }, (_, i) => axis.first + i);
}
