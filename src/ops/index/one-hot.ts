import { type Dim, elementCount, unknownDim } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { bools, f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { joinElements, requireOneQuantization } from "../shape/elements.ts";
import { intsOf, operandScalar, requireIntegers } from "../shape/operands.ts";

/** `axis`: where the new axis stands in the result; -1 is last. */
export interface OneHotAttrs {
  readonly axis: number;
}

/** indices: integers of any shape; depth: one integer; on, off: one element each, of one dtype, which the result has. */
export const oneHot: OpDef<"oneHot", OneHotAttrs> = defineOp({
  name: "oneHot",
  summary: "A new axis with `on` at each index and `off` elsewhere; an index outside it gives no `on`",
  attrs: { axis: int({ default: -1, min: -1 }) },
  inputs: [{ name: "indices" }, { name: "depth" }, { name: "on" }, { name: "off" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireIntegers(context, 0);
    const dtype = commonDtype(context, 2, 3);
    for (const input of [2, 3]) requireOneElement(context, input);
    const depth = operandScalar(context, 1);
    if (typeof depth === "number" && depth < 0) invalid(context, `its depth is ${depth}`);
    const { shape } = inputType(context, 0);
    if (shape === undefined) return [outputType(context, dtype, undefined)];
    const axis = newAxis(context.attrs, shape.length);
    if (axis > shape.length) invalid(context, `axis ${axis} is outside a result of rank ${shape.length + 1}`);
    const extent: Dim = depth ?? unknownDim;
    return [outputType(context, dtype, [...shape.slice(0, axis), extent, ...shape.slice(axis)])];
  },
  effects: "pure",
  tolerance: "exact",
});

function requireOneElement(context: InferContext<OneHotAttrs>, input: number): void {
  const { shape } = inputType(context, input);
  if (shape?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, `input ${input} is not one element`);
}

function newAxis({ axis }: OneHotAttrs, rank: number): number {
  return axis === -1 ? rank : axis;
}

export const oneHotReference: Reference<OneHotAttrs> = ({ attrs, inputs, outputs }) => {
  const indices = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const axis = newAxis(attrs, indices.shape.length);
  const depth = shape[axis] as number;
  const inner = elementCount(indices.shape.slice(axis));
  const hot = intsOf(indices);
  const offsets = new Int32Array(elementCount(shape)).map((_, at) => {
    const index = Math.floor(at / inner) % depth;
    const from = Math.floor(at / (inner * depth)) * inner + (at % inner);
    return hot[from] === index ? 1 : 0;
  });
  return [gatherElements(joinElements([tensorAt(inputs, 3), tensorAt(inputs, 2)]), shape, offsets)];
};

export const oneHotQuantizedReference: Reference<OneHotAttrs> = (context) => {
  requireOneQuantization("oneHot", [tensorAt(context.inputs, 2), tensorAt(context.inputs, 3)], context.quantization[0]);
  return oneHotReference(context);
};

export const oneHotExamples: readonly Example<OneHotAttrs>[] = [
  {
    name: "indices outside give no on",
    attrs: { axis: -1 },
    inputs: [i32([3], [0, -1, 3]), i32([], [3]), f32([], [5]), f32([], [1])],
    outputs: [f32([3, 3], [5, 1, 1, 1, 1, 1, 1, 1, 1])],
  },
  {
    name: "in front, bool",
    attrs: { axis: 0 },
    inputs: [i32([2], [1, 0]), i32([], [2]), bools([], [1]), bools([], [0])],
    outputs: [bools([2, 2], [0, 1, 1, 0])],
  },
];
