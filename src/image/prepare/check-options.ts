import { fail } from "../../diagnostics/index.ts";
import { IMG_E008 } from "../codes.ts";
import type { PictureTarget, PrepareOptions } from "./options.ts";

/** Larger targets are surely a mistake, and must not take memory. */
const maxElements = 2 ** 28;

/** Refuses targets and options that no picture could satisfy. Throws `IMG-E008`. */
export function checkOptions(target: PictureTarget, options: PrepareOptions): void {
  const refuse = (option: string, given: unknown, expected: string): never =>
    fail(IMG_E008, {}, { option, given: JSON.stringify(given), expected });
  const { width, height, channels, quantization } = target;
  const positive = (value: number): boolean => Number.isInteger(value) && value > 0;
  if (!positive(width) || !positive(height) || width * height * channels > maxElements) {
    refuse("target size", [width, height, channels], `whole numbers, at most ${maxElements} elements together`);
  }
  if (quantization !== undefined && !(quantization.scale > 0 && Number.isFinite(quantization.scale))) {
    refuse("target quantization", quantization, "a positive scale");
  }
  const perChannel = (option: string, value: number | readonly number[], extra: (x: number) => boolean): void => {
    const values = typeof value === "number" ? [value] : value;
    if (values.length !== 1 && values.length !== channels) refuse(option, value, `one number, or ${channels} of them`);
    if (!values.every((x) => Number.isFinite(x) && extra(x)))
      refuse(option, value, "usable numbers (no NaN, no zero std)");
  };
  const { normalize, fit } = options;
  if (normalize !== undefined && "mean" in normalize) {
    perChannel("normalize mean", normalize.mean, () => true);
    perChannel("normalize std", normalize.std, (x) => x !== 0);
  } else if (normalize !== undefined) {
    perChannel("normalize scale", normalize.scale, () => true);
    perChannel("normalize offset", normalize.offset, () => true);
  }
  if (fit?.mode === "pad" && fit.value !== undefined) perChannel("pad value", fit.value, (x) => x >= 0 && x <= 255);
  if (fit?.mode === "shortest" && !(positive(fit.size) && fit.size <= 65536)) {
    refuse("shortest side", fit.size, "a whole number of 1 to 65536 pixels");
  }
}
