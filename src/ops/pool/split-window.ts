import type { ValueId } from "../../ir/index.ts";
import { isStaticShape } from "../../numerics/index.ts";
import type { DecomposeContext } from "../define.ts";
import { invalid } from "../infer.ts";
import type { PoolWindow } from "./window.ts";

/**
 * A 3-D pool as a 2-D one over height and width and one over depth: windows are products of intervals, so a maximum of
 * maxima is the maximum, and since the number of counted cells is a product too, a mean of means is the mean.
 */
export function splitPool(
  op: "maxPool2d" | "averagePool2d",
  { attrs, inputs, emit }: DecomposeContext<PoolWindow>,
): readonly ValueId[] {
  const x = inputs[0] as ValueId;
  const context = { op: op === "maxPool2d" ? "maxPool3d" : "averagePool3d" };
  const shape = emit.type(x).shape?.slice(1);
  if (!isStaticShape(shape)) return invalid(context, "its decomposition needs every extent but the batch");
  const [depth, height, width, channels] = shape as [number, number, number, number];
  const pads = attrs.padding;
  const of = (from: number, to: number): PoolWindow => ({
    kernel: attrs.kernel.slice(from, to),
    strides: attrs.strides.slice(from, to),
    padding: typeof pads === "string" ? pads : pads.slice(2 * from, 2 * to),
  });
  const [overDepth, overArea] = [of(0, 1), of(1, 3)];
  const reshape = (value: ValueId, to: readonly number[]): ValueId =>
    emit.one("reshape", [value, emit.ints(to, "shape")], {});

  const slices = reshape(x, [-1, height, width, channels]);
  const areas = emit.one(op, [slices], { ...overArea, activation: "none" });
  const [, rows, columns] = emit.type(areas).shape as readonly number[] as [number, number, number, number];
  const stacks = reshape(areas, [-1, depth, rows * columns, channels]);
  const pooled = emit.one(op, [stacks], {
    kernel: [...overDepth.kernel, 1],
    strides: [...overDepth.strides, 1],
    padding: typeof overDepth.padding === "string" ? overDepth.padding : [...overDepth.padding, 0, 0],
    activation: "none",
  });
  const places = (emit.type(pooled).shape as readonly number[])[1] as number;
  return [reshape(pooled, [-1, places, rows, columns, channels])];
}
