import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { type Dim, isStaticShape, sameDim } from "../../../numerics/index.ts";
import { TFG_E002 } from "../codes.ts";
import type { Frame } from "./frame.ts";
import type { TensorList } from "./out.ts";

const refuse = (problem: string): never => fail(TFG_E002, {}, { problem });

/** Shape of an element, as far as it is known. */
export function elementShape(list: TensorList): readonly Dim[] | undefined {
  return list.element ?? (isStaticShape(list.declared) ? list.declared : undefined);
}

/** An empty list as a tensor of zeros, which runtimes have no lists for. Throws `TFG-E002` when the shape is not known. */
export function emptyList(frame: Frame, list: TensorList): ValueId {
  const shape = elementShape(list) ?? refuse("the shape of the elements of a list is not known");
  const { build, emit } = frame;
  const count = build.reshape(build.cast(frame.use(list.count), "int32"), [1]);
  const extents = shape.map((dim) => (typeof dim === "number" ? emit.ints([dim], "extent") : extentOf(frame, dim)));
  return build.op("fill", build.concat([count, ...extents], 0), build.scalar(0, list.dtype));
}

/** An open dimension in the run: the extent of a value that has it. */
function extentOf(frame: Frame, dim: Exclude<Dim, number>): ValueId {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    for (const { id, type } of at.builder.values) {
      const axis = type.shape?.findIndex((other) => typeof other !== "number" && sameDim(other, dim)) ?? -1;
      if (axis === -1 || dim.kind !== "affine") continue;
      const value = frame.use({ kind: "value", frame: at, value: id });
      return frame.build.sliceAxis(frame.build.shapeOf(value), 0, axis, 1);
    }
  }
  return refuse("an extent of the elements of a list is not known");
}
