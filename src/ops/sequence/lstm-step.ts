import { sigmoid } from "../elementwise/real-functions.ts";
import type { Gate, LstmWeights } from "./lstm-weights.ts";

/** What a memory computes besides its weights. */
export interface LstmRules {
  /** Of the candidate and of the cell's memory. */
  readonly activate: (x: number) => number;
  /** The memory is clipped to this on both sides; 0 leaves it. */
  readonly cellClip: number;
  /** So is the projected output. */
  readonly projectionClip: number;
}

/** Output and memory of one step; the output is the next step's recurrent input. */
export interface LstmState {
  readonly output: Float64Array;
  readonly memory: Float64Array;
}

const { fround } = Math;

/**
 * One step of a long short-term memory with peepholes, coupled gates, normalization of gates and projection where the
 * weights ask for them, rounded to float32 as TensorFlow Lite's kernel does (`lstm_eval.cc`, `LstmStepFloat`,
 * `LstmStepHybrid`).
 */
export function lstmStep(
  weights: LstmWeights,
  { activate, cellClip, projectionClip }: LstmRules,
  row: Float64Array,
  auxiliary: Float64Array | undefined,
  { output: before, memory }: LstmState,
): LstmState {
  const gateOf = (gate: Gate, cells: Float64Array, squash: (x: number) => number): Float64Array => {
    const sums = gate.norm === undefined ? gate.bias.slice() : new Float64Array(gate.bias.length);
    gate.input(sums, row);
    if (auxiliary !== undefined) gate.auxiliary?.(sums, auxiliary);
    gate.recurrent(sums, before);
    const { peephole, norm } = gate;
    if (peephole !== undefined) addTo(sums, (i) => (peephole[i] as number) * (cells[i] as number));
    if (norm !== undefined) normalize(sums, norm, gate.bias);
    return sums.map((value) => fround(squash(value)));
  };
  const forget = gateOf(weights.forget, memory, sigmoid);
  const input = weights.input === undefined ? forget.map((f) => fround(1 - f)) : gateOf(weights.input, memory, sigmoid);
  const candidate = gateOf(weights.cell, memory, activate);
  const next = memory.map((value, i) => {
    const kept = fround((forget[i] as number) * value);
    return clip(fround(kept + (input[i] as number) * (candidate[i] as number)), cellClip);
  });
  const gate = gateOf(weights.output, next, sigmoid);
  const shown = next.map((value, i) => fround((gate[i] as number) * fround(activate(value))));
  if (weights.projection === undefined) return { output: shown, memory: next };
  const projected = weights.projectionBias?.slice() ?? new Float64Array(before.length);
  weights.projection(projected, shown);
  return { output: projected.map((value) => clip(value, projectionClip)), memory: next };
}

const clip = (value: number, limit: number): number => (limit > 0 ? Math.min(Math.max(value, -limit), limit) : value);

function addTo(sums: Float64Array, term: (i: number) => number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = fround((sums[i] as number) + term(i));
}

/** Added to the variance of a gate (TensorFlow Lite, `MeanStddevNormalization`). */
const normEpsilon = 1e-8;

function normalize(sums: Float64Array, factors: Float64Array, bias: Float64Array): void {
  const mean = sums.reduce((total, value) => total + value, 0) / sums.length;
  const variance = sums.reduce((total, value) => total + (value - mean) ** 2, 0) / sums.length;
  const inverse = 1 / Math.sqrt(variance + normEpsilon);
  for (let i = 0; i < sums.length; i++) {
    sums[i] = fround(((sums[i] as number) - mean) * inverse * (factors[i] as number) + (bias[i] as number));
  }
}
