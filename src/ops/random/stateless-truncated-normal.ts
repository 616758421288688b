import { elementCount, fromNumbers, tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32, i32, literal } from "../example.ts";
import { staticShape } from "../reference.ts";
import { truncatedNormal } from "./distributions.ts";
import {
  inferStateless,
  type StatelessAttrs,
  statelessAttributes,
  statelessInputs,
  statelessStream,
} from "./stateless.ts";

/** Normal numbers of magnitude less than 2, of float16, bfloat16, float32 or float64. */
export const statelessTruncatedNormal: OpDef<"statelessTruncatedNormal", StatelessAttrs> = defineOp({
  name: "statelessTruncatedNormal",
  summary: "Random numbers, normally distributed within two deviations, that follow from a key and a counter",
  attrs: statelessAttributes,
  inputs: statelessInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferStateless(context, floatTypes),
  effects: "pure",
  tolerance: "rounding",
});

export const statelessTruncatedNormalReference: Reference<StatelessAttrs> = ({ attrs, inputs, outputs }) => {
  const shape = staticShape(outputs);
  return [fromNumbers(attrs.dtype, shape, truncatedNormal(statelessStream(inputs), elementCount(shape), attrs.dtype))];
};

const key = tensor("uint64", [1], BigUint64Array.of(123456789012345n));
const counter = tensor("uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 77n));
const oracle = "TensorFlow 2.21.0";

export const statelessTruncatedNormalExamples: readonly Example<StatelessAttrs>[] = [
  {
    name: "the second group of four begins at a place of its own",
    attrs: { dtype: "float32" },
    inputs: [i32([2], [1, 6]), key, counter, i32([], [1])],
    outputs: [
      f32(
        [1, 6],
        [
          0.92452073097229, 0.5693368315696716, -0.5969289541244507, -0.20078451931476593, 1.0875779390335083,
          -1.5629843473434448,
        ],
      ),
    ],
    oracle,
  },
  {
    name: "in double the groups are of two",
    attrs: { dtype: "float64" },
    inputs: [i32([1], [4]), key, counter, i32([], [1])],
    outputs: [literal("float64", [4], [-0.48009536700815425, -1.193612595516531, 0.6107261761555889, 1.0720999151744])],
    oracle,
  },
];
