import type { TensorType } from "../../ir/index.ts";
import { type Dim, dimsEqual, elementCount, formatShape, unknownDim } from "../../numerics/index.ts";
import type { InferContext, NoAttrs, Reference, Slot } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { intsOf, operandScalar, requireIntegers } from "../shape/operands.ts";
import { accumulate, type Folds } from "./accumulate.ts";
import { requireIndex } from "./index-range.ts";

/**
 * x `[rows..., rest...]`; ids: integers of shape `[rows...]`, the segment of each row, negative to drop it; count: one
 * integer, above every id. Result: `[count, rest...]`.
 */
export const unsortedSegmentInputs: readonly Slot[] = [{ name: "x" }, { name: "ids" }, { name: "count" }];

export function inferUnsortedSegment(context: InferContext<NoAttrs>): readonly TensorType[] {
  requireDtype(context, 0, numberTypes);
  const { dtype } = inputType(context, 0);
  const count = operandScalar(context, 2);
  if (typeof count === "number" && count < 0) invalid(context, `it makes ${count} segments`);
  const rest = rowShape(context);
  return [outputType(context, dtype, rest && [count ?? unknownDim, ...rest])];
}

/** The shape of one row of x, whose first axes are those of the ids. */
export function rowShape<A>(context: InferContext<A>): readonly Dim[] | undefined {
  requireIntegers(context, 1);
  const [x, ids] = [inputType(context, 0).shape, inputType(context, 1).shape];
  if (x === undefined || ids === undefined) return undefined;
  if (ids.length > x.length || ids.some((dim, axis) => dimsEqual(dim, x[axis] ?? dim) === false)) {
    invalid(context, `ids of shape ${formatShape(ids)} do not name the rows of ${formatShape(x)}`);
  }
  return x.slice(ids.length);
}

export function unsortedSegmentReference(folds: Folds): Reference<NoAttrs> {
  return ({ inputs, outputs }) => {
    const [x, ids] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
    const shape = staticShape(outputs);
    const segments = intsOf(ids).map((id) => (id < 0 ? -1 : requireIndex(id, shape[0] as number)));
    return [accumulate(x, segmentTargets(segments, elementCount(shape.slice(1))), shape, folds)];
  };
}

/** The element of the result for each element of x; -1 for dropped rows. */
export function segmentTargets(segments: readonly number[], rowLength: number): Int32Array {
  return new Int32Array(segments.length * rowLength).map((_, at) => {
    const segment = segments[Math.floor(at / rowLength)] as number;
    return segment < 0 ? -1 : segment * rowLength + (at % rowLength);
  });
}
