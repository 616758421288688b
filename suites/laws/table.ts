import { tensorType, type ValueId } from "../../src/ir/index.ts";
import { elementCount, fromNumbers, type Tensor, tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import {
  compute,
  computeOne,
  type Drawn,
  type Draws,
  type Family,
  int,
  integers,
  law,
  reals,
  vector,
} from "./family.ts";
import { graphOf, sessionOf } from "./session.ts";

const int64 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("int64", shape, numbers);
const strings = (shape: readonly number[], names: readonly string[]): Tensor =>
  tensor(
    "string",
    shape,
    names.map((name) => new TextEncoder().encode(name)),
  );

/** Keys that all differ. */
const keysOf = (draw: Draw): readonly number[] =>
  Array.from({ length: draw.int(1, 5) }, (_, i) => 3 * i + draw.int(0, 2));

function lookup(draw: Draw): Drawn {
  const keys = keysOf(draw);
  const values = reals(draw, [keys.length, ...draw.shape(0, 2, 1)]);
  return { inputs: [integers(draw, [draw.int(0, 4)], 0, 15), vector(keys), values], outputs: [{}, {}] };
}

const draws: Draws = {
  hashtable: (draw) => ({ attrs: { tableId: draw.int(0, 9), keyDtype: "int64", valueDtype: "string" }, inputs: [] }),
  hashtableLookup: lookup,
};

interface Tables {
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly wanted: Tensor;
  readonly fallback: Tensor;
  readonly numbers: readonly number[];
  readonly nameOf: (key: number) => string;
}

/** A table from int64 to strings, or the other way round, and keys to look up in it. */
function tables(draw: Draw): Tables & { readonly find: (key: number) => number | undefined } {
  const numbers = keysOf(draw);
  const nameOf = (key: number): string => `k${key}`;
  const shape = draw.shape(0, 2);
  const asked = Array.from({ length: elementCount(shape) }, () => draw.int(0, 15));
  const fromNames = draw.flag();
  const values = numbers.map((key) => 100 + key);
  return {
    numbers,
    nameOf,
    keys: fromNames ? strings([numbers.length], numbers.map(nameOf)) : int64([numbers.length], numbers),
    values: fromNames ? int64([numbers.length], values) : strings([numbers.length], values.map(String)),
    wanted: fromNames ? strings(shape, asked.map(nameOf)) : int64(shape, asked),
    fallback: fromNames ? int64([1], [-1]) : strings([1], ["-1"]),
    find: (key) => (numbers.includes(key) ? 100 + key : undefined),
  };
}

/** What a session finds in a table after imports, and how many keys it has. */
function found({ keys, values, wanted, fallback }: Tables, again?: Tensor): readonly Tensor[] {
  const typeOf = ({ dtype, shape }: Tensor) => tensorType(dtype, shape);
  const attrs = { tableId: 7, keyDtype: keys.dtype, valueDtype: values.dtype };
  const main = graphOf("main", [keys, values, wanted, fallback].map(typeOf), (emit, [k, v, w, f]) => {
    const table = emit.one("hashtable", [], attrs);
    emit.op("hashtableImport", [table, k as ValueId, v as ValueId], {});
    if (again !== undefined) {
      emit.op("hashtableImport", [emit.one("hashtable", [], attrs), emit.literal(again, "others"), v as ValueId], {});
    }
    return [emit.one("hashtableFind", [table, w as ValueId, f as ValueId], {}), emit.one("hashtableSize", [table], {})];
  });
  return sessionOf([main])(keys, values, wanted, fallback);
}

export const table: Family = {
  name: "table",
  draws,
  laws: [
    law("finds what was imported, the default elsewhere", 150, (draw) => {
      const t = tables(draw);
      const names = t.keys.dtype === "string";
      const asked = names
        ? (t.wanted.data as readonly Uint8Array[]).map((bytes) => Number(new TextDecoder().decode(bytes).slice(1)))
        : Array.from(toNumbers(t.wanted));
      const want = asked.map((key) => t.find(key) ?? -1);
      const [values, size] = found(t) as [Tensor, Tensor];
      expectTensor(values, names ? int64(t.wanted.shape, want) : strings(t.wanted.shape, want.map(String)));
      expectTensor(size, int64([1], [t.numbers.length]));
    }),
    law("a second import changes nothing", 80, (draw) => {
      const t = tables(draw);
      const others =
        t.keys.dtype === "string"
          ? strings(
              t.keys.shape,
              t.numbers.map((key) => `other${key}`),
            )
          : int64(
              t.keys.shape,
              t.numbers.map((key) => key + 50),
            );
      const once = found(t);
      found(t, others).forEach((result, i) => {
        expectTensor(result, once[i] as Tensor);
      });
    }),
    law("rows that are looked up are rows that are gathered, where the keys are known", 100, (draw) => {
      const { inputs } = lookup(draw);
      const [, keys, values] = inputs as readonly [Tensor, Tensor, Tensor];
      const places = integers(draw, [draw.int(0, 4)], 0, (keys.shape[0] as number) - 1);
      const wanted = computeOne("gather", [keys, places], { axis: 0 });
      const [rows, hits] = compute("hashtableLookup", { inputs: [wanted, keys, values], outputs: [{}, {}] }) as [
        Tensor,
        Tensor,
      ];
      expectTensor(rows, computeOne("gather", [values, places], { axis: 0 }));
      expectTensor(hits, computeOne("fill", [vector(wanted.shape), fromNumbers("uint8", [], [1])]));
    }),
    law("a key that is missing gives zeros and no hit", 80, (draw) => {
      const { inputs } = lookup(draw);
      const [, keys, values] = inputs as readonly [Tensor, Tensor, Tensor];
      const wanted = computeOne("fill", [vector([2]), int(99)]);
      const [rows, hits] = compute("hashtableLookup", { inputs: [wanted, keys, values], outputs: [{}, {}] }) as [
        Tensor,
        Tensor,
      ];
      expectTensor(rows, computeOne("zerosLike", [rows]));
      expectTensor(hits, fromNumbers("uint8", [2], [0, 0]));
    }),
  ],
};
