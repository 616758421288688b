import type { TensorType } from "../../ir/index.ts";
import { type Dim, type DType, fromNumbers, isWideInteger, type Tensor, toNumbers } from "../../numerics/index.ts";
import { type AttributeRules, activation, type FusedActivation, ints, type Padding, padding } from "../attributes.ts";
import type { InferContext, ReferenceContext } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { fusedActivation } from "../fused-activation.ts";
import { inputType, invalid, outputType, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { sumSteps } from "../sums.ts";
import { paddingBefore, type WindowAxis, windowAxis, windowOutput } from "../window.ts";

/** Kernel and strides per spatial axis; explicit padding is `[before, after]` for each, smaller than the window. */
export interface PoolWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

/** A window `[height, width]` over x `[batch, height, width, channels]`, with a fused activation. */
export interface Pool2dAttrs extends PoolWindow {
  readonly activation: FusedActivation;
}

export const pool2dAttributes: AttributeRules<Pool2dAttrs> = {
  kernel: ints({ length: 2, min: 1 }),
  strides: ints({ length: 2, min: 1 }),
  padding: padding(),
  activation: activation(),
};

/** A window `[depth, height, width]` over x `[batch, depth, height, width, channels]`. */
export const pool3dAttributes: AttributeRules<PoolWindow> = {
  kernel: ints({ length: 3, min: 1 }),
  strides: ints({ length: 3, min: 1 }),
  padding: padding(),
};

/** Types whose numbers doubles hold exactly. */
export const narrowTypes: readonly DType[] = numberTypes.filter((dtype) => !isWideInteger(dtype));

const axisOf = ({ kernel, strides, padding: pads }: PoolWindow, axis: number): WindowAxis =>
  windowAxis(axis, kernel[axis] as number, strides[axis], 1, pads);

/** Type of a pool: batch and channels stay. Explicit padding is smaller than the window, so that no window is empty. */
export function inferPool<A extends PoolWindow>(
  context: InferContext<A>,
  allowed: readonly DType[],
): readonly TensorType[] {
  const { kernel, padding: pads } = context.attrs;
  requireDtype(context, 0, allowed);
  const [batch, ...rest] = shapeOfRank(context, 0, kernel.length + 2) as [Dim, ...Dim[]];
  if (typeof pads !== "string") {
    if (pads.length !== 2 * kernel.length) {
      invalid(context, `explicit padding has ${pads.length} numbers, expected ${2 * kernel.length}`);
    }
    const axis = pads.findIndex((cells, i) => cells >= (kernel[Math.floor(i / 2)] as number));
    if (axis !== -1) invalid(context, `padding of ${pads[axis]} cells is not smaller than the window`);
  }
  const grid = kernel.map((_, axis) => windowOutput(rest[axis] as Dim, axisOf(context.attrs, axis)));
  return [outputType(context, inputType(context, 0).dtype, [batch, ...grid, rest.at(-1) as Dim])];
}

/** How a pool folds the cells of a window that are not padding. */
export interface PoolFold {
  readonly start: number;
  readonly step: (accumulator: number, x: number) => number;
  readonly finish: (accumulator: number, cells: number) => number;
}

/** Reference of a pool over any number of spatial axes; `clamp` stands for the fused activation on stored integers. */
export function poolReference<A extends PoolWindow & { readonly activation?: FusedActivation }>(
  { attrs, inputs, outputs, host }: ReferenceContext<A>,
  { start, step, finish }: PoolFold,
  clamp?: (x: number) => number,
): readonly Tensor[] {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const axes = attrs.kernel.length;
  const grid = x.shape.slice(1, 1 + axes);
  const places = shape.slice(1, 1 + axes);
  const channels = x.shape.at(-1) as number;
  const before = grid.map((size, axis) => paddingBefore(size, axisOf(attrs, axis)));
  const data = toNumbers(x);
  const { round } = sumSteps(host, x.dtype);
  const activate = clamp ?? (attrs.activation === undefined ? undefined : fusedActivation(attrs.activation, x.dtype));
  const result = new Float64Array(shape.reduce((product, dim) => product * dim, 1));
  let at = 0;
  for (let b = 0; b < (shape[0] as number); b++) {
    for (const place of indices(places)) {
      const cells = windowCells(attrs, grid, before, place, b);
      for (let c = 0; c < channels; c++) {
        let accumulator = start;
        for (const cell of cells) accumulator = round(step(accumulator, data[cell * channels + c] as number));
        const folded = finish(accumulator, cells.length);
        result[at++] = activate === undefined ? folded : activate(folded);
      }
    }
  }
  return [fromNumbers(x.dtype, shape, result)];
}

/** Offsets, in cells, under the window at a place, padding left out. */
function windowCells(
  { kernel, strides }: PoolWindow,
  grid: readonly number[],
  before: readonly number[],
  place: readonly number[],
  batch: number,
): readonly number[] {
  let cells: readonly number[] = [batch];
  kernel.forEach((size, axis) => {
    const first = (place[axis] as number) * (strides[axis] as number) - (before[axis] as number);
    const extent = grid[axis] as number;
    const [from, to] = [Math.max(first, 0), Math.min(first + size, extent)];
    const along = Array.from({ length: Math.max(to - from, 0) }, (_, k) => from + k);
    cells = cells.flatMap((cell) => along.map((i) => cell * extent + i));
  });
  return cells;
}

/** Every index into a grid, last axis fastest. */
function* indices(grid: readonly number[]): Generator<readonly number[]> {
  const [size, ...rest] = grid;
  if (size === undefined) {
    yield [];
    return;
  }
  for (let i = 0; i < size; i++) for (const inner of indices(rest)) yield [i, ...inner];
}
