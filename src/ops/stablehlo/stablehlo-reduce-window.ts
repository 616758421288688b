import { addDims, type Dim, elementCount, type Tensor } from "../../numerics/index.ts";
import { ints } from "../attributes.ts";
import { requireFolding } from "../control/regions.ts";
import {
  defineOp,
  type Example,
  type InferContext,
  type OpDef,
  type RegionReference,
  type RegionSteps,
} from "../define.ts";
import { commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { spreadDim } from "../shape/dim-order.ts";
import { joinElements } from "../shape/elements.ts";
import { windowOutput } from "../window.ts";
import { indicesOf, offsetOf } from "./indexing.ts";

/** Each list has one number for every axis; `padding` two, before and after, flattened. Absent lists are all ones, or zeros. */
export interface StablehloReduceWindowAttrs {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  /** The elements stand this far apart. */
  readonly baseDilations: readonly number[];
  readonly windowDilations: readonly number[];
  readonly padding: readonly number[];
}

/**
 * x of any shape; start: one element of x's dtype. Region `[body]` of two scalars, the result so far and the next element,
 * makes the result. Cells that padding and dilation add count as the start.
 */
export const stablehloReduceWindow: OpDef<"stablehloReduceWindow", StablehloReduceWindowAttrs> = defineOp({
  name: "stablehloReduceWindow",
  summary: "Elements under a sliding window over all axes made one by a graph",
  attrs: {
    window: ints({ min: 1 }),
    strides: ints({ default: [], min: 1 }),
    baseDilations: ints({ default: [], min: 1 }),
    windowDilations: ints({ default: [], min: 1 }),
    padding: ints({ default: [] }),
  },
  inputs: [{ name: "x" }, { name: "start" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const dtype = commonDtype(context, 0, 1);
    const { shape } = inputType(context, 0);
    requireFolding(context, 0, "body", dtype);
    const start = inputType(context, 1).shape;
    if (start?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its start is not one element");
    return [outputType(context, dtype, shape && gridOf(context, shape))];
  },
  regionInputs: ([x]) => {
    const scalar = x ? { dtype: x.dtype, shape: [] } : null;
    return [scalar, scalar];
  },
  effects: "pure",
  tolerance: "accumulation",
});

function gridOf(context: InferContext<StablehloReduceWindowAttrs>, shape: readonly Dim[]): readonly Dim[] {
  const { window, strides, baseDilations, windowDilations, padding } = context.attrs;
  const rank = shape.length;
  const lists = [strides, baseDilations, windowDilations].filter((list) => list.length > 0);
  if (window.length !== rank || lists.some((list) => list.length !== rank)) {
    invalid(context, `its window is not of ${rank} axes`);
  }
  if (padding.length !== 0 && padding.length !== 2 * rank) invalid(context, `its padding is not of ${rank} axes`);
  return shape.map((dim, axis) =>
    windowOutput(spread(dim, context.attrs, axis), {
      kernel: window[axis] as number,
      stride: strides[axis] ?? 1,
      dilation: windowDilations[axis] ?? 1,
      padding: "valid",
    }),
  );
}

/** Extent of an axis with its dilation and padding. */
function spread(dim: Dim, { baseDilations, padding }: StablehloReduceWindowAttrs, axis: number): Dim {
  const apart = spreadDim(dim, baseDilations[axis] ?? 1);
  return addDims(apart, (padding[2 * axis] ?? 0) + (padding[2 * axis + 1] ?? 0));
}

/** StableHLO, `reduce_window`. */
export const stablehloReduceWindowReference: RegionReference<StablehloReduceWindowAttrs> = function* ({
  attrs,
  inputs,
  outputs,
}): RegionSteps {
  const [x, start] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  const shape = staticShape(outputs);
  const first = gatherElements(start, [], [0]);
  const results: Tensor[] = [];
  for (const place of indicesOf(shape)) {
    let result = first;
    for (const cell of indicesOf(attrs.window)) {
      const at = place.map((p, axis) => {
        const from = p * (attrs.strides[axis] ?? 1) + (cell[axis] as number) * (attrs.windowDilations[axis] ?? 1);
        return (from - (attrs.padding[2 * axis] ?? 0)) / (attrs.baseDilations[axis] ?? 1);
      });
      const inside = at.every((i, axis) => Number.isInteger(i) && i >= 0 && i < (x.shape[axis] as number));
      const next = inside ? gatherElements(x, [], [offsetOf(x.shape, at)]) : first;
      result = tensorAt(yield { region: 0, inputs: [result, next] }, 0);
    }
    results.push(result);
  }
  const all = Int32Array.from({ length: elementCount(shape) }, (_, at) => at);
  return [gatherElements(results.length === 0 ? first : joinElements(results), shape, all)];
};

export const stablehloReduceWindowExamples: readonly Example<StablehloReduceWindowAttrs>[] = [];
