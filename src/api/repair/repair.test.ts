import { describe, expect, test } from "vitest";
import { graphOf } from "../../../suites/graph-models.ts";
import {
  type Constant,
  constantFromTensor,
  graphId,
  type Model,
  type SourceWeight,
  tensorType,
  type ValueId,
  variableId,
} from "../../ir/index.ts";
import { tensor, toNumbers } from "../../numerics/index.ts";
import type { Emitter } from "../../ops/index.ts";
import { createSession } from "../../runtime/index.ts";
import { convertModel } from "../convert.ts";
import { memoryInput } from "../memory-input.ts";
import { readModelFrom } from "../read-model.ts";
import { repairModel } from "./repair.ts";
import { proveVariables } from "./variables.ts";

const pair = tensorType("float32", [2]);
const numbers = (...values: readonly number[]) => tensor("float32", [values.length], Float32Array.from(values));
const key = "vars/0/.ATTRIBUTES/VARIABLE_VALUE";
const trained: Constant = constantFromTensor(numbers(3, 4), { kind: "source", weight: key });
const weight: SourceWeight = {
  name: key,
  dtype: "float32",
  shape: [2],
  byteLength: 8,
  role: "weight",
  constant: trained,
};
const zeros = constantFromTensor(numbers(0, 0), { kind: "literal", reason: "zeros" });

const handle = (emit: Emitter): ValueId => emit.one("varHandle", [], { container: "", sharedName: "dense/kernel" });
const infer = graphOf("infer", [pair], (emit, [x]) => [
  emit.one("mul", [x as ValueId, emit.one("readVariable", [handle(emit)], {}, { types: [pair] })], {
    activation: "none",
  }),
]);
const reset = graphOf("reset", [pair], (emit, [x]) => {
  emit.op("assignVariable", [handle(emit), emit.constant(zeros, "zeros")], {});
  return [x as ValueId];
});
const train = graphOf("train", [pair], (emit, [x]) => {
  emit.op("assignVariable", [handle(emit), x as ValueId], {});
  return [x as ValueId];
});

function modelOf(entries: Model["graphs"], initial?: Constant): Model {
  const variable = { id: variableId(0), name: "dense/kernel", container: "", sharedName: "dense/kernel", type: pair };
  return {
    name: "test",
    source: { format: "saved-model" },
    graphs: entries,
    signatures: entries.map(({ name, inputs, outputs }, at) => ({
      name,
      graph: graphId(at),
      inputs: inputs.map((value) => ({ name: "x", value })),
      outputs: outputs.map((value) => ({ name: "y", value })),
      implied: false,
    })),
    variables: [initial === undefined ? variable : { ...variable, initial }],
    metadata: [],
    weights: initial?.origin.kind === "source" ? [weight] : [],
    dropped: [],
  };
}

async function throughTflite(model: Model): Promise<Model> {
  const { files, diagnostics } = await convertModel(model, { to: "tflite", name: "m.tflite" });
  const unassigned = model.variables.some(({ initial }) => initial === undefined);
  expect(diagnostics.map(({ code }) => code)).toEqual(unassigned ? ["VAR-W002"] : []);
  return readBack(files);
}

async function readBack(files: readonly { readonly bytes: Uint8Array }[]): Promise<Model> {
  const read = await readModelFrom(memoryInput(files[0]?.bytes as Uint8Array, "m.tflite"));
  return read.model as Model;
}

const sourceWith = (...weights: readonly SourceWeight[]): Model => ({ ...modelOf([infer]), weights });
const named = (...variables: readonly string[]): SourceWeight => ({ ...weight, variables });
const answer = (model: Model): readonly number[] => [
  ...toNumbers(createSession(model).runSync({ x: numbers(1, 10) }, { signature: "infer" })["y"] ?? numbers()),
];

describe("conversion of variables with values", () => {
  test("one that no entry point assigns becomes a constant", async () => {
    const model = await throughTflite(modelOf([infer], trained));
    expect(model.variables).toEqual([]);
    expect(answer(model)).toEqual([3, 40]);
  });

  test("one that is trained starts with its weight, whichever entry point runs first", async () => {
    const model = await throughTflite(modelOf([infer, train], trained));
    expect(model.signatures.map(({ graph }) => model.graphs[graph]?.nodes[0]?.op)).toEqual(["callOnce", "callOnce"]);
    expect(proveVariables(model)).toMatchObject({ variables: [{ name: "dense/kernel", safe: true }], diagnostics: [] });
    expect(answer(model)).toEqual([3, 40]);
    const session = createSession(model);
    session.runSync({ x: numbers(5, 6) }, { signature: "train" });
    expect([...toNumbers(session.runSync({ x: numbers(1, 1) })["y"] ?? numbers())]).toEqual([5, 6]);
  });

  test("a target without variables gets the entry points that only read them", async () => {
    const { files, diagnostics, ledger } = await convertModel(modelOf([infer, train], trained), {
      to: "pb",
      name: "frozen.pb",
    });
    expect(diagnostics).toMatchObject([{ code: "API-W008", evidence: { signature: "train", kept: ["infer"] } }]);
    expect(files).toHaveLength(1);
    expect(ledger).toMatchObject({ balanced: true, entries: [{ weight: key, fate: "kept" }] });
  });

  test("the weight of one that no written entry point needs is accounted for", async () => {
    const result = await convertModel(modelOf([train, graphOf("plain", [pair], (_, [x]) => [x as ValueId])], trained), {
      to: "tflite",
      name: "m.tflite",
      signatures: ["plain"],
    });
    expect(result.ledger).toMatchObject({ balanced: true, entries: [{ weight: key, fate: "dropped" }] });
  });
});

describe("a file without its weights", () => {
  const source = sourceWith(named("dense/kernel"));

  test("is repaired from its source", async () => {
    const stripped = await throughTflite(modelOf([infer, train]));
    expect(proveVariables(stripped, source)).toMatchObject({
      variables: [{ name: "dense/kernel", safe: false, weight: key, reads: [{ signature: "infer" }] }],
      diagnostics: [{ code: "VAR-E001", evidence: { variable: "dense/kernel", weight: key } }],
    });
    const repaired = await repairModel(stripped, source, { name: "fixed.tflite" });
    expect(repaired.diagnostics).toEqual([]);
    expect(repaired.grafts).toEqual([
      { variable: "dense/kernel", weight: key, type: "float32[2]", byteLength: 8, why: "unassigned" },
    ]);
    expect(repaired.ledger).toMatchObject({ balanced: true, entries: [{ weight: key, fate: "kept" }] });
    const model = await readBack(repaired.files);
    expect(proveVariables(model).diagnostics).toEqual([]);
    expect(answer(model)).toEqual([3, 40]);
    const again = await repairModel(model, source, { name: "again.tflite" });
    expect(again).toMatchObject({ files: [], grafts: [], diagnostics: [{ code: "REP-N003" }] });
  });

  test.each([
    ["no weight of the source goes by its name", [named("other/bias")]],
    ["is float32[1] and the variable float32[2]", [{ ...named("dense/kernel"), shape: [1] }]],
    ["several weights of the source go by its name", [named("dense/kernel"), { ...named("dense/kernel"), name: "b" }]],
  ])("is left alone when the source does not fit: %s", async (problem, weights) => {
    const stripped = await throughTflite(modelOf([infer]));
    const result = await repairModel(stripped, sourceWith(...weights), { name: "fixed.tflite" });
    expect(result).toMatchObject({ files: [], grafts: [], diagnostics: [{ code: "REP-E002" }] });
    expect(result.diagnostics[0]?.explain).toContain(problem);
  });

  test("a weight that cannot be read is an error, not a guess", async () => {
    const stripped = await throughTflite(modelOf([infer]));
    const cut: Constant = { ...trained, byteOffset: 8 };
    const result = await repairModel(stripped, sourceWith({ ...named("dense/kernel"), constant: cut }), { name: "f" });
    expect(result).toMatchObject({ files: [], diagnostics: [{ severity: "error" }] });
  });

  test("a weight's own name is enough", async () => {
    const stripped = await throughTflite(modelOf([infer]));
    const plain = sourceWith({ ...weight, name: "dense/kernel:0" });
    expect((await repairModel(stripped, plain, { name: "fixed.tflite" })).grafts).toHaveLength(1);
  });
});

describe("a file with other values than the trained ones", () => {
  const source = sourceWith(named("dense/kernel"));

  test("starts with the trained ones after the repair", async () => {
    const zeroed = await throughTflite(modelOf([infer, train], zeros));
    expect(answer(zeroed)).toEqual([0, 0]);
    expect(proveVariables(zeroed, source).diagnostics).toMatchObject([
      { code: "REP-W005", evidence: { count: 1, zeros: true, variables: ["dense/kernel"] } },
    ]);
    const repaired = await repairModel(zeroed, source, { name: "fixed.tflite" });
    expect(repaired.grafts).toMatchObject([{ variable: "dense/kernel", why: "overwritten" }]);
    expect(answer(await readBack(repaired.files))).toEqual([3, 40]);
  });

  test("an entry point that overwrites them is named and stays", async () => {
    const stripped = await throughTflite(modelOf([infer, reset]));
    const repaired = await repairModel(stripped, source, { name: "fixed.tflite" });
    expect(repaired.diagnostics).toMatchObject([
      { code: "REP-W004", evidence: { signature: "reset", count: 1, zeros: true } },
    ]);
    const model = await readBack(repaired.files);
    expect(model.signatures.map(({ name }) => name)).toEqual(["infer", "reset"]);
    expect(answer(model)).toEqual([3, 40]);
  });
});

test("other formats are not repaired", async () => {
  const result = await repairModel(modelOf([infer]), sourceWith(weight), { name: "fixed.tflite" });
  expect(result).toMatchObject({ files: [], diagnostics: [{ code: "REP-E001", evidence: { format: "saved-model" } }] });
});
