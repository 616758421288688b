import { isFloat } from "../../../numerics/index.ts";
import type { imageDefinitions } from "./definitions/image.ts";
import { int32Input } from "./operands.ts";
import { resizeArea, resizeBicubic, scaleAndTranslate } from "./resize.ts";
import type { Emit, Family } from "./rule.ts";

const refused = (refused: string) => ({ refused });
const decoding = refused("a picture is decoded outside the model: make the decoded picture the input");
const interpolation = refused("there is no operator for this interpolation");
const colours = refused("there is no operator for this change of colours");
const boxes = refused("there is no operator that chooses or cuts boxes");
const drawing = refused("pictures are drawn for people, outside the model");
const sound = refused("sound is not read by vision models; make the spectrum the input");

const bilinear: Emit = (n) => {
  const x = isFloat(n.build.dtype(n.input(0))) ? n.input(0) : n.build.cast(n.input(0), "float32");
  return n.emit.one("resizeBilinear", [n.build.cast(x, "float32"), int32Input(n, 1)], {
    alignCorners: n.attrs.bool("align_corners"),
    halfPixelCenters: n.attrs.bool("half_pixel_centers"),
  });
};

const nearest: Emit = (n) =>
  n.emit.one("resizeNearestNeighbor", [n.input(0), int32Input(n, 1)], {
    alignCorners: n.attrs.bool("align_corners"),
    halfPixelCenters: n.attrs.bool("half_pixel_centers"),
  });

/** Operators of pictures and signals. */
export const imageOps: Family<keyof typeof imageDefinitions> = {
  ResizeBilinear: bilinear,
  ResizeNearestNeighbor: nearest,
  ResizeBicubic: resizeBicubic,
  ResizeArea: resizeArea,
  ScaleAndTranslate: scaleAndTranslate,
  CropAndResize: boxes,
  ImageProjectiveTransformV2: interpolation,
  ImageProjectiveTransformV3: interpolation,
  AdjustContrastv2: colours,
  AdjustHue: colours,
  AdjustSaturation: colours,
  RGBToHSV: colours,
  HSVToRGB: colours,
  DrawBoundingBoxes: drawing,
  DrawBoundingBoxesV2: drawing,
  NonMaxSuppression: boxes,
  NonMaxSuppressionV2: boxes,
  NonMaxSuppressionV3: boxes,
  NonMaxSuppressionV4: boxes,
  NonMaxSuppressionV5: boxes,
  CombinedNonMaxSuppression: boxes,
  DecodeJpeg: decoding,
  DecodePng: decoding,
  DecodeGif: decoding,
  DecodeBmp: decoding,
  DecodeImage: decoding,
  DecodeAndCropJpeg: decoding,
  EncodeJpeg: drawing,
  EncodePng: drawing,
  ExtractGlimpse: boxes,
  SampleDistortedBoundingBox: refused("it draws boxes at random, for training"),
  SampleDistortedBoundingBoxV2: refused("it draws boxes at random, for training"),
  RFFT: sound,
  RFFT2D: (n) => n.emit.one("rfft2d", [n.input(0), n.input(1)], {}),
  IRFFT: sound,
  FFT: sound,
  IFFT: sound,
  FFT2D: sound,
  IFFT2D: sound,
  DecodeWav: sound,
  AudioSpectrogram: sound,
  Mfcc: sound,
};
