import { type Dim, dimProduct, dimsEqual, formatShape, tensor, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandDims, operandLength, unknownDims } from "./operands.ts";
import { remainingExtent } from "./remaining-extent.ts";

/** x of any shape, shape: int32 vector with at most one -1, which takes what is left. */
export const reshape: OpDef<"reshape", NoAttrs> = defineOp({
  name: "reshape",
  summary: "The same elements in row-major order under another shape",
  attrs: {},
  inputs: [{ name: "x" }, { name: "shape" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const wanted = operandDims(context, 1, 1);
    const rank = operandLength(context, 1);
    const shape = wanted ?? (rank === undefined ? undefined : unknownDims(rank));
    return [moved(context, 0, shape && resolveShape(context, inputType(context, 0).shape, shape))];
  },
  evaluateDims: (context) => context.known(0),
  effects: "pure",
  tolerance: "exact",
  movesData: true,
  changesShapeOnly: true,
});

function resolveShape(
  context: InferContext<NoAttrs>,
  from: readonly Dim[] | undefined,
  wanted: readonly Dim[],
): readonly Dim[] {
  const negative = wanted.filter((dim) => typeof dim === "number" && dim < 0);
  if (negative.length > 1) invalid(context, `shape ${formatShape(wanted)} has more than one -1`);
  if (negative.some((dim) => dim !== -1)) invalid(context, `shape ${formatShape(wanted)} has a negative extent`);
  const free = freeAxis(wanted);
  if (from === undefined) return wanted.map((dim) => (dim === -1 ? unknownDim : dim));
  const left = free === undefined ? 1 : remainingExtent(from, wanted.toSpliced(free, 1));
  const differs = free === undefined && dimsEqual(dimProduct(from), dimProduct(wanted)) === false;
  if (left === undefined || differs) {
    return invalid(context, `${formatShape(from)} has not as many elements as ${formatShape(wanted)}`);
  }
  const decided = free !== undefined && (wanted[free] === -1 || typeof left === "number" || left.kind === "affine");
  return decided ? wanted.with(free, left) : wanted;
}

/** The one extent that the number of elements decides: -1, or the only one that is not known. */
function freeAxis(wanted: readonly Dim[]): number | undefined {
  if (wanted.includes(-1)) return wanted.indexOf(-1);
  const unknown = wanted.flatMap((dim, axis) => (typeof dim !== "number" && dim.kind === "unknown" ? [axis] : []));
  return unknown.length === 1 ? unknown[0] : undefined;
}

export const reshapeReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  return [tensor(x.dtype, staticShape(outputs), x.data, x.quantization)];
};

export const reshapeExamples: readonly Example<NoAttrs>[] = [
  {
    name: "-1 takes the rest",
    attrs: {},
    inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6]), i32([2], [3, -1])],
    outputs: [f32([3, 2], [1, 2, 3, 4, 5, 6])],
  },
  {
    name: "-1 of nothing",
    attrs: {},
    inputs: [f32([2, 3, 0], []), i32([3], [0, -1, 3])],
    outputs: [f32([0, 2, 3], [])],
    oracle: "LiteRT 2.3.0",
  },
  { name: "to a scalar", attrs: {}, inputs: [f32([1, 1], [7]), i32([0], [])], outputs: [f32([], [7])] },
];
