import type { TensorType } from "../../ir/index.ts";
import {
  compatibleShapes,
  type Dim,
  type DType,
  dimsEqual,
  elementCount,
  formatShape,
  isStaticShape,
  type Shape,
  unknownDim,
} from "../../numerics/index.ts";
import type { InferContext, RegionType } from "../define.ts";
import { invalid } from "../infer.ts";

/** A region of the node, which must take values of the given types. */
export function regionTaking<A>(
  context: InferContext<A>,
  index: number,
  name: string,
  given: readonly (TensorType | null)[],
): RegionType {
  const region = context.regions[index] ?? invalid(context, `its ${name} graph is missing`);
  if (region.inputs.length !== given.length) {
    invalid(context, `its ${name} graph takes ${region.inputs.length} values, ${given.length} are given`);
  }
  region.inputs.forEach((expected, i) => {
    const type = given[i];
    if (type) requireFit(context, type, expected, `input ${i} of its ${name} graph`);
  });
  return region;
}

/** Refuses a region of the node that does not make one element from two, all of one dtype. */
export function requireFolding<A>(context: InferContext<A>, index: number, name: string, dtype: DType): void {
  const element: TensorType = { dtype, shape: [] };
  const { outputs } = regionTaking(context, index, name, [element, element]);
  if (outputs.length !== 1) invalid(context, `its ${name} graph gives ${outputs.length} values, expected 1`);
  requireFit(context, outputs[0] as TensorType, element, `the result of its ${name} graph`);
}

function requireFit(context: { readonly op: string }, given: TensorType, expected: TensorType, what: string): void {
  if (given.dtype === expected.dtype && compatibleShapes(given.shape, expected.shape)) return;
  const show = ({ dtype, shape }: TensorType): string => `${dtype}${formatShape(shape)}`;
  invalid(context, `${what} is ${show(expected)}, ${show(given)} is given`);
}

/** One truth value decides: bool with one element. */
export function requireCondition(context: { readonly op: string }, type: TensorType | null | undefined): void {
  const decides = type?.dtype === "bool" && (!isStaticShape(type.shape) || elementCount(type.shape) === 1);
  if (!decides) invalid(context, `its condition is ${type ? `${type.dtype}${formatShape(type.shape)}` : "missing"}`);
}

/** What a value is when it comes from one of two places: equal dtypes, the extents that agree. */
export function joinTypes(
  context: { readonly op: string },
  a: readonly TensorType[],
  b: readonly TensorType[],
): readonly TensorType[] {
  if (a.length !== b.length) invalid(context, `its graphs give ${a.length} and ${b.length} values`);
  return a.map((type, i) => {
    const other = b[i] as TensorType;
    if (type.dtype !== other.dtype) invalid(context, `value ${i} is ${type.dtype} or ${other.dtype}`);
    return { dtype: type.dtype, shape: joinShapes(type.shape, other.shape) };
  });
}

function joinShapes(a: Shape, b: Shape): Shape {
  if (a === undefined || b === undefined || a.length !== b.length) return undefined;
  return a.map((dim, axis) => (dimsEqual(dim, b[axis] as Dim) === true ? dim : unknownDim));
}
