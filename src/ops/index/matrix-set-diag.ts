import { compatibleShapes, type Dim, elementCount, formatShape, type Shape, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, moved } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { joinElements, requireOneQuantization } from "../shape/elements.ts";

/** x `[..., rows, columns]`; diagonal `[..., min(rows, columns)]`. */
export const matrixSetDiag: OpDef<"matrixSetDiag", NoAttrs> = defineOp({
  name: "matrixSetDiag",
  summary: "Matrices with their diagonals replaced",
  attrs: {},
  inputs: [{ name: "x" }, { name: "diagonal" }],
  outputs: [{ name: "y" }],
  infer(context) {
    commonDtype(context, 0, 1);
    const [x, diagonal] = [inputType(context, 0).shape, inputType(context, 1).shape];
    if (x !== undefined && x.length < 2) invalid(context, `a tensor of rank ${x.length} is no matrix`);
    const expected = diagonalShape(x);
    if (!compatibleShapes(expected, diagonal)) {
      invalid(context, `its diagonal has shape ${formatShape(diagonal)}, expected ${formatShape(expected)}`);
    }
    return [moved(context, 0, x)];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function diagonalShape(x: Shape): Shape {
  if (x === undefined) return undefined;
  const [rows, columns] = x.slice(-2) as [Dim, Dim];
  const known = typeof rows === "number" && typeof columns === "number";
  return [...x.slice(0, -2), known ? Math.min(rows, columns) : unknownDim];
}

export const matrixSetDiagReference: Reference<NoAttrs> = ({ inputs, quantization }) => {
  const [x, diagonal] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  requireOneQuantization("matrixSetDiag", [x, diagonal], quantization[0]);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const count = elementCount(x.shape);
  const offsets = new Int32Array(count).map((_, at) => {
    const column = at % columns;
    const row = Math.floor(at / columns) % rows;
    const matrix = Math.floor(at / (columns * rows));
    return row === column ? count + matrix * Math.min(rows, columns) + row : at;
  });
  return [gatherElements(joinElements([x, diagonal]), x.shape, offsets)];
};

export const matrixSetDiagExamples: readonly Example<NoAttrs>[] = [
  {
    name: "wider than high",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), f32([2], [7, 8])],
    outputs: [f32([2, 3], [7, 1, 2, 3, 8, 5])],
  },
  {
    name: "a batch, higher than wide",
    attrs: {},
    inputs: [i32([2, 2, 1], [1, 2, 3, 4]), i32([2, 1], [8, 9])],
    outputs: [i32([2, 2, 1], [8, 2, 9, 4])],
  },
];
