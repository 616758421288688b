import { describe, expect, test } from "vitest";
import { graphOf, interpreterOf, runFirst } from "../../../suites/graph-models.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { tensorType, type ValueId } from "../../ir/index.ts";
import { type Tensor, tensor, toNumbers } from "../../numerics/index.ts";

const words = (...texts: readonly string[]): Tensor =>
  tensor(
    "string",
    [texts.length],
    texts.map((text) => new TextEncoder().encode(text)),
  );
const longs = (...values: readonly bigint[]): Tensor => tensor("int64", [values.length], BigInt64Array.from(values));

const attrs = { tableId: 1, keyDtype: "string", valueDtype: "int64" } as const;
const text = tensorType("string", [3]);

/** Imports keys and values, then looks three words up; gives what is found and the size. */
const lookUp = graphOf("main", [tensorType("string", [2]), tensorType("int64", [2]), text], (emit, inputs) => {
  const [keys, values, wanted] = inputs as [ValueId, ValueId, ValueId];
  const table = emit.one("hashtable", [], attrs);
  emit.op("hashtableImport", [table, keys, values], {}, { outputs: 0 });
  const fallback = emit.literal(longs(-1n), "default");
  return [emit.one("hashtableFind", [table, wanted, fallback], {}), emit.one("hashtableSize", [table], {})];
});

/** Looks three words up in the table as it is. */
const find = graphOf("main", [text], (emit, [wanted]) => {
  const table = emit.one("hashtable", [], attrs);
  return [emit.one("hashtableFind", [table, wanted as ValueId, emit.literal(longs(-1n), "default")], {})];
});

const numbers = (t: Tensor | undefined): readonly number[] => [...toNumbers(t as Tensor)];

describe("tables", () => {
  test("give the values of their keys and a default for others; a second import changes nothing", () => {
    const interpreter = interpreterOf(lookUp);
    const wanted = words("b", "c", "a");
    const [found, size] = runFirst(interpreter, words("a", "b"), longs(10n, 20n), wanted);
    expect([numbers(found), numbers(size)]).toEqual([[20, -1, 10], [2]]);
    const [again] = runFirst(interpreter, words("a", "b"), longs(7n, 8n), wanted);
    expect(numbers(again)).toEqual([20, -1, 10]);
  });

  test("an empty one has no key", () => {
    expect(numbers(runFirst(interpreterOf(find), words("a", "b", "c"))[0])).toEqual([-1, -1, -1]);
  });

  test("another number of keys than of values is refused", () => {
    const work = () => runFirst(interpreterOf(lookUp), words("a", "b"), longs(1n), words("a", "b", "c"));
    expect(refusalOf(work)).toContain("its keys and values have different shapes");
  });
});
