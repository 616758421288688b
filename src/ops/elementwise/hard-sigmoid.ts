import { float } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { clampTo } from "../fused-activation.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { createFormula } from "./compose.ts";
import { inferFloat, unaryInputs } from "./unary.ts";

export interface HardSigmoidAttrs {
  readonly slope: number;
  readonly offset: number;
}

export const hardSigmoid: OpDef<"hardSigmoid", HardSigmoidAttrs> = defineOp({
  name: "hardSigmoid",
  summary: "slope * x + offset, clipped to [0, 1]",
  attrs: { slope: float({ default: 1 / 6 }), offset: float({ default: 0.5 }) },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

const clip = clampTo(0, 1);

export const hardSigmoidReference: Reference<HardSigmoidAttrs> = ({ attrs: { slope, offset }, inputs }) => [
  mapNumbers(tensorAt(inputs, 0), (x) => clip(slope * x + offset)),
];

/** The bound stands first in the minimum, so that a NaN stays. */
export const hardSigmoidDecomposition: Decomposition<HardSigmoidAttrs> = (context) => {
  const { slope, offset } = context.attrs;
  const { x, number, apply, arithmetic } = createFormula(context);
  const line = arithmetic("add", arithmetic("mul", x, number(slope)), number(offset));
  return [context.emit.one("minimum", [number(1), apply("relu", line)], {})];
};

export const hardSigmoidExamples: readonly Example<HardSigmoidAttrs>[] = [
  {
    name: "Keras 3",
    attrs: { slope: 1 / 6, offset: 0.5 },
    inputs: [f32([4], [-4, -1.5, 0, 4])],
    outputs: [f32([4], [0, 0.25, 0.5, 1])],
  },
  {
    name: "Keras 2",
    attrs: { slope: 0.2, offset: 0.5 },
    inputs: [f32([3], [-1, 1, 3])],
    outputs: [f32([3], [0.3, 0.7, 1])],
  },
];
