import { elementCount, isWideInteger, tensor, tensorFromBytes } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { i32 } from "../example.ts";
import { staticShape } from "../reference.ts";
import { integers } from "./distributions.ts";
import {
  inferStateless,
  type StatelessAttrs,
  statelessAttributes,
  statelessInputs,
  statelessStream,
} from "./stateless.ts";

/** int32, uint32, int64 or uint64, any of whose values comes as often. */
export const statelessRandomUniformFullInt: OpDef<"statelessRandomUniformFullInt", StatelessAttrs> = defineOp({
  name: "statelessRandomUniformFullInt",
  summary: "Random bits as whole numbers, that follow from a key and a counter",
  attrs: statelessAttributes,
  inputs: statelessInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferStateless(context, ["int32", "uint32", "int64", "uint64"]),
  effects: "pure",
  tolerance: "exact",
});

export const statelessRandomUniformFullIntReference: Reference<StatelessAttrs> = ({ attrs, inputs, outputs }) => {
  const shape = staticShape(outputs);
  const isWide = isWideInteger(attrs.dtype);
  const bits = integers(statelessStream(inputs), elementCount(shape), isWide);
  const stored = isWide ? bits : Uint32Array.from(bits, Number);
  return [tensorFromBytes(attrs.dtype, shape, new Uint8Array(stored.buffer))];
};

const key = tensor("uint64", [1], BigUint64Array.of(123456789012345n));
const counter = tensor("uint64", [2], BigUint64Array.of(2n ** 64n - 1n, 77n));
const oracle = "TensorFlow 2.21.0";

export const statelessRandomUniformFullIntExamples: readonly Example<StatelessAttrs>[] = [
  {
    name: "int32",
    attrs: { dtype: "int32" },
    inputs: [i32([1], [5]), key, counter, i32([], [1])],
    outputs: [i32([5], [-205062568, -451624608, -655820468, 1759077326, 1331171191])],
    oracle,
  },
  {
    name: "uint64",
    attrs: { dtype: "uint64" },
    inputs: [i32([1], [3]), key, counter, i32([], [1])],
    outputs: [
      tensor("uint64", [3], BigUint64Array.of(16507031156370636376n, 7555179589944277324n, 13650878820894904183n)),
    ],
    oracle,
  },
];
