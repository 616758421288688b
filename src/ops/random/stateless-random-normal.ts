import { elementCount, fromNumbers, tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32, i32, literal } from "../example.ts";
import { staticShape } from "../reference.ts";
import { normal } from "./distributions.ts";
import {
  inferStateless,
  type StatelessAttrs,
  statelessAttributes,
  statelessInputs,
  statelessStream,
} from "./stateless.ts";

/** Numbers of mean 0 and variance 1, of float16, bfloat16, float32 or float64. */
export const statelessRandomNormal: OpDef<"statelessRandomNormal", StatelessAttrs> = defineOp({
  name: "statelessRandomNormal",
  summary: "Random numbers, normally distributed, that follow from a key and a counter",
  attrs: statelessAttributes,
  inputs: statelessInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferStateless(context, floatTypes),
  effects: "pure",
  tolerance: "rounding",
});

export const statelessRandomNormalReference: Reference<StatelessAttrs> = ({ attrs, inputs, outputs }) => {
  const shape = staticShape(outputs);
  return [fromNumbers(attrs.dtype, shape, normal(statelessStream(inputs), 0, elementCount(shape), attrs.dtype))];
};

const key = tensor("uint64", [1], BigUint64Array.of(123456789012345n));
const counter = tensor("uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 77n));
const oracle = "TensorFlow 2.21.0";

export const statelessRandomNormalExamples: readonly Example<StatelessAttrs>[] = [
  {
    name: "three pairs, the last cut",
    attrs: { dtype: "float32" },
    inputs: [i32([1], [5]), key, counter, i32([], [1])],
    outputs: [
      f32([5], [0.92452073097229, 0.5693368315696716, -0.5969289541244507, -0.20078451931476593, -0.5596276521682739]),
    ],
    oracle,
  },
  {
    name: "in double",
    attrs: { dtype: "float64" },
    inputs: [i32([1], [3]), key, counter, i32([], [1])],
    outputs: [literal("float64", [3], [-0.48009536700815425, -1.193612595516531, -0.19205298364430903])],
    oracle,
  },
];
