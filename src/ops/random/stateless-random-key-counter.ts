import { tensor, toBigInts } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { i32, literal } from "../example.ts";
import { outputType, shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { requireLength } from "../shape/operands.ts";
import { philoxStream } from "./philox-stream.ts";

/** seed: int32 or int64 `[2]`. Results: a key, uint64 `[1]`, and a counter, uint64 `[2]`, its lower half first. */
export const statelessRandomKeyCounter: OpDef<"statelessRandomKeyCounter", NoAttrs> = defineOp({
  name: "statelessRandomKeyCounter",
  summary: "The key and the counter of random numbers, from a seed of two numbers",
  attrs: {},
  inputs: [{ name: "seed" }],
  outputs: [{ name: "key" }, { name: "counter" }],
  infer(context) {
    requireDtype(context, 0, shapeTypes);
    shapeOfRank(context, 0, 1);
    requireLength(context, 0, 2);
    return [outputType(context, "uint64", [1]), outputType(context, "uint64", [2])];
  },
  effects: "pure",
  tolerance: "exact",
});

/** Key under which TensorFlow scrambles seeds (`stateless_random_ops.cc`, `GenerateKey`). */
const scramblingKey = 0x02461e29_3ec8f720n;

/** The seed scrambled by one block of Philox: the first half is the key, the second the upper half of the counter. */
export const statelessRandomKeyCounterReference: Reference<NoAttrs> = ({ inputs }) => {
  const [first, second] = Array.from(toBigInts(tensorAt(inputs, 0)), (n) => BigInt.asUintN(64, n)) as [bigint, bigint];
  const block = philoxStream(scramblingKey, (second << 64n) | first).blocks(0, 1);
  const [key, upper] = new BigUint64Array(block.buffer) as unknown as [bigint, bigint];
  return [tensor("uint64", [1], BigUint64Array.of(key)), tensor("uint64", [2], BigUint64Array.of(0n, upper))];
};

const results = (key: bigint, upper: bigint) => [
  tensor("uint64", [1], BigUint64Array.of(key)),
  tensor("uint64", [2], BigUint64Array.of(0n, upper)),
];
const oracle = "TensorFlow 2.21.0";

export const statelessRandomKeyCounterExamples: readonly Example<NoAttrs>[] = [
  {
    name: "small numbers",
    attrs: {},
    inputs: [i32([2], [1, 2])],
    outputs: results(10413732777507651514n, 17830669156045600267n),
    oracle,
  },
  {
    name: "a negative one is taken as 64 bits",
    attrs: {},
    inputs: [i32([2], [-1, 5])],
    outputs: results(14871329193082503880n, 13010662996493797292n),
    oracle,
  },
  {
    name: "int64",
    attrs: {},
    inputs: [literal("int64", [2], [2 ** 40 + 3, -(2 ** 50)])],
    outputs: results(5613433585799844991n, 17058173979176822224n),
    oracle,
  },
];
