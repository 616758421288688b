import type { Attrs } from "../src/ir/index.ts";
import { fromNumbers, type Tensor, tensor } from "../src/numerics/index.ts";
import { type Application, type Example, examples, type OpName, type RegionType } from "../src/ops/index.ts";

const f32 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("float32", shape, numbers);
const i32 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("int32", shape, numbers);
const truth: Tensor = fromNumbers("bool", [], [1]);
const handle: Tensor = tensor("resource", [], [{ key: "a" }]);
const keys: Tensor = tensor("int64", [3], BigInt64Array.of(1n, 2n, 3n));
const strings = (...items: readonly string[]): Tensor =>
  tensor(
    "string",
    [items.length],
    items.map((item) => new TextEncoder().encode(item)),
  );
const names: Tensor = strings("x", "y", "z");

const vector = { dtype: "float32", shape: [2] } as const;
const scalar = { dtype: "float32", shape: [] } as const;
const bool = { dtype: "bool", shape: [] } as const;
const pair = f32([2], [1, -2]);
const mapping: RegionType = { inputs: [vector], outputs: [vector] };
const folding: RegionType = { inputs: [scalar, scalar], outputs: [scalar] };

interface Seed {
  readonly attrs?: Attrs;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs?: Application["outputs"];
  readonly regions?: readonly RegionType[];
}

/** Applications of operators that need a session, so that they have no examples. */
const sessionSeeds: { readonly [N in OpName]?: readonly Seed[] } = {
  assignVariable: [{ inputs: [handle, pair], outputs: [] }],
  readVariable: [{ inputs: [handle], outputs: [{ dtype: "float32" }] }],
  call: [{ inputs: [pair], regions: [mapping] }],
  callOnce: [{ inputs: [], outputs: [], regions: [{ inputs: [], outputs: [] }] }],
  composite: [{ attrs: { name: "odml.double" }, inputs: [pair], regions: [mapping] }],
  if: [{ inputs: [truth, pair], regions: [mapping, mapping] }],
  while: [{ inputs: [pair], regions: [{ inputs: [vector], outputs: [bool] }, mapping] }],
  switchCase: [{ inputs: [i32([], [1]), pair], regions: [mapping, mapping, mapping] }],
  hashtableFind: [
    { inputs: [handle, keys, names] },
    { inputs: [handle, names, tensor("int64", [1], BigInt64Array.of(9n))] },
  ],
  hashtableImport: [{ inputs: [handle, keys, names], outputs: [] }],
  hashtableSize: [{ inputs: [handle] }],
  multinomial: [{ inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([], [4])] }],
  randomStandardNormal: [{ inputs: [i32([2], [2, 3])] }],
  randomUniform: [{ inputs: [i32([2], [2, 3])] }],
  save: [{ inputs: [strings("file"), strings("a", "b"), pair, keys], outputs: [] }],
  saveV2: [{ inputs: [strings("file"), strings("a", "b"), strings("", ""), pair, keys], outputs: [] }],
  restore: [{ inputs: [strings("file"), strings("a")], outputs: [{ dtype: "float32" }] }],
  restoreV2: [
    {
      inputs: [strings("file"), strings("a", "b"), strings("", "")],
      outputs: [{ dtype: "float32" }, { dtype: "int64" }],
    },
  ],
  stablehloReduceWindow: [
    {
      attrs: { window: [2, 1], strides: [1, 2], padding: [1, 0, 0, 0] },
      inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6]), f32([], [0])],
      regions: [folding],
    },
  ],
  stablehloScatter: [
    {
      attrs: {
        updateWindowDims: [1],
        insertedWindowDims: [0],
        scatterDimsToOperandDims: [0],
        indexVectorDim: 1,
      },
      inputs: [f32([3, 2], [1, 2, 3, 4, 5, 6]), i32([2, 1], [0, 2]), f32([2, 2], [1, 2, 3, 4])],
      regions: [folding],
    },
  ],
};

/** Applications of an operator that fit it: its examples, or for those that need a session, cases of the suite. */
export function operatorSeeds(op: OpName): readonly Application[] {
  const cases = examples[op] as readonly Example<never>[];
  const seeds: readonly Seed[] = cases.length > 0 ? cases : (sessionSeeds[op] ?? []);
  return seeds.map((seed) => ({
    op,
    name: op,
    attrs: seed.attrs ?? {},
    inputs: seed.inputs,
    outputs: seed.outputs ?? [{}],
    regions: seed.regions ?? [],
  }));
}
