import type { ValueId } from "../ir/index.ts";
import { type Dim, scalar } from "../numerics/index.ts";
import type { Emitter } from "./emit.ts";

/** A dimension of a value. */
export interface DimOf {
  readonly value: ValueId;
  readonly axis: number;
}

/** One extent of a shape that is made in a graph: a number, or the product of dimensions of values. */
export type Extent = number | readonly DimOf[];

/**
 * A reshape to extents that need not be known before the run. One unknown extent becomes -1; more are computed from the
 * shapes during the run. The rank of every value named must be known.
 */
export function emitReshape(emit: Emitter, x: ValueId, extents: readonly Extent[]): ValueId {
  const numbers = extents.map((extent) => staticExtent(emit, extent));
  const shape =
    numbers.filter((number) => number === undefined).length <= 1
      ? emit.ints(
          numbers.map((number) => number ?? -1),
          "shape",
        )
      : emit.one(
          "pack",
          extents.map((extent, i) => runtimeExtent(emit, extent, numbers[i])),
          { axis: 0 },
        );
  return emit.one("reshape", [x, shape], {});
}

function staticExtent(emit: Emitter, extent: Extent): number | undefined {
  if (typeof extent === "number") return extent;
  let product = 1;
  for (const { value, axis } of extent) {
    const dim: Dim | undefined = emit.type(value).shape?.[axis];
    if (typeof dim !== "number") return undefined;
    product *= dim;
  }
  return product;
}

function runtimeExtent(emit: Emitter, extent: Extent, number: number | undefined): ValueId {
  if (number !== undefined) return emit.literal(scalar("int32", number), "extent");
  return (extent as readonly DimOf[])
    .map(({ value, axis }) => {
      const shape = emit.one("shape", [value], { dtype: "int32" });
      return emit.one("gather", [shape, emit.literal(scalar("int32", axis), "axis")], { axis: 0, batchDims: 0 });
    })
    .reduce((product, dim) => emit.one("mul", [product, dim], { activation: "none" }));
}
