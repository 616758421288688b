import { fail } from "../../diagnostics/index.ts";
import type { ValueId } from "../../ir/index.ts";
import {
  broadcastShapes,
  type Dim,
  elementCount,
  fromNumbers,
  isFloat,
  rowMajorStrides,
  type Tensor,
  toBigInts,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { text } from "../attributes.ts";
import { OPS_E005 } from "../codes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireOperands } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, maxElements, outputType, requireEqual } from "../infer.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";
import { broadcasts, type EinsumLabels, labelAxes, parseEquation } from "./einsum-equation.ts";
import { emitEinsum } from "./einsum-steps.ts";

/** `equation`: as `numpy.einsum` and `tf.einsum` read it, of one or two operands. */
export interface EinsumAttrs {
  readonly equation: string;
}

/**
 * Every element of the output is the sum, over the labels that the output lacks, of products of the operands' elements.
 * Axes of one label have one extent; those under an ellipsis broadcast.
 */
export const einsum: OpDef<"einsum", EinsumAttrs> = defineOp({
  name: "einsum",
  summary: "Sum of products over named axes",
  attrs: { equation: text() },
  inputs: [{ name: "operands", variadic: true }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { equation } = context.attrs;
    const types = context.inputs.map((_, i) => inputType(context, i));
    const parsed = parseEquation(equation, types.length);
    requireOperands(
      context,
      types.map((_, i) => i),
      numberTypes,
    );
    const { dtype } = inputType(context, 0);
    const shapes = types.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
    if (shapes.length < types.length) {
      const { labels, ellipsis } = parsed.output;
      return [outputType(context, dtype, ellipsis === undefined ? labels.map(() => unknownDim) : undefined)];
    }
    const ranks = shapes.map((shape) => shape.length);
    const labels = labelAxes(equation, parsed, ranks);
    const dims = labelDims(labels, shapes);
    return [
      outputType(
        context,
        dtype,
        labels.output.map((label) => dims.get(label) as Dim),
      ),
    ];
  },
  effects: "pure",
  tolerance: "accumulation",
});

/** The extent of each label. */
function labelDims({ operands }: EinsumLabels, shapes: readonly (readonly Dim[])[]): ReadonlyMap<string, Dim> {
  const context = { op: "einsum" };
  const dims = new Map<string, Dim>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const dim = shapes[i]?.[axis] as Dim;
      const other = dims.get(label) ?? dim;
      if (broadcasts(label)) {
        const joined =
          broadcastShapes([other], [dim]) ?? invalid(context, "the axes under its ellipses do not broadcast");
        dims.set(label, joined[0] as Dim);
      } else {
        requireEqual(context, other, dim, `axes '${label}'`);
        dims.set(label, typeof other === "number" ? other : dim);
      }
    });
  });
  return dims;
}

export const einsumReference: Reference<EinsumAttrs> = ({ attrs, inputs, outputs }) => {
  const operands = inputs.map((_, i) => tensorAt(inputs, i));
  const shapes = operands.map((operand) => operand.shape);
  const parsed = parseEquation(attrs.equation, operands.length);
  const ranks = shapes.map((shape) => shape.length);
  const labels = labelAxes(attrs.equation, parsed, ranks);
  const dims = labelDims(labels, shapes) as ReadonlyMap<string, number>;
  const summed = [...dims.keys()].filter((label) => !labels.output.includes(label));
  const count = elementCount(summed.map((label) => dims.get(label) as number));
  if (count > maxElements) fail(OPS_E005, { op: "einsum" }, { elements: count, limit: maxElements });
  const terms = operands.map((operand, i) => ({
    operand,
    kept: labelOffsets(labels.output, dims, operand, labels.operands[i] ?? []),
    summed: labelOffsets(summed, dims, operand, labels.operands[i] ?? []),
  }));
  const shape = staticShape(outputs);
  const { dtype } = tensorAt(inputs, 0);
  const places = elementCount(shape);
  const offset = (term: (typeof terms)[number], place: number, s: number): number =>
    (term.kept[place] as number) + (term.summed[s] as number);
  if (isFloat(dtype)) {
    const data = operands.map(toNumbers);
    const result = new Float64Array(places);
    for (let place = 0; place < places; place++) {
      let sum = 0;
      for (let s = 0; s < count; s++) {
        sum += terms.reduce((product, term, i) => product * (data[i]?.[offset(term, place, s)] as number), 1);
      }
      result[place] = sum;
    }
    return [fromNumbers(dtype, shape, result)];
  }
  const data = operands.map(toBigInts);
  const result = new BigInt64Array(places);
  for (let place = 0; place < places; place++) {
    let sum = 0n;
    for (let s = 0; s < count; s++) {
      sum += terms.reduce((product, term, i) => product * (data[i]?.[offset(term, place, s)] as bigint), 1n);
    }
    result[place] = BigInt.asIntN(64, sum);
  }
  return [fromBigInts(dtype, shape, result)];
};

/** Offset into an operand for every index over `labels`, last label fastest. A repeated label walks a diagonal. */
function labelOffsets(
  labels: readonly string[],
  dims: ReadonlyMap<string, number>,
  { shape }: Tensor,
  axes: readonly string[],
): Int32Array {
  const strides = rowMajorStrides(shape);
  const strideOf = (label: string): number =>
    axes.reduce((sum, axis, i) => sum + (axis === label && shape[i] !== 1 ? (strides[i] as number) : 0), 0);
  let offsets = Int32Array.of(0);
  for (const label of labels) {
    const extent = dims.get(label) as number;
    const stride = strideOf(label);
    const next = new Int32Array(offsets.length * extent);
    offsets.forEach((offset, i) => {
      for (let k = 0; k < extent; k++) next[i * extent + k] = offset + k * stride;
    });
    offsets = next;
  }
  return offsets;
}

export const einsumDecomposition: Decomposition<EinsumAttrs> = ({ attrs, inputs, emit }) => {
  const operands = inputs as readonly ValueId[];
  const parsed = parseEquation(attrs.equation, operands.length);
  const ranks = operands.map(
    (operand) => emit.type(operand).shape?.length ?? invalid({ op: "einsum" }, "its decomposition needs known ranks"),
  );
  return [emitEinsum(emit, labelAxes(attrs.equation, parsed, ranks), operands)];
};

export const einsumExamples: readonly Example<EinsumAttrs>[] = [
  {
    name: "matrix product, output transposed",
    attrs: { equation: "ij, jk -> ki" },
    inputs: [f32([2, 2], [1, 2, 3, 4]), f32([2, 1], [10, 100])],
    outputs: [f32([1, 2], [210, 430])],
  },
  {
    name: "sum of a diagonal",
    attrs: { equation: "ii" },
    inputs: [f32([2, 2], [1, 2, 3, 4])],
    outputs: [f32([], [5])],
  },
  {
    name: "a diagonal, scaled per row",
    attrs: { equation: "bii,b->ib" },
    inputs: [f32([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), f32([2], [1, 10])],
    outputs: [f32([2, 2], [1, 50, 4, 80])],
  },
  {
    name: "axes under an ellipsis broadcast",
    attrs: { equation: "...ij,...j->...i" },
    inputs: [f32([2, 1, 1, 2], [1, 2, 3, 4]), f32([2, 2], [1, 10, 100, 1000])],
    outputs: [f32([2, 2, 1], [21, 2100, 43, 4300])],
  },
  {
    name: "outer product with a label summed on one side, int32",
    attrs: { equation: "ij,k->ki" },
    inputs: [i32([2, 2], [1, 2, 3, 4]), i32([2], [1, -1])],
    outputs: [i32([2, 2], [3, 7, -3, -7])],
  },
];
