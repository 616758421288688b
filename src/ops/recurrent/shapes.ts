import type { TensorType } from "../../ir/index.ts";
import { type Dim, formatShape, scaleDim } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { requireOperands } from "../dtypes.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";

/** How a recurrent layer lays out its weights. */
export interface RecurrentLayout {
  /** Number of blocks of `units` columns in the kernels and the bias. */
  readonly gates: number;
  /** Rows of the bias; without rows it is a vector. */
  readonly biasRows?: number;
  /** Inputs that hold initial states, all `[batch, units]`. */
  readonly states: readonly number[];
}

/**
 * x `[batch, steps, features]`, kernel `[features, gates * units]`, recurrent kernel `[units, gates * units]`, bias
 * `[gates * units]`. Gives the sequence `[batch, steps, units]` and each final state `[batch, units]`.
 */
export function inferRecurrent<A>(
  context: InferContext<A>,
  { gates, biasRows, states }: RecurrentLayout,
): readonly TensorType[] {
  requireOperands(context, [0, 1, 2, 3, ...states]);
  const [batch, steps, features] = shapeOfRank(context, 0, 3) as [Dim, Dim, Dim];
  const [rows, columns] = shapeOfRank(context, 1, 2) as [Dim, Dim];
  const [units, recurrentColumns] = shapeOfRank(context, 2, 2) as [Dim, Dim];
  const width = scaleDim(units, gates);
  requireEqual(context, rows, features, "rows of the kernel and features");
  requireEqual(context, columns, width, `columns of the kernel and ${gates} times the units`);
  requireEqual(context, recurrentColumns, width, `columns of the recurrent kernel and ${gates} times the units`);
  if (context.inputs[3]) requireBias(context, biasRows, width);
  for (const state of states) {
    if (!context.inputs[state]) continue;
    const [stateBatch, stateUnits] = shapeOfRank(context, state, 2) as [Dim, Dim];
    requireEqual(context, stateBatch, batch, `batch of input ${state} and the data`);
    requireEqual(context, stateUnits, units, `columns of input ${state} and units`);
  }
  const { dtype } = inputType(context, 0);
  const state = outputType(context, dtype, [batch, units]);
  return [outputType(context, dtype, [batch, steps, units]), ...states.map(() => state)];
}

function requireBias<A>(context: InferContext<A>, rows: number | undefined, width: Dim): void {
  const expected = rows === undefined ? [width] : [rows, width];
  const { shape } = inputType(context, 3);
  if (shape !== undefined && shape.length !== expected.length) {
    invalid(context, `the bias has shape ${formatShape(shape)}, expected ${formatShape(expected)}`);
  }
  shape?.forEach((dim, axis) => {
    requireEqual(context, dim, expected[axis] as Dim, "bias and columns of the kernel");
  });
}
