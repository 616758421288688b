import { type DType, dtypeBits, elementCount, tensor, tensorFromBytes } from "../../numerics/index.ts";
import { dtype, ints, oneOf } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { inputType, invalid, outputType, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { type BlockCipher, philox, threefry } from "./random-bits.ts";

export interface RngBitGeneratorAttrs {
  readonly algorithm: "philox" | "threefry";
  /** Of the bits: int32, uint32, int64 or uint64. */
  readonly dtype: DType;
  readonly shape: readonly number[];
}

const bitTypes: readonly DType[] = ["int32", "uint32", "int64", "uint64"];

/**
 * state: uint64 `[2]`, for philox also `[3]`: the key, and the counter with its low end first; of a counter of one number
 * the high end is the key (TensorFlow Lite, `stablehlo_rng_bit_generator.cc`). Results: the state after, and random bits.
 */
export const rngBitGenerator: OpDef<"rngBitGenerator", RngBitGeneratorAttrs> = defineOp({
  name: "rngBitGenerator",
  summary: "Random bits that follow from a state, and the state after",
  attrs: { algorithm: oneOf(["philox", "threefry"], { default: "philox" }), dtype: dtype(), shape: ints({ min: 0 }) },
  inputs: [{ name: "state" }],
  outputs: [{ name: "stateAfter" }, { name: "bits" }],
  infer(context) {
    const { attrs } = context;
    const { dtype: given, shape } = inputType(context, 0);
    if (given !== "uint64") unsupportedTypes(context, [given], "its state must be uint64");
    const length = shape?.[0];
    const most = attrs.algorithm === "philox" ? 3 : 2;
    if (shape !== undefined && (shape.length !== 1 || (typeof length === "number" && (length < 2 || length > most)))) {
      invalid(context, `its state is not of 2${most === 3 ? " or 3" : ""} numbers`);
    }
    if (!bitTypes.includes(attrs.dtype)) unsupportedTypes(context, [attrs.dtype], "its bits are integers");
    return [outputType(context, "uint64", shape), outputType(context, attrs.dtype, attrs.shape)];
  },
  effects: "pure",
  tolerance: "exact",
});

/** Words that make a block, and the words of the counter. */
const ciphers: {
  readonly [A in RngBitGeneratorAttrs["algorithm"]]: { readonly words: number; readonly run: BlockCipher };
} = {
  philox: { words: 4, run: philox },
  threefry: { words: 2, run: threefry },
};

const low = (x: bigint): number => Number(x & 0xffffffffn);
const high = (x: bigint): number => Number((x >> 32n) & 0xffffffffn);

export const rngBitGeneratorReference: Reference<RngBitGeneratorAttrs> = ({ attrs, inputs }) => {
  const { dtype, shape } = attrs;
  const state = tensorAt(inputs, 0);
  const [key = 0n, first = 0n, second = key] = state.data as BigUint64Array;
  const { words, run } = ciphers[attrs.algorithm];
  const count = Math.ceil((elementCount(shape) * dtypeBits(dtype)) / 32 / words) * words;
  const bits = new Uint32Array(count);
  let counter = first | (words === 4 ? second << 64n : 0n);
  for (let at = 0; at < count; at += words) {
    const halves = [low(counter), high(counter), low(counter >> 64n), high(counter >> 64n)].slice(0, words);
    bits.set(run(halves, [low(key), high(key)]), at);
    counter += 1n;
  }
  const after = BigUint64Array.of(key, counter, counter >> 64n).slice(0, state.data.length);
  const bytes = new Uint8Array(bits.buffer);
  return [tensor("uint64", state.shape, after), tensorFromBytes(dtype, shape, bytes)];
};

const state = (...numbers: readonly bigint[]) => tensor("uint64", [numbers.length], BigUint64Array.from(numbers));
const oracle = "LiteRT 2.3.0";

export const rngBitGeneratorExamples: readonly Example<RngBitGeneratorAttrs>[] = [
  {
    name: "philox, one block",
    attrs: { algorithm: "philox", dtype: "uint32", shape: [4] },
    inputs: [state(0xd65d03d531b03ccfn, 0xead383e277c77164n)],
    outputs: [
      state(0xd65d03d531b03ccfn, 0xead383e277c77165n),
      tensor("uint32", [4], Uint32Array.of(850037968, 2480322120, 159283544, 2973964661)),
    ],
    oracle,
  },
  {
    name: "threefry, the test vector of its authors: a block of zeros",
    attrs: { algorithm: "threefry", dtype: "uint32", shape: [2] },
    inputs: [state(0n, 0n)],
    outputs: [state(0n, 1n), tensor("uint32", [2], Uint32Array.of(0x6b200159, 0x99ba4efe))],
    oracle,
  },
];
