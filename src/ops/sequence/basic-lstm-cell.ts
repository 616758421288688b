import { addDims, type Dim, fromNumbers, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { sigmoid } from "../elementwise/real-functions.ts";
import { f32 } from "../example.ts";
import { requireEqual, shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { requireFloat } from "./lstm-inference.ts";
import { stepType } from "./rnn-step.ts";

/**
 * x `[batch, features]`, output and memory before `[batch, cells]`, weights `[4 cells, features + cells]` and bias
 * `[4 cells]` of the input gate, the candidate, the forget gate and the output gate. Results: output and memory after, which
 * the states hold afterwards, the row that is multiplied, and the four sums.
 */
export const basicLstmCell: OpDef<"basicLstmCell", NoAttrs> = defineOp({
  name: "basicLstmCell",
  summary: "One step of a long short-term memory whose gates have one matrix",
  attrs: {},
  inputs: [{ name: "x" }, { name: "outputBefore" }, { name: "weights" }, { name: "bias" }, { name: "memoryBefore" }],
  outputs: [{ name: "output" }, { name: "memory" }, { name: "row" }, { name: "sums" }],
  infer(context) {
    for (const at of [0, 1, 2, 3, 4]) requireFloat(context, at);
    const [batch, features] = shapeOfRank(context, 0, 2) as [Dim, Dim];
    const [rows, cells] = shapeOfRank(context, 1, 2) as [Dim, Dim];
    const [gates, width] = shapeOfRank(context, 2, 2) as [Dim, Dim];
    const [memories, memoryCells] = shapeOfRank(context, 4, 2) as [Dim, Dim];
    const row = addDims(features, cells);
    requireEqual(context, rows, batch, "rows of the output before and of x");
    requireEqual(context, memories, batch, "rows of the memory before and of x");
    requireEqual(context, memoryCells, cells, "cells of memory and output");
    requireEqual(context, width, row, "columns of the weights, and of x and output together");
    requireEqual(context, shapeOfRank(context, 3, 1)[0] as Dim, gates, "length of the bias and rows of the weights");
    if (typeof cells === "number")
      requireEqual(context, gates, 4 * cells, "rows of the weights and four times the cells");
    return [stepType(batch, cells), stepType(batch, cells), stepType(batch, row), stepType(batch, gates)];
  },
  effects: "writes",
  tolerance: "accumulation",
});

/** TensorFlow Lite, `reference_ops::LstmCell`. */
export const basicLstmCellReference: Reference<NoAttrs> = ({ inputs, host }) => {
  const [x, before, weights, bias, memory] = [0, 1, 2, 3, 4].map((at) => toNumbers(tensorAt(inputs, at))) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [batch, features] = tensorAt(inputs, 0).shape as [number, number];
  const cells = tensorAt(inputs, 1).shape[1] as number;
  const width = features + cells;
  const rows = new Float64Array(batch * width);
  const sums = new Float64Array(batch * 4 * cells);
  const [outputs, memories] = [new Float64Array(batch * cells), new Float64Array(batch * cells)];
  for (let b = 0; b < batch; b++) {
    const row = rows.subarray(b * width, (b + 1) * width);
    row.set(x.subarray(b * features, (b + 1) * features));
    row.set(before.subarray(b * cells, (b + 1) * cells), features);
    for (let gate = 0; gate < 4 * cells; gate++) {
      const product = row.reduce((sum, value, i) => sum + value * (weights[gate * width + i] as number), 0);
      sums[b * 4 * cells + gate] = Math.fround(product + (bias[gate] as number));
    }
    for (let c = 0; c < cells; c++) {
      const [input, candidate, forget, output] = [0, 1, 2, 3].map(
        (gate) => sums[(b * 4 + gate) * cells + c] as number,
      ) as [number, number, number, number];
      const kept = sigmoid(forget) * (memory[b * cells + c] as number);
      const next = Math.fround(sigmoid(input) * Math.tanh(candidate) + kept);
      memories[b * cells + c] = next;
      outputs[b * cells + c] = sigmoid(output) * Math.tanh(next);
    }
  }
  const [output, after] = [outputs, memories].map((numbers) => fromNumbers("float32", [batch, cells], numbers)) as [
    ReturnType<typeof fromNumbers>,
    ReturnType<typeof fromNumbers>,
  ];
  host.keepState(1, output);
  host.keepState(4, after);
  return [
    output,
    after,
    fromNumbers("float32", [batch, width], rows),
    fromNumbers("float32", [batch, 4 * cells], sums),
  ];
};

const one = (value: number) => f32([1, 1], [value]);

export const basicLstmCellExamples: readonly Example<NoAttrs>[] = [
  {
    name: "open gates: the candidate is tanh(2 * 0.5 + 3 * 1)",
    attrs: {},
    inputs: [one(0.5), one(1), f32([4, 2], [0, 0, 2, 3, 0, 0, 0, 0]), f32([4], [100, 0, 100, 100]), one(0.25)],
    outputs: [
      one(Math.tanh(Math.tanh(4) + 0.25)),
      one(Math.tanh(4) + 0.25),
      f32([1, 2], [0.5, 1]),
      f32([1, 4], [100, 4, 100, 100]),
    ],
  },
  {
    name: "closed gates forget",
    attrs: {},
    inputs: [one(1), one(1), f32([4, 2], [0, 0, 1, 1, 0, 0, 0, 0]), f32([4], [-100, 0, -100, 0]), one(9)],
    outputs: [one(0), one(0), f32([1, 2], [1, 1]), f32([1, 4], [-100, 2, -100, 0])],
  },
];
