import { allocate, type Dim, elementCount, fromNumbers, tensor, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { requireDtype } from "../dtypes.ts";
import { f32, i32, literal } from "../example.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { gatherOrFill } from "../shape/elements.ts";

/** wanted: int32 `[n]`; keys: int32 `[rows]`; values `[rows, ...]`. Results: rows `[n, ...]`, and uint8 `[n]`: 1 where found. */
export const hashtableLookup: OpDef<"hashtableLookup", NoAttrs> = defineOp({
  name: "hashtableLookup",
  summary: "Rows that belong to keys, zeros for keys that there are none for",
  attrs: {},
  inputs: [{ name: "wanted" }, { name: "keys" }, { name: "values" }],
  outputs: [{ name: "rows" }, { name: "hits" }],
  infer(context) {
    for (const input of [0, 1]) requireDtype(context, input, ["int32"]);
    const [count] = shapeOfRank(context, 0, 1) as [Dim];
    const [rows] = shapeOfRank(context, 1, 1) as [Dim];
    const { dtype, shape: values } = inputType(context, 2);
    const hits = outputType(context, "uint8", [count]);
    if (values === undefined) return [outputType(context, dtype, undefined), hits];
    if (values[0] === undefined) return invalid(context, "its values have no rows");
    requireEqual(context, values[0], rows, "numbers of keys and of rows");
    return [outputType(context, dtype, [count, ...values.slice(1)]), hits];
  },
  effects: "pure",
  tolerance: "exact",
});

export const hashtableLookupReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const values = tensorAt(inputs, 2);
  const shape = staticShape(outputs);
  const row = elementCount(values.shape.slice(1));
  const keys = Array.from(toNumbers(tensorAt(inputs, 1)));
  const found = Array.from(toNumbers(tensorAt(inputs, 0)), (key) => keys.indexOf(key));
  const offsets = Int32Array.from({ length: elementCount(shape) }, (_, at) => {
    const from = found[Math.floor(at / row)] as number;
    return from < 0 ? -1 : from * row + (at % row);
  });
  const zero = tensor(values.dtype, [], allocate(values.dtype, 1));
  return [
    gatherOrFill(values, zero, shape, offsets),
    fromNumbers(
      "uint8",
      [found.length],
      found.map((from) => Number(from >= 0)),
    ),
  ];
};

/** Of stored integers as they are. */
export const hashtableLookupQuantizedReference: Reference<NoAttrs> = hashtableLookupReference;

export const hashtableLookupExamples: readonly Example<NoAttrs>[] = [
  {
    name: "one key is missing",
    attrs: {},
    inputs: [i32([3], [7, 5, -1]), i32([2], [-1, 7]), f32([2, 2], [1, 2, 3, 4])],
    outputs: [f32([3, 2], [3, 4, 0, 0, 1, 2]), literal("uint8", [3], [1, 0, 1])],
  },
  {
    name: "nothing wanted",
    attrs: {},
    inputs: [i32([0], []), i32([1], [3]), f32([1, 1], [5])],
    outputs: [f32([0, 1], []), literal("uint8", [0], [])],
  },
];
