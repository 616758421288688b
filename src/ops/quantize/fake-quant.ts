import { roundHalfAway } from "../../numerics/index.ts";
import { bool, float, int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

/** The range in real numbers, the integers' width, and whether the lowest integer is left out. */
export interface FakeQuantAttrs {
  readonly min: number;
  readonly max: number;
  readonly numBits: number;
  readonly narrowRange: boolean;
}

/** x of any shape. */
export const fakeQuant: OpDef<"fakeQuant", FakeQuantAttrs> = defineOp({
  name: "fakeQuant",
  summary: "The real numbers nearest to x that integers of a given width can stand for",
  attrs: { min: float(), max: float(), numBits: int({ default: 8, min: 2 }), narrowRange: bool({ default: false }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { min, max, numBits } = context.attrs;
    const { dtype, shape } = inputType(context, 0);
    requireDtype(context, 0, floatTypes);
    if (!(min < max)) invalid(context, `its range is from ${min} to ${max}`);
    if (numBits > 16) invalid(context, `integers of ${numBits} bits are wider than 16`);
    return [{ dtype, shape }];
  },
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

const { fround } = Math;

/** The range moved so that zero is one of its steps (TensorFlow Lite, `NudgeQuantizationRange`), in float32. */
function nudge({ min, max, numBits, narrowRange }: FakeQuantAttrs): { min: number; max: number; scale: number } {
  const lowest = narrowRange ? 1 : 0;
  const highest = 2 ** numBits - 1;
  const scale = fround(fround(fround(max) - fround(min)) / (highest - lowest));
  const zeroPoint = Math.min(Math.max(roundHalfAway(fround(lowest - fround(fround(min) / scale))), lowest), highest);
  return { min: fround((lowest - zeroPoint) * scale), max: fround((highest - zeroPoint) * scale), scale };
}

/** Float32 step by step: which step a number goes to depends on the rounding (TensorFlow Lite, `FakeQuantizeArray`). */
export const fakeQuantReference: Reference<FakeQuantAttrs> = ({ attrs, inputs }) => {
  const { min, max, scale } = nudge(attrs);
  const inverse = fround(1 / scale);
  return [
    mapNumbers(tensorAt(inputs, 0), (x) => {
      const shifted = fround(Math.min(max, Math.max(min, x)) - min);
      return fround(fround(roundHalfAway(fround(shifted * inverse)) * scale) + min);
    }),
  ];
};

export const fakeQuantExamples: readonly Example<FakeQuantAttrs>[] = [
  {
    name: "steps of one, saturated",
    attrs: { min: 0, max: 255, numBits: 8, narrowRange: false },
    inputs: [f32([5], [-3, 0.4, 0.5, 254.6, 300])],
    outputs: [f32([5], [0, 0, 1, 255, 255])],
  },
  {
    name: "the range is moved to hold zero, the lowest of 2 bits is left out",
    attrs: { min: -0.25, max: 0.75, numBits: 2, narrowRange: true },
    inputs: [f32([4], [-1, 0.2, 0.3, 2])],
    outputs: [f32([4], [-0.5, 0, 0.5, 0.5])],
  },
];
