import type { TensorType } from "../../ir/index.ts";
import type { Dim } from "../../numerics/index.ts";
import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { requireEqual, shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { checkState, requireFloat, requireWeights } from "./lstm-inference.ts";
import { type AddProduct, productOf } from "./product.ts";
import { type RowAt, rowsOf, type SequenceLayout } from "./walk.ts";

/** Where the tensors of a recurrent unit stand among an operator's inputs. */
export interface RnnPlaces {
  readonly weights: number;
  readonly recurrent: number;
  readonly bias: number;
  readonly state: number;
  readonly auxiliary?: number;
}

/** Places of RNN and UNIDIRECTIONAL_SEQUENCE_RNN. */
export const rnnPlaces: RnnPlaces = { weights: 1, recurrent: 2, bias: 3, state: 4 };

/** Checks the tensors of a unit against each other; answers how many units there are. */
export function checkRnn<A>(context: InferContext<A>, places: RnnPlaces, batch: Dim, features: Dim): Dim {
  for (const at of [places.weights, places.recurrent]) requireWeights(context, at);
  requireFloat(context, places.bias);
  const [units, width] = shapeOfRank(context, places.weights, 2) as [Dim, Dim];
  const [rows, columns] = shapeOfRank(context, places.recurrent, 2) as [Dim, Dim];
  requireEqual(context, width, features, "columns of the weights and features");
  requireEqual(context, rows, units, "rows of the recurrent weights and units");
  requireEqual(context, columns, units, "columns of the recurrent weights and units");
  requireEqual(context, shapeOfRank(context, places.bias, 1)[0] as Dim, units, "length of the bias and units");
  checkState(context, places.state, batch, units);
  return units;
}

/** A walk of recurrent units through sequences. */
export interface RnnWalk {
  readonly op: string;
  readonly inputs: readonly (Tensor | null)[];
  readonly places: RnnPlaces;
  readonly asymmetric: boolean;
  readonly activate: (x: number) => number;
  readonly x: Tensor;
  readonly auxiliary?: Tensor;
  readonly layout: SequenceLayout;
  readonly backwards: boolean;
}

export interface RnnResult {
  readonly rows: RowAt;
  readonly width: number;
  /** The output of the last step, of the shape that the state came in. */
  readonly state: Tensor;
}

/** `h' = act(bias + weights x + auxiliary weights x' + recurrent h)`, every sum rounded to float32 (`RnnBatchStep`). */
export function walkRnn(walk: RnnWalk): RnnResult {
  const { op, inputs, places, layout, activate } = walk;
  const product = (at: number): AddProduct => productOf(op, tensorAt(inputs, at), walk.asymmetric);
  const [addInput, addRecurrent] = [product(places.weights), product(places.recurrent)];
  const second = places.auxiliary === undefined ? null : inputs[places.auxiliary];
  const addAuxiliary = second ? productOf(op, second, walk.asymmetric) : undefined;
  const bias = toNumbers(tensorAt(inputs, places.bias));
  const width = bias.length;
  const [row, auxiliaryRow] = [rowsOf(walk.x, layout), walk.auxiliary && rowsOf(walk.auxiliary, layout)];
  const held = tensorAt(inputs, places.state);
  const states = toNumbers(held).slice();
  const results = new Float64Array(layout.steps * layout.batch * width);
  const place = (b: number, step: number): number => (step * layout.batch + b) * width;
  for (let b = 0; b < layout.batch; b++) {
    let state = states.slice(b * width, (b + 1) * width);
    for (let i = 0; i < layout.steps; i++) {
      const step = walk.backwards ? layout.steps - 1 - i : i;
      const sums = bias.slice();
      addInput(sums, row(b, step));
      if (auxiliaryRow !== undefined) addAuxiliary?.(sums, auxiliaryRow(b, step));
      addRecurrent(sums, state);
      state = sums.map((value) => Math.fround(activate(value)));
      results.set(state, place(b, step));
    }
    states.set(state, b * width);
  }
  return {
    rows: (b, step) => results.subarray(place(b, step), place(b, step) + width),
    width,
    state: fromNumbers(held.dtype, held.shape, states),
  };
}

/** Type of a step's output, `[batch, width]`. */
export const stepType = (batch: Dim, width: Dim): TensorType => ({ dtype: "float32", shape: [batch, width] });
