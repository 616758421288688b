import { roundHalfAway, toNumbers } from "../../../numerics/index.ts";
import { num } from "./build.ts";
import type { Emit, NodeContext } from "./rule.ts";

function numberInput(n: NodeContext, position: number, what: string): number {
  const tensor = n.constant(position);
  const number = tensor === undefined ? undefined : toNumbers(tensor)[0];
  return number ?? n.refuse(`${what} is not known before the run`);
}

/** Real numbers rounded to those that integers of a few bits stand for, and back (FakeQuantWithMinMax*). */
export const fakeQuantArgs: Emit = (n) => fakeQuant(n, n.attrs.float("min"), n.attrs.float("max"));
export const fakeQuantVars: Emit = (n) =>
  fakeQuant(n, numberInput(n, 1, "its least number"), numberInput(n, 2, "its largest number"));

function fakeQuant(n: NodeContext, min: number, max: number): ReturnType<Emit> {
  const attrs = { min, max, numBits: n.attrs.int("num_bits"), narrowRange: n.attrs.bool("narrow_range") };
  return n.emit.one("fakeQuant", [n.input(0)], attrs);
}

/** The range of the stored integers by their type. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
};

/**
 * Real numbers of stored ones, in the mode `MIN_COMBINED`: `min + (x - lowest) (max - min) / (highest - lowest)`
 * (tensorflow/core/kernels/dequantize_op.cc); `MIN_FIRST`: the same with `min` rounded to a whole
 * number of steps (`QuantizedToFloat` of quantization_utils.h); `SCALED`: `x` times the larger of `min / lowest` and `max / highest`.
 */
export const dequantize: Emit = (n) => {
  const [lowest, highest] = ranges[n.build.dtype(n.input(0))] ?? n.refuse(`type ${n.build.dtype(n.input(0))}`);
  if (n.attrs.int("axis") !== -1) return n.refuse("a range for each slice");
  const [min, max] = [numberInput(n, 1, "its least number"), numberInput(n, 2, "its largest number")];
  const x = n.build.cast(n.input(0), n.attrs.dtype("dtype"));
  const mode = n.attrs.text("mode");
  if (mode === "MIN_COMBINED") {
    const scale = (max - min) / (highest - lowest);
    return n.build.arithmetic("add", n.build.arithmetic("mul", x, num(scale)), num(min - lowest * scale));
  }
  if (mode === "SCALED") {
    const scale = lowest === 0 ? max / highest : Math.max(min / lowest, max / highest);
    return n.build.arithmetic("mul", x, num(scale));
  }
  if (mode === "MIN_FIRST") {
    const scale = (max - min) / (highest - lowest);
    const shift = roundHalfAway(min / Math.fround(scale)) - lowest;
    return n.build.arithmetic("mul", n.build.arithmetic("add", x, num(shift)), num(scale));
  }
  return n.refuse(`mode ${mode}`);
};
