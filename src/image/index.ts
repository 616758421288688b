export { type CameraFrame, cameraPicture, type PackedFrame, type PlanarFrame, type Plane } from "./camera.ts";
export { type DecodeOptions, decodeImage } from "./decode.ts";
export { defaultMaxPixels } from "./limits.ts";
export type { DecodedPicture, Picture, PictureFormat, StoredColor } from "./picture.ts";
export type { AlphaRule } from "./pixel-source.ts";
export type { Crop, Fit, Normalization, PictureTarget, PrepareOptions } from "./prepare/options.ts";
export { preparePicture } from "./prepare/prepare.ts";
export type { ResizeDefinition, ResizeMethod } from "./resize/taps.ts";
export { sniffPicture } from "./sniff.ts";
