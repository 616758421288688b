import { expect, test } from "vitest";
import { fail } from "../diagnostics/index.ts";
import { constantFromTensor, type Model, type SourceWeight } from "../ir/index.ts";
import { type DType, fromNumbers } from "../numerics/index.ts";
import { API_E001 } from "./codes.ts";
import { weightStatistics } from "./index.ts";

function weight(name: string, dtype: DType, numbers: readonly number[]): SourceWeight {
  const constant = constantFromTensor(fromNumbers(dtype, [numbers.length], numbers), { kind: "source", weight: name });
  return { name, dtype, shape: [numbers.length], byteLength: 0, role: "weight", constant };
}

const modelOf = (...weights: readonly SourceWeight[]): Model => ({
  name: "m",
  source: { format: "test" },
  graphs: [],
  signatures: [],
  variables: [],
  metadata: [],
  weights,
  dropped: [],
});

test("numbers are summed up, those that are none counted", () => {
  const numbers = [1, 0, -3, Number.NaN, Number.POSITIVE_INFINITY, 2];
  const { statistics, diagnostics } = weightStatistics(
    modelOf(weight("f", "float32", numbers), weight("i", "int64", [-5]), weight("none", "float16", [Number.NaN])),
  );
  expect(diagnostics).toEqual([]);
  expect(statistics).toEqual([
    { name: "f", min: -3, max: 2, mean: 0, deviation: Math.sqrt(14 / 4), zeros: 1, nan: 1, infinite: 1 },
    { name: "i", min: -5, max: -5, mean: -5, deviation: 0, zeros: 0, nan: 0, infinite: 0 },
    { name: "none", zeros: 0, nan: 1, infinite: 0 },
  ]);
});

test("what cannot be read is a diagnostic, what has no numbers is passed over", () => {
  const good = weight("good", "float32", [1]);
  const source = {
    name: "gone",
    size: 4,
    read: () => fail(API_E001, { file: "gone" }, { format: "x", writable: [], endings: [] }),
  };
  const { constant } = good;
  if (constant === undefined) throw new Error("the weight has a constant");
  const bad: SourceWeight = { ...good, name: "bad", constant: { ...constant, source } };
  const { constant: _, ...missing } = good;
  const { statistics, diagnostics } = weightStatistics(modelOf(bad, missing, weight("text", "complex64", [1, 2])));
  expect([statistics, diagnostics.map(({ code }) => code)]).toEqual([[], ["API-E001"]]);
});
