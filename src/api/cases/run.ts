import { type ByteSource, memorySource } from "../../bytes/index.ts";
import { type Diagnostic, fail, HoldfastError, hasErrors } from "../../diagnostics/index.ts";
import type { FormatInput, ReadOptions } from "../../formats/index.ts";
import type { Model } from "../../ir/index.ts";
import { isFloat, type Tensor, toNumbers } from "../../numerics/index.ts";
import { type Comparison, type CustomOperators, compareTensors } from "../../ops/index.ts";
import { createSession, memoryStore, type Outputs, type Session, type SignatureInfo } from "../../runtime/index.ts";
import { API_E002, API_E003 } from "../codes.ts";
import { convertTensor, matchTensor, runBatched } from "../feed.ts";
import { namedTensor, npyTensor } from "../npy.ts";
import { readModelFrom } from "../read-model.ts";
import { type Call, type Case, isCall, type Step, type TensorSource } from "./case.ts";

/** `right`: within tolerance, or diagnosed as expected. `refused`: a diagnostic instead of an answer. `wrong`: the rest. */
export type Verdict = "right" | "wrong" | "refused";

export interface CaseResult {
  readonly name: string;
  readonly verdict: Verdict;
  /** One line: the largest error, the diagnostic, or what is wrong. */
  readonly reason: string;
  /** For cases with `expect`: what a good tool would say. */
  readonly expected?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a case's files are found through; paths are relative to the file of cases. */
export interface CaseHost {
  input(path: string): Promise<FormatInput | undefined>;
  bytes(path: string): Promise<Uint8Array | undefined>;
}

export interface CaseOptions {
  /** Custom layers for the mended outputs of a case, by its name. */
  readonly layers?: (name: string) => ReadOptions["layers"];
  /** Custom operators of TensorFlow, in the same way. */
  readonly operators?: (name: string) => ReadOptions["operators"];
  /** Implementations of operators that this tool does not know. */
  readonly customOperators?: CustomOperators;
  /** Applied to every model before it runs; for running the cases through a conversion. */
  readonly transform?: (model: Model) => Promise<Model>;
}

/** Runs one case. Never throws for anything that the case or its files hold. */
export async function runCase(test: Case, host: CaseHost, options: CaseOptions = {}): Promise<CaseResult> {
  try {
    return await judge(test, host, options);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return refused(test, [error.diagnostic]);
  }
}

async function judge(test: Case, host: CaseHost, options: CaseOptions): Promise<CaseResult> {
  const input = (await host.input(test.file)) ?? fail(API_E003, { file: test.file }, { path: test.file });
  const base: ReadOptions = {
    ...(test.architecture === undefined ? {} : { architecture: await loadSource(host, test.architecture) }),
    ...(test.graph === undefined ? {} : { graph: await loadSource(host, test.graph) }),
    ...(test.tags === undefined ? {} : { tags: test.tags }),
    ...(test.requestedOutputs === undefined ? {} : { outputs: test.requestedOutputs }),
  };
  const { model, diagnostics } = await readModelFrom(input, base);
  if (test.expect !== undefined) return judgeExpected(test, host, options, input, base, diagnostics);
  if (model === undefined || hasErrors(diagnostics)) return refused(test, diagnostics);
  const transformed = options.transform === undefined ? model : await options.transform(model);
  const folds = foldsOf(diagnostics);
  return verdictOf(test, diagnostics, await runSteps(transformed, test.steps, test, host, { ...options, folds }));
}

async function judgeExpected(
  test: Case,
  host: CaseHost,
  options: CaseOptions,
  input: FormatInput,
  base: ReadOptions,
  diagnostics: readonly Diagnostic[],
): Promise<CaseResult> {
  const { problem, code } = test.expect ?? { problem: "" };
  const told = diagnostics.filter((d) => d.severity !== "note");
  const match = code === undefined ? told[0] : told.find((d) => d.code === code);
  const known = { name: test.name, expected: problem, diagnostics };
  if (match === undefined) {
    const got = told.length === 0 ? "nothing was diagnosed" : `diagnosed ${told.map((d) => d.code).join(", ")}`;
    return { ...known, verdict: "wrong", reason: code === undefined ? got : `${got} instead of ${code}` };
  }
  const reason = `${match.code}: ${match.explain}`;
  if (test.mended === undefined) return { ...known, verdict: "right", reason };
  const [layers, operators] = [options.layers?.(test.name), options.operators?.(test.name)];
  const given = layers !== undefined || operators !== undefined;
  if (!given && hasErrors(diagnostics)) return { ...known, verdict: "right", reason };
  const mended = await readModelFrom(input, {
    ...base,
    ...(layers === undefined ? {} : { layers }),
    ...(operators === undefined ? {} : { operators }),
  });
  if (mended.model === undefined || hasErrors(mended.diagnostics)) {
    // What was given does not concern this file: it is diagnosed, and not mended.
    if (mended.diagnostics.some((d) => d.code === match.code)) return { ...known, verdict: "right", reason };
    return { ...known, verdict: "wrong", reason: `the fix did not help: ${firstError(mended.diagnostics)}` };
  }
  const transformed = options.transform === undefined ? mended.model : await options.transform(mended.model);
  const folds = foldsOf(mended.diagnostics);
  const run = await runSteps(transformed, test.mended, mendedTolerance(test), host, { ...options, folds });
  return run.problem === undefined
    ? { ...known, verdict: "right", reason: `${reason} Mended outputs agree (${run.summary}).` }
    : { ...known, verdict: "wrong", reason: `mended outputs differ: ${run.problem}` };
}

/** Cases that must be diagnosed state no tolerance for what their mended model answers. */
const usualTolerance = 1e-5;

function mendedTolerance(test: Case): Case {
  return test.atol > 0 || test.rtol > 0 ? test : { ...test, atol: usualTolerance, rtol: usualTolerance };
}

function verdictOf(test: Case, diagnostics: readonly Diagnostic[], run: StepsResult): CaseResult {
  const known = { name: test.name, diagnostics };
  if (run.problem !== undefined) return { ...known, verdict: "wrong", reason: run.problem };
  return { ...known, verdict: "right", reason: run.summary };
}

function refused(test: Case, diagnostics: readonly Diagnostic[]): CaseResult {
  const expected = test.expect === undefined ? {} : { expected: test.expect.problem };
  return { name: test.name, verdict: "refused", reason: firstError(diagnostics), diagnostics, ...expected };
}

function firstError(diagnostics: readonly Diagnostic[]): string {
  const first = diagnostics.find((d) => d.severity === "error") ?? diagnostics[0];
  return first === undefined ? "no reason was given" : `${first.code}: ${first.explain}`;
}

interface StepsResult {
  readonly summary: string;
  /** The first difference; absent when every output agrees. */
  readonly problem?: string;
}

/** Inputs that reading replaced by the value that inference has, by name. */
type Folds = ReadonlyMap<string, number>;

function foldsOf(diagnostics: readonly Diagnostic[]): Folds {
  const folds = new Map<string, number>();
  for (const { evidence } of diagnostics) {
    const folded = evidence["folded"];
    if (!Array.isArray(folded)) continue;
    for (const { name, value } of folded as readonly { readonly name: string; readonly value: boolean | number }[]) {
      folds.set(name, Number(value));
    }
  }
  return folds;
}

async function runSteps(
  model: Model,
  steps: readonly Step[],
  test: Case,
  host: CaseHost,
  { folds, customOperators = {} }: CaseOptions & { readonly folds: Folds },
): Promise<StepsResult> {
  const options = { customOperators, store: memoryStore() };
  let session = createSession(model, options);
  const results: (Outputs | undefined)[] = [];
  let [compared, maxError] = [0, 0];
  for (const [index, step] of steps.entries()) {
    if (!isCall(step)) {
      session = createSession(model, options);
      results.push(undefined);
      continue;
    }
    if (step.fails) {
      results.push(undefined);
      if (await isRefused(session, step, host, results, folds)) continue;
      return { summary: "", problem: `call ${index + 1} gave outputs, and an error was expected` };
    }
    const { outputs, signature } = await runCall(session, step, host, results, folds);
    results.push(outputs);
    if (!step.compared) continue;
    for (const [name, source] of Object.entries(step.outputs)) {
      if ("absent" in source) continue;
      const want = await loadTensor(source, host, results);
      const got = outputs[findOutput(name, signature).name];
      const found = got && compareTensors(got, likeResult(want, got), test);
      if (found === undefined || !found.equal) {
        const where = steps.length > 1 ? `call ${index + 1}, ` : "";
        return { summary: "", problem: `${where}'${name}': ${describeDifference(found, got, want)}` };
      }
      compared += 1;
      maxError = Math.max(maxError, found.maxError);
    }
  }
  return { summary: `${compared} outputs, max error ${maxError.toExponential(2)}` };
}

/** Whether a call ends in a diagnostic. */
async function isRefused(
  session: Session,
  call: Call,
  host: CaseHost,
  results: readonly (Outputs | undefined)[],
  folds: Folds,
): Promise<boolean> {
  try {
    await runCall(session, call, host, results, folds);
    return false;
  } catch (error) {
    if (error instanceof HoldfastError) return true;
    throw error;
  }
}

async function runCall(
  session: Session,
  call: Call,
  host: CaseHost,
  results: readonly (Outputs | undefined)[],
  folds: Folds,
): Promise<{ readonly outputs: Outputs; readonly signature: SignatureInfo }> {
  const names = session.signatures.map((s) => s.name);
  const signature =
    session.signatures.find((s) => s.name === call.signature) ??
    (call.signature === undefined || (session.signatures.length === 1 && !call.fails)
      ? session.signatures[0]
      : undefined) ??
    fail(API_E002, {}, { problem: `Signature '${call.signature}' is not among ${names.join(", ")}.` });
  const inputs: Record<string, Tensor> = {};
  for (const [name, source] of Object.entries(call.inputs)) {
    if ("step" in source) {
      Object.assign(inputs, results[source.step]);
      continue;
    }
    if ("absent" in source) continue;
    const folded = folds.get(name.replace(/:0$/, ""));
    if (folded !== undefined) {
      requireFold(name, folded, await loadTensor(source, host, results));
      continue;
    }
    const position = /^#(\d+)$/.exec(name)?.[1];
    const info = position === undefined ? matchTensor(name, signature.inputs, []) : signature.inputs[Number(position)];
    if (info !== undefined) inputs[info.name] = convertTensor(await loadTensor(source, host, results), info.type);
  }
  return { outputs: runBatched(session, signature, inputs), signature };
}

/** A fed input that reading has folded must be what it was folded to. */
function requireFold(name: string, folded: number, given: Tensor): void {
  const [value] = toNumbers(given);
  if (value === folded) return;
  fail(API_E002, {}, { problem: `'${name}' is fed ${value}, but was folded to ${folded} when the model was read.` });
}

function findOutput(name: string, signature: SignatureInfo): SignatureInfo["outputs"][number] {
  const position = /^#(\d+)$/.exec(name)?.[1];
  const info = position === undefined ? undefined : signature.outputs[Number(position)];
  return info ?? matchTensor(name, signature.outputs, []);
}

/** Expected numbers in the dtype of the result, when both are floats or the stored dtype only names the same numbers. */
function likeResult(want: Tensor, got: Tensor): Tensor {
  return isFloat(want.dtype) || want.dtype === got.dtype ? want : { ...want, dtype: got.dtype };
}

function describeDifference(found: Comparison | undefined, got: Tensor | undefined, want: Tensor): string {
  if (found === undefined || got === undefined) return "there is no such output";
  if (found.mismatch !== undefined) return found.mismatch;
  const at = found.worstIndex;
  return `max error ${found.maxError.toExponential(2)}, element ${at} is ${String(got.data[at])} instead of ${String(want.data[at])}`;
}

async function loadSource(host: CaseHost, path: string): Promise<ByteSource> {
  return memorySource(await loadBytes(host, path), path);
}

async function loadBytes(host: CaseHost, path: string): Promise<Uint8Array> {
  return (await host.bytes(path)) ?? fail(API_E003, { file: path }, { path });
}

async function loadTensor(
  source: TensorSource,
  host: CaseHost,
  results: readonly (Outputs | undefined)[],
): Promise<Tensor> {
  if ("tensor" in source) return source.tensor;
  if ("npy" in source) return npyTensor(await loadBytes(host, source.npy), source.npy);
  if ("packed" in source) {
    const bytes = await loadBytes(host, source.packed);
    return namedTensor(source.dtype, source.shape, bytes.subarray(source.offset, source.offset + source.length));
  }
  if ("step" in source) {
    const value = results[source.step]?.[source.output];
    if (value !== undefined) return value;
  }
  return fail(API_E002, {}, { problem: "A tensor has no value." });
}
