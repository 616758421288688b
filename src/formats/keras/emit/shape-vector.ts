import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { type Dim, formatShape, sameDim } from "../../../numerics/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import { KER_E016 } from "../codes.ts";

/** The vector of dimensions as an int32 value; symbolic ones are taken from the values in `like`. */
export function shapeVector(emit: Emitter, wanted: readonly Dim[], like: readonly ValueId[]): ValueId {
  const pieces: ValueId[] = [];
  let run: number[] = [];
  const flush = (): void => {
    if (run.length > 0) pieces.push(emit.ints(run, "shape"));
    run = [];
  };
  for (const dim of wanted) {
    if (typeof dim === "number") run.push(dim);
    else {
      flush();
      pieces.push(extentOf(emit, dim, like));
    }
  }
  flush();
  if (pieces.length === 0) return emit.ints([], "shape");
  return pieces.length === 1
    ? (pieces[0] as ValueId)
    : emit.one("concatenation", pieces, { axis: 0, activation: "none" });
}

/** A dimension at run time, as an int32 vector of one: the extent of a value that has it. */
function extentOf(emit: Emitter, dim: Exclude<Dim, number>, like: readonly ValueId[]): ValueId {
  for (const value of like) {
    const dims = emit.type(value).shape ?? [];
    const has = dims.flatMap((other, axis) => (typeof other !== "number" && sameDim(other, dim) ? [axis] : []));
    const [axis] = has;
    // Two extents that are both unknown need not be the same.
    if (axis === undefined || (dim.kind !== "affine" && has.length > 1)) continue;
    const shape = emit.one("shape", [value], { dtype: "int32" });
    return emit.one("slice", [shape, emit.ints([axis], "axis"), emit.ints([1], "one")], {});
  }
  return fail(KER_E016, {}, { problem: `an extent of shape ${formatShape([dim])} is not known before the run` });
}

/** The same elements under other dimensions. One unknown extent is what is left; more are computed from `like`. */
export function reshapeTo(emit: Emitter, x: ValueId, wanted: readonly Dim[], like: readonly ValueId[]): ValueId {
  const open = wanted.filter((dim) => typeof dim !== "number").length;
  if (open > 1 || (open === 1 && wanted.includes(-1))) {
    return emit.one("reshape", [x, shapeVector(emit, wanted, like)], {});
  }
  const shape = wanted.map((dim) => (typeof dim === "number" ? dim : -1));
  return emit.one("reshape", [x, emit.ints(shape, "shape")], {});
}
