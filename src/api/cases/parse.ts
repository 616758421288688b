import { fail } from "../../diagnostics/index.ts";
import { type Tensor, tensor } from "../../numerics/index.ts";
import { API_E002 } from "../codes.ts";
import type { Call, Case, Expectation, Step, TensorSource } from "./case.ts";
import { type JsonObject, jsonObject, parseJson } from "./json.ts";

/** Reads a sibling of the file of cases as text. */
export type ReadText = (path: string) => Promise<string>;

/**
 * The cases of a file: a JSON array of cases, or one packed case per line (`.jsonl`). Throws `API-E002` when a field is
 * not what `docs/cases.schema.json` says.
 */
export async function parseCases(text: string, name: string, readText: ReadText): Promise<readonly Case[]> {
  if (name.endsWith(".jsonl")) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line, index) =>
      packedCase(jsonObject(parseJson(line, `line ${index + 1}`), `line ${index + 1}`)),
    );
  }
  const list = parseJson(text, name);
  if (!Array.isArray(list)) return fail(API_E002, { file: name }, { problem: `${name} is not a list of cases.` });
  const cases: Case[] = [];
  for (const [index, value] of list.entries())
    cases.push(await plainCase(jsonObject(value, `case ${index}`), readText));
  return cases;
}

function commonFields(json: JsonObject): Omit<Case, "steps"> {
  const need = (field: string): string =>
    json.text(field) ?? fail(API_E002, {}, { problem: `${json.where}: '${field}' is missing.` });
  const [oracle, architecture, graph] = [json.text("oracle"), json.text("architecture"), json.text("graph")];
  const [tags, requestedOutputs] = [texts(json, "tag_set"), texts(json, "requested_outputs")];
  const expect = json.object("expect");
  return {
    name: need("name"),
    file: need("file"),
    format: need("format"),
    atol: json.number("atol") ?? 0,
    rtol: json.number("rtol") ?? 0,
    ...(oracle === undefined ? {} : { oracle }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(graph === undefined ? {} : { graph }),
    ...(tags === undefined ? {} : { tags }),
    ...(requestedOutputs === undefined ? {} : { requestedOutputs }),
    ...(expect === undefined ? {} : { expect: expectation(expect) }),
  };
}

function texts(json: JsonObject, field: string): readonly string[] | undefined {
  return json.list(field)?.map((value) => {
    if (typeof value === "string") return value;
    return fail(API_E002, {}, { problem: `${json.where}: '${field}' is no list of texts.` });
  });
}

function expectation(json: JsonObject): Expectation {
  const [fix, code] = [json.text("fix"), json.text("code")];
  return {
    problem: json.text("problem") ?? "",
    ...(fix === undefined ? {} : { fix }),
    ...(code === undefined ? {} : { code }),
  };
}

async function plainCase(json: JsonObject, readText: ReadText): Promise<Case> {
  const fixed = commonFields(json);
  const signature = json.text("signature");
  const script = json.text("script");
  const steps =
    script === undefined
      ? callSteps(json, signature)
      : scriptSteps(jsonObject(parseJson(await readText(script), script), script));
  const mended = json.object("mended");
  if (mended === undefined) return { ...fixed, steps };
  const repaired = mended.has("inputs") || !json.has("inputs") ? mended : undefined;
  const inputs = tensorSources((repaired ?? json).object("inputs"));
  const outputs = tensorSources(mended.object("outputs"));
  const call: Call = {
    inputs,
    outputs,
    compared: true,
    fails: false,
    ...(signature === undefined ? {} : { signature }),
  };
  return { ...fixed, steps, mended: [call] };
}

function callSteps(json: JsonObject, signature: string | undefined): readonly Step[] {
  const outputs = tensorSources(json.object("outputs"));
  if (Object.keys(outputs).length === 0) return [];
  const inputs = tensorSources(json.object("inputs"));
  return [{ inputs, outputs, compared: true, fails: false, ...(signature === undefined ? {} : { signature }) }];
}

function scriptSteps(script: JsonObject): readonly Step[] {
  return (script.list("calls") ?? []).map((value, index): Step => {
    const json = jsonObject(value, `${script.where} call ${index}`);
    if (json.flag("new_interpreter") === true) return { newSession: true };
    const signature = json.text("signature");
    const inputs: Record<string, TensorSource> = { ...tensorSources(json.object("inputs")) };
    const earlier = json.number("inputs_from_step");
    return {
      inputs: earlier === undefined ? inputs : { ...inputs, "*": { step: earlier, output: "*" } },
      outputs: tensorSources(json.object("outputs")),
      compared: json.flag("compare") !== false && json.flag("undefined_result") !== true,
      fails: json.has("error"),
      ...(signature === undefined ? {} : { signature }),
    };
  });
}

function tensorSources(json: JsonObject | undefined): Readonly<Record<string, TensorSource>> {
  if (json === undefined) return {};
  return Object.fromEntries(json.names().map((name) => [name, tensorSource(json, name)]));
}

function tensorSource(json: JsonObject, name: string): TensorSource {
  if (typeof json.raw(name) === "string") return { npy: json.text(name) as string };
  const spec = json.object(name);
  const text = spec?.text("string");
  if (text !== undefined) return { tensor: textTensor(text) };
  return { absent: spec?.has("not_stored") ? "its value is not stored" : "it has no value" };
}

function textTensor(text: string): Tensor {
  return tensor("string", [], [new TextEncoder().encode(text)]);
}

/**
 * A case whose tensors lie in one binary file, by offset. Sets that name a signature are calls in order on one session; of
 * the others each has a session of its own.
 */
function packedCase(json: JsonObject): Case {
  const golden = json.text("golden") ?? "";
  const names = (field: string): readonly string[] =>
    (json.list(field) ?? []).map((value) => jsonObject(value, `${json.where}.${field}`).text("name") ?? "");
  const [inputs, outputs] = [names("inputs"), names("outputs")];
  const steps = (json.list("sets") ?? []).flatMap((value, index): readonly Step[] => {
    const set = jsonObject(value, `${json.where} set ${index}`);
    const signature = set.text("signature");
    const call: Call = {
      inputs: packedTensors(set, "in", inputs, golden),
      outputs: packedTensors(set, "out", outputs, golden),
      compared: true,
      fails: false,
      ...(signature === undefined ? {} : { signature }),
    };
    return index > 0 && signature === undefined ? [{ newSession: true }, call] : [call];
  });
  return { ...commonFields(json), steps };
}

function packedTensors(
  set: JsonObject,
  field: string,
  names: readonly string[],
  golden: string,
): Readonly<Record<string, TensorSource>> {
  const raw = set.raw(field);
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(raw)
    ? raw.map((value, index) => [names[index] || `#${index}`, value] as const)
    : Object.entries((raw ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([name, value]) => [name, packedTensor(value, golden, set.where)]));
}

function packedTensor(value: unknown, golden: string, where: string): TensorSource {
  if (!Array.isArray(value))
    return fail(API_E002, {}, { problem: `${where}: a tensor is not [offset, length, shape, dtype].` });
  const [offset, length, shape, dtype] = value as readonly unknown[];
  if (typeof offset !== "number" || typeof length !== "number" || !Array.isArray(shape) || typeof dtype !== "string") {
    return fail(API_E002, {}, { problem: `${where}: a tensor is not [offset, length, shape, dtype].` });
  }
  return { packed: golden, offset, length, shape: shape as readonly number[], dtype };
}
