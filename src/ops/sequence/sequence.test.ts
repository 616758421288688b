import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { refusalOf } from "../../../suites/infer-operator.ts";
import {
  type Attrs,
  constantFromTensor,
  type Graph,
  graphId,
  type Model,
  type TensorType,
  tensorType,
  type ValueId,
} from "../../ir/index.ts";
import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { createSession } from "../../runtime/index.ts";
import { evaluate } from "../evaluate.ts";
import { f32 } from "../example.ts";

interface StoredInput {
  readonly dtype: "float32" | "int8";
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
  readonly scale?: number;
}

/** Calls one after the other, with what they are fed by input, and the results. */
interface Golden {
  readonly name: string;
  readonly op: string;
  readonly attrs: Attrs;
  readonly inputs: readonly (StoredInput | { readonly state: readonly number[] } | null)[];
  readonly calls: readonly {
    readonly inputs: Readonly<Record<string, readonly number[]>>;
    readonly outputs: readonly { readonly shape: readonly number[]; readonly numbers: readonly number[] }[];
  }[];
}

/** Made of seeded numbers; the results are those of TensorFlow Lite 2.21, reference kernels. */
const goldens: readonly Golden[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/tflite/recurrent.json", import.meta.url), "utf8"),
);

function tensorOf({ dtype, shape, numbers, scale }: StoredInput): Tensor {
  return fromNumbers(
    dtype,
    shape,
    numbers,
    scale === undefined ? undefined : { kind: "perTensor", scale, zeroPoint: 0 },
  );
}

/** A model of the one operator: what the calls feed is open, states are variables, all else is constant. */
function modelOf({ op, attrs, inputs, calls }: Golden): Model {
  const values: Graph["values"][number][] = [];
  const variables: Model["variables"][number][] = [];
  const fed = new Set(Object.keys(calls[0]?.inputs ?? {}).map(Number));
  const add = (name: string, type: TensorType, rest: object = {}): ValueId => {
    const id = values.length as ValueId;
    values.push({ id, name, type, ...rest });
    return id;
  };
  const ids = inputs.map((input, at) => {
    if (input === null) return null;
    if ("state" in input) {
      const type = tensorType("float32", input.state);
      const variable = variables.length;
      variables.push({ id: variable, name: `s${at}`, type } as unknown as Model["variables"][number]);
      return add(`s${at}`, type, { variable });
    }
    const value = tensorOf(input);
    const type = tensorType(value.dtype, value.shape, value.quantization as TensorType["quantization"]);
    const constant = constantFromTensor(value, { kind: "literal", reason: "test" });
    return add(`x${at}`, type, fed.has(at) ? {} : { constant });
  });
  const outputs = calls[0]?.outputs.map(({ shape }, at) => add(`y${at}`, tensorType("float32", shape))) ?? [];
  const node = { id: 0, op, name: op, attrs, inputs: ids, outputs, regions: [], provenance: [] };
  const named = (name: string, value: ValueId) => ({ name, value });
  const open = [...fed].map((at) => named(`x${at}`, ids[at] as ValueId));
  const graph = { name: "main", values, nodes: [node], inputs: open.map(({ value }) => value), outputs };
  const results = outputs.map((id, at) => named(`y${at}`, id));
  const signature = { name: "main", graph: graphId(0), inputs: open, outputs: results, implied: true };
  return {
    name: "m",
    source: { format: "test" },
    graphs: [graph as unknown as Graph],
    signatures: [signature],
    variables,
    metadata: [],
    weights: [],
    dropped: [],
  };
}

describe("as TensorFlow Lite, twice in a row", () => {
  test.each(goldens)("$name", (golden) => {
    const session = createSession(modelOf(golden));
    golden.calls.forEach((call, round) => {
      const feed = Object.entries(call.inputs).map(([at, numbers]) => {
        const input = golden.inputs[Number(at)] as StoredInput;
        return [`x${at}`, fromNumbers("float32", input.shape, numbers)] as const;
      });
      const got = session.runSync(Object.fromEntries(feed));
      call.outputs.forEach(({ shape, numbers }, at) => {
        const y = got[`y${at}`] as Tensor;
        expect(y.shape).toEqual(shape);
        toNumbers(y).forEach((value, i) => {
          expect(value, `call ${round}, output ${at}, element ${i}`).toBeCloseTo(numbers[i] as number, 4);
        });
      });
    });
  });
});

describe("refused", () => {
  const attrs = { activation: "tanh", cellClip: 0, projectionClip: 0, asymmetricQuantizeInputs: false };
  const square = f32([2, 2], [0, 0, 0, 0]);
  const bias = f32([2], [0, 0]);
  const state = f32([1, 2], [0, 0]);
  const cell: readonly (Tensor | null)[] = [
    f32([1, 2], [1, 1]),
    ...[square, square, square, square, square, square, square, square],
    ...[null, null, null],
    ...[bias, bias, bias, bias],
    ...[null, null],
    ...[state, state],
  ];
  const changed = (at: number, value: Tensor | null) => cell.map((given, i) => (i === at ? value : given));
  const refusal = (inputs: readonly (Tensor | null)[]): string =>
    refusalOf(() => evaluate({ op: "lstmCell", name: "cell", attrs, inputs, outputs: [{}], regions: [] }));

  test("nothing of a whole cell", () => {
    expect(refusal(cell)).toBe("accepted");
  });

  test.each<[string, readonly (Tensor | null)[]]>([
    ["columns of input 2", changed(2, f32([2, 3], [0, 0, 0, 0, 0, 0]))],
    ["its input gate is there only in part", changed(12, null)],
    ["it has peephole weights for some gates only", changed(10, bias)],
    ["length of input 13", changed(13, f32([3], [0, 0, 0]))],
    ["input 19 has 3 elements, expected 2", changed(19, f32([1, 3], [0, 0, 0]))],
    ["input 3 must be float32 or quantized int8", changed(3, fromNumbers("int16", [2, 2], [0, 0, 0, 0]))],
    ["input 0 must be float32", changed(0, fromNumbers("int8", [1, 2], [1, 1]))],
  ])("%s", (words, inputs) => {
    expect(refusal(inputs)).toContain(words);
  });
});
