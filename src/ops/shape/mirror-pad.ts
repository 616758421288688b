import { type Dim, formatDim, formatShape, rowMajorStrides } from "../../numerics/index.ts";
import { oneOf } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf } from "./operands.ts";
import { inferPadded, operandPads, type Pads, pairs } from "./padding.ts";

/** `mode`: `reflect` leaves the border cell out of the mirror image, `symmetric` repeats it. */
export interface MirrorPadAttrs {
  readonly mode: "reflect" | "symmetric";
}

/** x of any shape; paddings `[rank, 2]`, none beyond what can be mirrored. */
export const mirrorPad: OpDef<"mirrorPad", MirrorPadAttrs> = defineOp({
  name: "mirrorPad",
  summary: "A tensor with its mirror images around it",
  attrs: { mode: oneOf(["reflect", "symmetric"]) },
  inputs: [{ name: "x" }, { name: "paddings" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireMirror(context);
    return inferPadded(context);
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function requireMirror(context: InferContext<MirrorPadAttrs>): void {
  const { shape } = inputType(context, 0);
  const pads = operandPads(context, 1, shape?.length);
  const border = context.attrs.mode === "reflect" ? 1 : 0;
  shape?.forEach((dim, axis) => {
    const beyond = (amount: Dim) => typeof amount === "number" && typeof dim === "number" && amount > dim - border;
    const around: Pads = pads?.[axis] ?? [0, 0];
    if (around.some((amount) => amount !== 0 && beyond(amount))) {
      invalid(context, `axis ${axis} of extent ${formatDim(dim)} cannot be mirrored by ${formatShape(around)}`);
    }
  });
}

export const mirrorPadReference: Reference<MirrorPadAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const pads = pairs(intsOf(tensorAt(inputs, 1)));
  const strides = rowMajorStrides(x.shape);
  const border = attrs.mode === "reflect" ? 1 : 0;
  const shape = staticShape(outputs);
  const tables = x.shape.map((dim, axis) => {
    const [before] = pads[axis] as readonly [number, number];
    return axisTable(shape[axis] as number, (i) => mirrored(i - before, dim, border) * (strides[axis] as number));
  });
  return [gatherElements(x, shape, combineTables(tables))];
};

/** The index that stands at `at`, which may lie before or after the `dim` indices; `border` 1 leaves the outermost out. */
function mirrored(at: number, dim: number, border: number): number {
  if (at < 0) return border - 1 - at;
  return at < dim ? at : 2 * dim - 1 - border - at;
}

export const mirrorPadExamples: readonly Example<MirrorPadAttrs>[] = [
  {
    name: "reflect",
    attrs: { mode: "reflect" },
    inputs: [f32([3], [1, 2, 3]), i32([1, 2], [2, 2])],
    outputs: [f32([7], [3, 2, 1, 2, 3, 2, 1])],
  },
  {
    name: "symmetric, two axes",
    attrs: { mode: "symmetric" },
    inputs: [f32([2, 2], [1, 2, 3, 4]), i32([2, 2], [1, 0, 0, 2])],
    outputs: [f32([3, 4], [1, 2, 2, 1, 1, 2, 2, 1, 3, 4, 4, 3])],
  },
];
