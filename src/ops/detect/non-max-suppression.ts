import type { TensorType } from "../../ir/index.ts";
import { type Dim, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { InferContext, NoAttrs, Slot } from "../define.ts";
import { requireDtype } from "../dtypes.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandScalar } from "../shape/operands.ts";
import { type Chosen, suppress } from "./suppress.ts";

/**
 * boxes: float32 `[count, 4]`, two opposite corners `y1, x1, y2, x2`; scores: float32 `[count]`; most: how many to choose,
 * int32; then one float32 each.
 */
export const suppressionInputs: readonly Slot[] = [
  { name: "boxes" },
  { name: "scores" },
  { name: "most" },
  { name: "iouThreshold" },
  { name: "scoreThreshold" },
];

/** Extent of the lists of chosen boxes. */
export function inferSuppression(context: InferContext<NoAttrs>): Dim | undefined {
  for (const input of [0, 1]) requireDtype(context, input, ["float32"]);
  requireDtype(context, 2, ["int32"]);
  const [count, corners] = shapeOfRank(context, 0, 2) as [Dim, Dim];
  const [scores] = shapeOfRank(context, 1, 1) as [Dim];
  requireEqual(context, corners, 4, "numbers of a box");
  requireEqual(context, count, scores, "numbers of boxes and scores");
  for (let input = 3; input < context.inputs.length; input++) {
    requireDtype(context, input, ["float32"]);
    const { shape } = inputType(context, input);
    if (shape?.some((dim) => typeof dim === "number" && dim !== 1))
      invalid(context, `input ${input} is not one number`);
  }
  const most = operandScalar(context, 2);
  if (typeof most === "number" && most < 0) invalid(context, `it is to choose ${most} boxes`);
  return most;
}

/** A list of one number for each chosen box, filled up with zeros. */
export function chosenType(context: InferContext<NoAttrs>, dtype: "int32" | "float32", extent: Dim): TensorType {
  return outputType(context, dtype, [extent]);
}

/** The boxes chosen for the inputs of an operator; `sigma` is 0 for hard suppression. */
export function chooseBoxes(op: string, inputs: readonly (Tensor | null)[], sigma: number): readonly Chosen[] {
  const number = (input: number): number => toNumbers(tensorAt(inputs, input))[0] as number;
  const [most, iouThreshold, scoreThreshold] = [number(2), number(3), number(4)];
  if (!(iouThreshold >= 0 && iouThreshold <= 1)) invalid({ op }, `its overlap threshold is ${iouThreshold}`);
  if (!(sigma >= 0)) invalid({ op }, `its sigma is ${sigma}`);
  const options = { most, iouThreshold, scoreThreshold, sigma };
  return suppress(toNumbers(tensorAt(inputs, 0)), toNumbers(tensorAt(inputs, 1)), options);
}

/** Numbers of the chosen boxes, filled up with zeros to the shape of an output. */
export function filledUp(
  dtype: "int32" | "float32",
  outputs: readonly TensorType[],
  output: number,
  numbers: readonly number[],
): Tensor {
  const shape = staticShape(outputs, output);
  const filled = new Float64Array(shape[0] as number);
  filled.set(numbers);
  return fromNumbers(dtype, shape, filled);
}
