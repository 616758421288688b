import {
  type Dim,
  elementCount,
  fromNumbers,
  isInteger,
  rowMajorStrides,
  type Tensor,
  toBigInts,
  toNumbers,
} from "../../numerics/index.ts";
import { oneOf } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { larger, smaller } from "../elementwise/real-functions.ts";
import { f32, i32, literal } from "../example.ts";
import { commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";
import { intsOf, operandInts, operandLength, unknownDims } from "../shape/operands.ts";
import { windowOutput } from "../window.ts";

/** How two elements become one. */
export type WindowReduction = "add" | "mul" | "minimum" | "maximum" | "all" | "any";

export interface ReduceWindowAttrs {
  readonly reduction: WindowReduction;
}

/**
 * x of any shape; start: one element of x's dtype; window, strides and dilations: one integer of at least 1 for each axis.
 * No window reaches over the border.
 */
export const reduceWindow: OpDef<"reduceWindow", ReduceWindowAttrs> = defineOp({
  name: "reduceWindow",
  summary: "Elements under a sliding window over all axes made one, beginning with a given one",
  attrs: { reduction: oneOf(["add", "mul", "minimum", "maximum", "all", "any"]) },
  inputs: [{ name: "x" }, { name: "start" }, { name: "window" }, { name: "strides" }, { name: "dilations" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const bool = context.attrs.reduction === "all" || context.attrs.reduction === "any";
    requireDtype(context, 0, bool ? ["bool"] : numberTypes);
    const dtype = commonDtype(context, 0, 1);
    const start = inputType(context, 1).shape;
    if (start?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its start is not one element");
    const { shape } = inputType(context, 0);
    const sizes = [2, 3, 4].map((input) => windowSizes(context, input, shape?.length));
    return [outputType(context, dtype, shape && gridOf(shape, sizes))];
  },
  effects: "pure",
  tolerance: "accumulation",
});

function windowSizes(
  context: InferContext<ReduceWindowAttrs>,
  input: number,
  rank: number | undefined,
): readonly number[] | undefined {
  const length = operandLength(context, input);
  if (rank !== undefined && length !== undefined && length !== rank) {
    invalid(context, `input ${input} has ${length} numbers for ${rank} axes`);
  }
  const sizes = operandInts(context, input, 1);
  if (sizes?.some((size) => size < 1)) invalid(context, `input ${input} is ${sizes.join(", ")}; expected 1 or more`);
  return sizes;
}

function gridOf(shape: readonly Dim[], sizes: readonly (readonly number[] | undefined)[]): readonly Dim[] {
  const [window, strides, dilations] = sizes;
  if (window === undefined || strides === undefined || dilations === undefined) return unknownDims(shape.length);
  return shape.map((dim, axis) =>
    windowOutput(dim, {
      kernel: window[axis] as number,
      stride: strides[axis] as number,
      dilation: dilations[axis] as number,
      padding: "valid",
    }),
  );
}

const steps: { readonly [R in WindowReduction]: <T extends number | bigint>(a: T, b: T) => T } = {
  add: (a, b) => ((a as number) + (b as number)) as typeof a,
  mul: (a, b) => ((a as number) * (b as number)) as typeof a,
  minimum: (a, b) => smaller(b, a),
  maximum: (a, b) => larger(b, a),
  all: (a, b) => (a ? b : a),
  any: (a, b) => (a ? a : b),
};

export const reduceWindowReference: Reference<ReduceWindowAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const [window, strides, dilations] = [2, 3, 4].map((input) => intsOf(tensorAt(inputs, input))) as unknown as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const along = rowMajorStrides(x.shape);
  const places = offsetsOf(
    shape,
    along.map((stride, axis) => stride * (strides[axis] as number)),
  );
  const cells = offsetsOf(
    places.length === 0 ? [0] : window,
    along.map((stride, axis) => stride * (dilations[axis] as number)),
  );
  const step = steps[attrs.reduction];
  const start = tensorAt(inputs, 1);
  if (isInteger(x.dtype)) {
    const [data, first] = [toBigInts(x), toBigInts(start)[0] as bigint];
    const fold = (place: number) =>
      cells.reduce((sum, cell) => BigInt.asIntN(64, step(sum, data[place + cell] as bigint)), first);
    return [fromBigInts(x.dtype, shape, BigInt64Array.from(places, fold))];
  }
  const [data, first] = [toNumbers(x), toNumbers(start)[0] as number];
  const fold = (place: number): number => cells.reduce((sum, cell) => step(sum, data[place + cell] as number), first);
  return [fromNumbers(x.dtype, shape, places.map(fold))];
};

/** Offsets of every index into a grid with a stride along each axis, the last axis fastest. */
function offsetsOf(grid: readonly number[], strides: readonly number[]): readonly number[] {
  if (elementCount(grid) === 0) return [];
  return grid.reduce<readonly number[]>(
    (offsets, extent, axis) =>
      offsets.flatMap((offset) => Array.from({ length: extent }, (_, i) => offset + i * (strides[axis] as number))),
    [0],
  );
}

const wide = (numbers: readonly number[]): Tensor => literal("int64", [numbers.length], numbers);

export const reduceWindowExamples: readonly Example<ReduceWindowAttrs>[] = [
  {
    name: "sums over a window with a hole",
    attrs: { reduction: "add" },
    inputs: [f32([5], [1, 2, 4, 8, 16]), f32([], [100]), wide([2]), wide([1]), wide([2])],
    outputs: [f32([3], [105, 110, 120])],
  },
  {
    name: "maximum of integers, both axes",
    attrs: { reduction: "maximum" },
    inputs: [i32([2, 4], [1, 5, 2, 0, 3, 4, 9, 7]), i32([], [-100]), wide([2, 2]), wide([1, 2]), wide([1, 1])],
    outputs: [i32([1, 2], [5, 9])],
  },
];
