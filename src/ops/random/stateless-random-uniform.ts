import { elementCount, fromNumbers, tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32, i32, literal } from "../example.ts";
import { staticShape } from "../reference.ts";
import { uniform } from "./distributions.ts";
import {
  inferStateless,
  type StatelessAttrs,
  statelessAttributes,
  statelessInputs,
  statelessStream,
} from "./stateless.ts";

/** Numbers in [0, 1) of float16, bfloat16, float32 or float64. */
export const statelessRandomUniform: OpDef<"statelessRandomUniform", StatelessAttrs> = defineOp({
  name: "statelessRandomUniform",
  summary: "Random numbers, uniform in [0, 1), that follow from a key and a counter",
  attrs: statelessAttributes,
  inputs: statelessInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferStateless(context, floatTypes),
  effects: "pure",
  tolerance: "exact",
});

export const statelessRandomUniformReference: Reference<StatelessAttrs> = ({ attrs, inputs, outputs }) => {
  const shape = staticShape(outputs);
  return [fromNumbers(attrs.dtype, shape, uniform(statelessStream(inputs), 0, elementCount(shape), attrs.dtype))];
};

const key = tensor("uint64", [1], BigUint64Array.of(123456789012345n));
const counter = tensor("uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 77n));
const oracle = "TensorFlow 2.21.0";

export const statelessRandomUniformExamples: readonly Example<StatelessAttrs>[] = [
  {
    name: "a block and a half; the counter carries",
    attrs: { dtype: "float32" },
    inputs: [i32([2], [2, 3]), key, counter, i32([], [1])],
    outputs: [
      f32(
        [2, 3],
        [
          0.5546369552612305, 0.16215133666992188, 0.8201079368591309, 0.6983582973480225, 0.6879719495773315,
          0.8879992961883545,
        ],
      ),
    ],
    oracle,
  },
  {
    name: "a float16 keeps ten bits of each word",
    attrs: { dtype: "float16" },
    inputs: [i32([1], [6]), key, counter, i32([], [3])],
    outputs: [literal("float16", [6], [0.5859375, 0.34375, 0.32421875, 0.951171875, 0.8662109375, 0.490234375])],
    oracle,
  },
  {
    name: "a float64 takes two words",
    attrs: { dtype: "float64" },
    inputs: [i32([1], [3]), key, counter, i32([], [1])],
    outputs: [literal("float64", [3], [0.4370964954833525, 0.5608638854666768, 0.5037763023525463])],
    oracle,
  },
];
