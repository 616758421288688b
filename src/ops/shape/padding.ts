import type { TensorType } from "../../ir/index.ts";
import { addDims, type Dim, formatShape, rowMajorStrides, type Shape, type Tensor } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherOrFill } from "./elements.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { operandDims, unknownDims } from "./operands.ts";

/** Cells before and after along an axis. */
export type Pads = readonly [before: Dim, after: Dim];

/**
 * Pads from an operand of shape `[axes, 2]`; undefined while they are not known, refused when negative or not as many as
 * `axes`.
 */
export function operandPads<A>(
  context: InferContext<A>,
  input: number,
  axes: number | undefined,
): readonly Pads[] | undefined {
  const pads = operandDims(context, input, 2);
  const shape = inputType(context, input).shape as readonly [Dim, Dim] | undefined;
  const wrong = (dim: Dim | undefined, expected: number | undefined) =>
    typeof dim === "number" && expected !== undefined && dim !== expected;
  if (shape && (wrong(shape[0], axes) || wrong(shape[1], 2))) {
    invalid(context, `input ${input} has shape ${formatShape(shape)}, expected [${axes ?? "?"},2]`);
  }
  if (pads?.some((pad) => typeof pad === "number" && pad < 0)) invalid(context, "an amount of padding is negative");
  return (
    pads && Array.from({ length: pads.length / 2 }, (_, axis) => [pads[2 * axis] as Dim, pads[2 * axis + 1] as Dim])
  );
}

/** Type of x with the pads of input 1 around it. */
export function inferPadded<A>(context: InferContext<A>): readonly TensorType[] {
  return [moved(context, 0, paddedShape(context))];
}

function paddedShape<A>(context: InferContext<A>): Shape {
  const { shape } = inputType(context, 0);
  const pads = operandPads(context, 1, shape?.length);
  if (shape === undefined || pads === undefined) {
    const rank = shape?.length ?? pads?.length;
    return rank === undefined ? undefined : unknownDims(rank);
  }
  return shape.map((dim, axis) => (pads[axis] as Pads).reduce(addDims, dim));
}

/** Offsets into a tensor for each cell of it padded; -1 for padding. */
export function paddedOffsets(shape: readonly number[], pads: readonly Pads[]): Int32Array {
  const strides = rowMajorStrides(shape);
  return combineTables(
    shape.map((dim, axis) => {
      const [before, after] = pads[axis] as readonly [number, number];
      const inside = (i: number) => i >= before && i < before + dim;
      return axisTable(dim + before + after, (i) => (inside(i) ? (i - before) * (strides[axis] as number) : -1));
    }),
  );
}

/** Numbers `[before, after, before, after, ...]` as pads. */
export function pairs(numbers: readonly number[]): readonly (readonly [number, number])[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i] as number, numbers[2 * i + 1] as number]);
}

/** The tensor with cells of one value around it. */
export function padElements(x: Tensor, pads: readonly (readonly [number, number])[], value: Tensor): Tensor {
  const shape = x.shape.map((dim, axis) =>
    (pads[axis] as readonly [number, number]).reduce((sum, pad) => sum + pad, dim),
  );
  return gatherOrFill(x, value, shape, paddedOffsets(x.shape, pads));
}
