import { elementCount, fromNumbers, isWideInteger, tensor, toBigInts } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { i32, literal } from "../example.ts";
import { invalid } from "../infer.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";
import { operandScalar } from "../shape/operands.ts";
import { integers } from "./distributions.ts";
import {
  inferStateless,
  type StatelessAttrs,
  statelessAttributes,
  statelessInputs,
  statelessStream,
} from "./stateless.ts";

/** Whole numbers from `least` up to but without `end`, scalars of the stated dtype: int32 or int64. */
export const statelessRandomUniformInt: OpDef<"statelessRandomUniformInt", StatelessAttrs> = defineOp({
  name: "statelessRandomUniformInt",
  summary: "Random whole numbers of a range, that follow from a key and a counter",
  attrs: statelessAttributes,
  inputs: [...statelessInputs, { name: "least" }, { name: "end" }],
  outputs: [{ name: "y" }],
  infer(context) {
    for (const input of [4, 5]) {
      requireDtype(context, input, [context.attrs.dtype]);
      operandScalar(context, input);
    }
    return inferStateless(context, shapeTypes);
  },
  effects: "pure",
  tolerance: "exact",
});

/** The remainder of random bits by the size of the range, added to its least number (`UniformDistribution`). */
export const statelessRandomUniformIntReference: Reference<StatelessAttrs> = ({ attrs, inputs, outputs }) => {
  const shape = staticShape(outputs);
  const count = elementCount(shape);
  if (count === 0) return [fromNumbers(attrs.dtype, shape, [])];
  const [least, end] = [4, 5].map((input) => toBigInts(tensorAt(inputs, input))[0] as bigint) as [bigint, bigint];
  if (least >= end) invalid({ op: "statelessRandomUniformInt" }, `its range goes from ${least} to ${end}`);
  const bits = integers(statelessStream(inputs), count, isWideInteger(attrs.dtype));
  return [
    fromBigInts(
      attrs.dtype,
      shape,
      BigInt64Array.from(bits, (value) => least + (value % (end - least))),
    ),
  ];
};

const key = tensor("uint64", [1], BigUint64Array.of(123456789012345n));
const counter = tensor("uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 77n));
const oracle = "TensorFlow 2.21.0";

export const statelessRandomUniformIntExamples: readonly Example<StatelessAttrs>[] = [
  {
    name: "from -5 to 99, of a word each",
    attrs: { dtype: "int32" },
    inputs: [i32([1], [6]), key, counter, i32([], [1]), i32([], [-5]), i32([], [100])],
    outputs: [i32([6], [58, 68, 18, 36, 86, 37])],
    oracle,
  },
  {
    name: "an int64 takes two words",
    attrs: { dtype: "int64" },
    inputs: [i32([1], [6]), key, counter, i32([], [1]), literal("int64", [], [-5]), literal("int64", [], [100])],
    outputs: [literal("int64", [6], [56, 14, 23, 91, 78, 85])],
    oracle,
  },
];
