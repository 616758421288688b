import type { TensorType, ValueId } from "../../ir/index.ts";
import { type Dim, formatShape, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { requireOperands } from "../dtypes.ts";
import type { Emitter } from "../emit.ts";
import { type DimOf, emitReshape } from "../emit-shape.ts";
import { checkAxis, inputType, invalid, requireEqual } from "../infer.ts";
import { reductionGroups } from "../reduce/reduction.ts";

/** Normalized axes in ascending order, each once. */
export function normalizedAxes(context: { readonly op: string }, axes: readonly number[], rank: number): number[] {
  const found = axes.map((axis) => checkAxis(context, axis, rank)).sort((a, b) => a - b);
  if (found.length === 0) invalid(context, "there is no axis to normalize over");
  if (new Set(found).size < found.length) invalid(context, `axes [${axes}] name one axis twice`);
  return found;
}

/** Each parameter among `inputs` has the extents of x along `axes`; the result has the type of x. */
export function inferNormalization<A>(
  context: InferContext<A>,
  inputs: readonly number[],
  axes: (rank: number) => readonly number[],
): readonly TensorType[] {
  const x = inputType(context, 0);
  requireOperands(context, [0, ...inputs]);
  if (x.shape === undefined) return [{ dtype: x.dtype, shape: undefined }];
  const expected = axes(x.shape.length).map((axis) => (x.shape as readonly Dim[])[axis] as Dim);
  for (const input of inputs) {
    const shape = context.inputs[input]?.shape;
    if (shape === undefined) continue;
    const name = `input ${input}`;
    if (shape.length !== expected.length) {
      invalid(context, `${name} has shape ${formatShape(shape)}, expected ${formatShape(expected)}`);
    }
    expected.forEach((dim, i) => {
      requireEqual(context, shape[i] as Dim, dim, `${name} and the axes of the data`);
    });
  }
  return [{ dtype: x.dtype, shape: x.shape }];
}

/** For each element of x, the element of a parameter over `axes` (ascending) that belongs to it. */
export function parameterOffsets(shape: readonly number[], axes: readonly number[]): (element: number) => number {
  const inner = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  return (element) =>
    axes.reduce((offset, axis) => {
      const extent = shape[axis] as number;
      return offset * extent + (Math.floor(element / (inner[axis] as number)) % extent);
    }, 0);
}

/** Elements of an optional parameter. */
export const parameter = (input: Tensor | null | undefined): Float64Array | undefined =>
  input ? toNumbers(input) : undefined;

/** For each element of x, its group's mean and variance (of all its elements, uncorrected). */
export function moments(
  x: Tensor,
  axes: readonly number[],
): { readonly mean: (element: number) => number; readonly variance: (element: number) => number } {
  const { groupOf, groups, count } = reductionGroups(x, fromNumbers("int32", [axes.length], axes));
  const data = toNumbers(x);
  const mean = new Float64Array(groups);
  const variance = new Float64Array(groups);
  groupOf.forEach((group, i) => {
    mean[group] = (mean[group] as number) + (data[i] as number) / count;
  });
  groupOf.forEach((group, i) => {
    variance[group] = (variance[group] as number) + ((data[i] as number) - (mean[group] as number)) ** 2 / count;
  });
  return {
    mean: (element) => mean[groupOf[element] as number] as number,
    variance: (element) => variance[groupOf[element] as number] as number,
  };
}

/** A parameter over `axes` (ascending) of x in a shape that broadcasts against x. */
export function alignParameter(emit: Emitter, value: ValueId, x: ValueId, axes: readonly number[]): ValueId {
  const rank = emit.type(x).shape?.length ?? 0;
  const first = axes[0] ?? 0;
  if (axes.length === rank - first) return value;
  const extents = Array.from({ length: rank - first }, (_, i): 1 | readonly DimOf[] => {
    const position = axes.indexOf(first + i);
    return position === -1 ? 1 : [{ value, axis: position }];
  });
  return emitReshape(emit, value, extents);
}
