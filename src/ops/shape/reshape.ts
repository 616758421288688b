import {
  type Dim,
  dimProduct,
  dimsEqual,
  floorDivideDim,
  formatShape,
  multiplyDims,
  tensor,
  unknownDim,
} from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputShape, inputType, invalid, moved } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";

/** x of any shape, shape: int32 vector with at most one -1, which takes what is left. */
export const reshape: OpDef<"reshape", NoAttrs> = defineOp({
  name: "reshape",
  summary: "The same elements in row-major order under another shape",
  attrs: {},
  inputs: [{ name: "x" }, { name: "shape" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const wanted = context.known(1);
    if (wanted === undefined) {
      const length = inputShape(context, 1, 1)[0] as Dim;
      return [moved(context, 0, typeof length === "number" ? new Array<Dim>(length).fill(unknownDim) : undefined)];
    }
    return [moved(context, 0, resolveShape(context, inputType(context, 0).shape, wanted))];
  },
  evaluateDims: (context) => context.known(0),
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function resolveShape(
  context: InferContext<NoAttrs>,
  from: readonly Dim[] | undefined,
  wanted: readonly Dim[],
): readonly Dim[] {
  const free = wanted.flatMap((dim, axis) => (dim === -1 ? [axis] : []));
  if (free.length > 1) invalid(context, `shape [${wanted.join(",")}] has more than one -1`);
  const rest = dimProduct(wanted.filter((dim) => dim !== -1));
  if (free.length === 0) {
    if (from !== undefined && dimsEqual(dimProduct(from), rest) === false) {
      invalid(context, `${formatShape(from)} has not as many elements as ${formatShape(wanted)}`);
    }
    return wanted;
  }
  const left = from === undefined ? unknownDim : quotient(dimProduct(from), rest);
  if (left === undefined) invalid(context, `the elements of ${formatShape(from)} do not fill ${formatShape(wanted)}`);
  return wanted.map((dim) => (dim === -1 ? (left as Dim) : dim));
}

/** `total / part`; unknown when symbols stand in the way, undefined when it is not whole. */
function quotient(total: Dim, part: Dim): Dim | undefined {
  if (typeof part !== "number") return dimsEqual(total, part) === true ? 1 : unknownDim;
  if (part === 0) return 0;
  const result = floorDivideDim(total, part);
  if (typeof total === "number") return dimsEqual(multiplyDims(result, part), total) ? result : undefined;
  return dimsEqual(multiplyDims(result, part), total) === true ? result : unknownDim;
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
  { name: "to a scalar", attrs: {}, inputs: [f32([1, 1], [7]), i32([0], [])], outputs: [f32([], [7])] },
];
