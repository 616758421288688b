import { fail } from "../diagnostics/index.ts";
import { type TensorType, tensorType } from "../ir/index.ts";
import {
  broadcastShapes,
  type Dim,
  type DType,
  dimsEqual,
  elementCount,
  formatShape,
  isStaticShape,
  normalizeAxis,
  type Shape,
  unknownDim,
} from "../numerics/index.ts";
import { OPS_E001, OPS_E005, OPS_E006, OPS_E012 } from "./codes.ts";
import type { InferContext } from "./define.ts";

/** Largest number of elements that inference lets a tensor have: 2^31 - 1, as in TensorFlow Lite's own size arithmetic. */
export const maxElements: number = 2 ** 31 - 1;

/** Most dimensions that inference lets a tensor have; TensorFlow Lite's kernels stop at 8, NumPy below version 2 at 32. */
export const maxRank: number = 32;

/** Refuses a number of dimensions above {@link maxRank}, which a hostile shape operand may ask for. */
export function requireRank(rank: number): void {
  if (rank > maxRank) fail(OPS_E012, {}, { rank, limit: maxRank });
}

/** Refuses extents that no tensor can have: too many of them, negative ones, more elements than {@link maxElements}. */
export function requireExtents(context: { readonly op: string }, shape: Shape): void {
  requireRank(shape?.length ?? 0);
  if (shape?.some((dim) => typeof dim === "number" && dim < 0))
    invalid(context, `a tensor would have shape ${formatShape(shape)}`);
  if (!isStaticShape(shape)) return;
  const elements = elementCount(shape);
  if (elements > maxElements) fail(OPS_E005, { op: context.op }, { elements, limit: maxElements });
}

/** Leaves inference: the inputs do not fit the operator. */
export function invalid(context: { readonly op: string }, problem: string): never {
  return fail(OPS_E001, { op: context.op }, { problem });
}

/** Leaves inference or evaluation: the operator has no meaning for these dtypes. */
export function unsupportedTypes(context: { readonly op: string }, dtypes: readonly DType[], why: string): never {
  return fail(OPS_E006, { op: context.op }, { dtypes, why });
}

/** Type of an input that must be there. */
export function inputType<A>(context: InferContext<A>, input: number): TensorType {
  return context.inputs[input] ?? invalid(context, `input ${input} is missing`);
}

/** Dimensions of an input whose rank must be known; `rank` fixes it. */
export function inputShape<A>(context: InferContext<A>, input: number, rank?: number): readonly Dim[] {
  const { shape } = inputType(context, input);
  if (shape === undefined) return invalid(context, `the rank of input ${input} is not known`);
  if (rank !== undefined && shape.length !== rank) {
    return invalid(context, `input ${input} has shape ${formatShape(shape)}, expected rank ${rank}`);
  }
  return shape;
}

/** {@link inputShape} of an operator that takes one rank only: where the rank is not known, it is that with unknown dimensions. */
export function shapeOfRank<A>(context: InferContext<A>, input: number, rank: number): readonly Dim[] {
  if (inputType(context, input).shape === undefined) return new Array<Dim>(rank).fill(unknownDim);
  return inputShape(context, input, rank);
}

/** An output type, refused when it could not be allocated. */
export function outputType(context: { readonly op: string }, dtype: DType, shape: Shape): TensorType {
  requireExtents(context, shape);
  return tensorType(dtype, shape);
}

/** The type of an input under another shape, its quantization kept: for operators that only move elements. */
export function moved<A>(context: InferContext<A>, input: number, shape: Shape): TensorType {
  const { dtype, quantization } = inputType(context, input);
  const { shape: checked } = outputType(context, dtype, shape);
  return tensorType(dtype, checked, quantization?.kind === "perTensor" ? quantization : undefined);
}

/** Both inputs have one dtype: that dtype. */
export function commonDtype<A>(context: InferContext<A>, ...inputs: readonly number[]): DType {
  const dtypes = inputs.map((input) => inputType(context, input).dtype);
  const first = dtypes[0] as DType;
  if (dtypes.some((dtype) => dtype !== first)) invalid(context, `its inputs are ${dtypes.join(" and ")}`);
  return first;
}

/** Shape of inputs broadcast together. An unknown rank stays unknown. */
export function broadcastInputs<A>(context: InferContext<A>, ...inputs: readonly number[]): Shape {
  let shape: Shape = [];
  for (const input of inputs) {
    const next: Shape = inputType(context, input).shape;
    if (shape === undefined || next === undefined) return undefined;
    const joined: Dim[] | undefined = broadcastShapes(shape, next);
    if (joined === undefined) {
      return invalid(context, `shapes ${formatShape(shape)} and ${formatShape(next)} do not broadcast`);
    }
    shape = joined;
  }
  return shape;
}

/** An axis in `[0, rank)`, counted from the end when negative. */
export function checkAxis(context: { readonly op: string }, axis: number, rank: number): number {
  return normalizeAxis(axis, rank) ?? invalid(context, `axis ${axis} is outside a tensor of rank ${rank}`);
}

/** Refuses two dimensions that certainly differ. */
export function requireEqual(context: { readonly op: string }, a: Dim, b: Dim, what: string): void {
  if (dimsEqual(a, b) === false) invalid(context, `${what}: ${formatShape([a])} and ${formatShape([b])} differ`);
}

/** Whole numbers of a shape-like input, when all of them are known numbers. */
export function knownInts<A>(context: InferContext<A>, input: number): readonly number[] | undefined {
  const known = context.known(input);
  return isStaticShape(known) ? known : undefined;
}
