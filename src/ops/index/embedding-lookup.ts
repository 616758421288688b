import { type Dim, type DType, fromNumbers, isFloat, isInteger, type Tensor } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32, stored } from "../example.ts";
import { inputType, invalid, moved, unsupportedTypes } from "../infer.ts";
import { requireSaneQuantization } from "../quantization-check.ts";
import { affineMaps } from "../quantize/affine.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { pieceOffsets } from "../shape/offsets.ts";
import { intsOf, operandLength, requireIntegers, unknownDims } from "../shape/operands.ts";
import { symmetricIntegers } from "../stored-product.ts";
import { requireIndex } from "./index-range.ts";

/** ids: a vector of integers in `[0, rows)`; table `[rows, ...]` of rank 2 at least. */
export const embeddingLookup: OpDef<"embeddingLookup", NoAttrs> = defineOp({
  name: "embeddingLookup",
  summary: "Rows of a table, picked by id",
  attrs: {},
  inputs: [{ name: "ids" }, { name: "table" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireIntegers(context, 0);
    operandLength(context, 0);
    const table = inputType(context, 1).shape;
    if (table !== undefined && table.length < 2)
      invalid(context, `its table has rank ${table.length}, expected 2 or more`);
    const [count] = inputType(context, 0).shape ?? unknownDims(1);
    const rows = moved(context, 1, table && [count as Dim, ...table.slice(1)]);
    const declared = context.declared?.[0]?.dtype;
    if (declared === undefined || !isFloat(declared)) return [rows];
    requireSaneQuantization(context.op, inputType(context, 1), "input 'table'");
    return [{ dtype: declared, shape: rows.shape }];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const embeddingLookupReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const table = realTable(tensorAt(inputs, 1), outputs[0]?.dtype);
  const rows = table.shape[0] as number;
  const offsets = intsOf(tensorAt(inputs, 0)).map((id) => pieceOffsets(table.shape, 0, requireIndex(id, rows), 1));
  return [
    gatherElements(
      table,
      staticShape(outputs),
      offsets.flatMap((row) => Array.from(row)),
    ),
  ];
};

/**
 * The table as it is, or its real numbers when the result is to hold those ("hybrid"; TensorFlow Lite,
 * `kernels/embedding_lookup.cc`).
 */
function realTable(table: Tensor, result: DType = table.dtype): Tensor {
  if (result === table.dtype) return table;
  if (!isInteger(table.dtype))
    unsupportedTypes({ op: "embeddingLookup" }, [table.dtype, result], "only integers have a scale");
  const quantization =
    table.quantization ?? unsupportedTypes({ op: "embeddingLookup" }, [table.dtype, result], "its table has no scale");
  const mapOf = affineMaps(table.shape, quantization);
  const reals = symmetricIntegers(table).map((stored, i) => {
    const { scale, zeroPoint } = mapOf(i);
    return (stored - zeroPoint) * scale;
  });
  return fromNumbers(result, table.shape, reals);
}

export const embeddingLookupExamples: readonly Example<NoAttrs>[] = [
  {
    name: "rows, one twice",
    attrs: {},
    inputs: [i32([3], [1, 0, 1]), f32([2, 2], [1, 2, 3, 4])],
    outputs: [f32([3, 2], [3, 4, 1, 2, 3, 4])],
  },
  {
    name: "rows of stored integers as real numbers",
    attrs: {},
    inputs: [
      i32([1], [1]),
      stored("int8", [2, 2], [1, 2, 3, -4], { kind: "perAxis", axis: 0, scales: [1, 0.5], zeroPoints: [0, 0] }),
    ],
    outputs: [f32([1, 2], [1.5, -2])],
  },
  { name: "no ids", attrs: {}, inputs: [i32([0], []), f32([2, 1], [1, 2])], outputs: [f32([0, 1], [])] },
];
