import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { type LstmRules, type LstmState, lstmStep } from "./lstm-step.ts";
import type { LstmWeights } from "./lstm-weights.ts";
import { rowsOf, type SequenceLayout } from "./walk.ts";

/** A walk of a memory through sequences. */
export interface LstmWalk {
  readonly weights: LstmWeights;
  readonly rules: LstmRules;
  readonly x: Tensor;
  readonly auxiliary?: Tensor;
  readonly layout: SequenceLayout;
  readonly backwards: boolean;
  /** States before the first step, `batch` rows each. */
  readonly output: Tensor;
  readonly memory: Tensor;
}

export interface LstmResult {
  /** Output of a step of a sequence. */
  readonly rows: (batch: number, step: number) => Float64Array;
  readonly width: number;
  /** States after the last step, of the shapes that they came in. */
  readonly output: Tensor;
  readonly memory: Tensor;
}

/** Takes a memory through the steps of every sequence. */
export function walkLstm({ weights, rules, x, auxiliary, layout, backwards, output, memory }: LstmWalk): LstmResult {
  const { steps, batch } = layout;
  const row = rowsOf(x, layout);
  const second = auxiliary && rowsOf(auxiliary, layout);
  const [outputs, memories] = [toNumbers(output).slice(), toNumbers(memory).slice()];
  const [width, cells] = [outputs.length / batch, memories.length / batch];
  const results = new Float64Array(steps * batch * width);
  const place = (b: number, step: number): number => (step * batch + b) * width;
  for (let b = 0; b < batch; b++) {
    let state: LstmState = {
      output: outputs.slice(b * width, (b + 1) * width),
      memory: memories.slice(b * cells, (b + 1) * cells),
    };
    for (let i = 0; i < steps; i++) {
      const step = backwards ? steps - 1 - i : i;
      state = lstmStep(weights, rules, row(b, step), second?.(b, step), state);
      results.set(state.output, place(b, step));
    }
    outputs.set(state.output, b * width);
    memories.set(state.memory, b * cells);
  }
  return {
    rows: (b, step) => results.subarray(place(b, step), place(b, step) + width),
    width,
    output: fromNumbers(output.dtype, output.shape, outputs),
    memory: fromNumbers(memory.dtype, memory.shape, memories),
  };
}
