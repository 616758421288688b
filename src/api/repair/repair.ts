import { findUnsafeVariables, keyOfVariable, VAR_E001 } from "../../analysis/index.ts";
import { attempt, type Diagnostic, diagnose, hasErrors } from "../../diagnostics/index.ts";
import { formats, type WriteOptions, type WriteResult } from "../../formats/index.ts";
import type { DroppedWeight, Model, SourceWeight, Variable } from "../../ir/index.ts";
import { createLedger, type Ledger } from "../../ledger/index.ts";
import { formatShape } from "../../numerics/index.ts";
import { removeDead } from "../../passes/index.ts";
import { memoryInput } from "../memory-input.ts";
import { REP_E001, REP_E002, REP_N003 } from "./codes.ts";
import { matcherOf } from "./match.ts";
import { findOverwritten, reportOverwritten } from "./overwritten.ts";

/** A weight that was put back. */
export interface Graft {
  readonly variable: string;
  /** The source's name of it. */
  readonly weight: string;
  readonly type: string;
  readonly byteLength: number;
  /** Nothing gave the variable a value, or an initialiser gave it another one. */
  readonly why: "unassigned" | "overwritten";
}

export interface RepairResult extends WriteResult {
  /** In the order of the file's variables; empty when there was nothing to repair. */
  readonly grafts: readonly Graft[];
  /** The model as it was written. */
  readonly model?: Model;
  /** Of the weights of the file and of the source. */
  readonly ledger?: Ledger;
}

/**
 * Puts the weights of the source into a TensorFlow Lite file that reads variables before they have a value, or starts with
 * other values: an initialiser that every entry point runs first. Nothing else in the file changes. Without files there
 * was nothing to repair, or one diagnostic is an error: a variable without a weight is never left behind.
 */
export async function repairModel(
  broken: Model,
  source: Model,
  options: WriteOptions & { readonly name: string },
): Promise<RepairResult> {
  const target = formats.find(({ id }) => id === "tflite");
  if (broken.source.format !== "tflite" || target?.write === undefined) {
    return { files: [], grafts: [], diagnostics: [diagnose(REP_E001, {}, { format: broken.source.format })] };
  }
  const match = matcherOf(source);
  const compared = attempt(() => findOverwritten(broken, match));
  if ("diagnostic" in compared) return { files: [], grafts: [], diagnostics: [compared.diagnostic] };
  const overwritten = compared.value;
  const unassigned = new Set(findUnsafeVariables(broken).map(keyOfVariable));
  const wrong = new Set(overwritten.filter(({ assigned }) => assigned.atStart).map(({ assigned }) => assigned.key));
  const diagnostics: Diagnostic[] = [
    ...reportOverwritten(overwritten).filter(({ where }) => where.graph !== undefined),
  ];
  const names = uniqueNames(broken.weights, source.weights);
  const grafts: Graft[] = [];
  const grafted = new Set<SourceWeight>();
  const variables = broken.variables.map((variable): Variable => {
    const key = keyOfVariable(variable);
    if (variable.sharedName === "" || !(unassigned.has(key) || wrong.has(key))) return variable;
    const found = match(variable);
    if (!("weight" in found) || found.weight.constant === undefined) {
      const problem = "problem" in found ? found.problem : `the values of '${found.weight.name}' cannot be read`;
      diagnostics.push(diagnose(REP_E002, { tensor: variable.name }, { variable: variable.name, problem }));
      return variable;
    }
    const { name, dtype, shape, byteLength, constant } = found.weight;
    const why = unassigned.has(key) ? "unassigned" : "overwritten";
    grafts.push({ variable: variable.name, weight: name, type: `${dtype}${formatShape(shape)}`, byteLength, why });
    grafted.add(found.weight);
    return { ...variable, initial: { ...constant, origin: { kind: "source", weight: names.get(name) ?? name } } };
  });
  if (hasErrors(diagnostics)) return { files: [], diagnostics, grafts: [] };
  if (grafts.length === 0) {
    diagnostics.push(diagnose(REP_N003, {}, { variables: variables.length }));
    return { files: [], diagnostics, grafts };
  }

  const dropped = [...broken.dropped, ...notGrafted(source, grafted, names)];
  const weights = [...broken.weights, ...source.weights.map((weight) => renamed(weight, names))];
  const mended = removeDead({ ...broken, variables, weights, dropped }, "no entry point needs it");
  const { files, diagnostics: written } = target.write(mended, options.name, options);
  diagnostics.push(...written);
  const [file] = files;
  if (file === undefined || hasErrors(written)) return { files: [], diagnostics, grafts };
  const back = await target.read?.(memoryInput(file.bytes, file.name), {});
  const left = back?.model === undefined ? [] : findUnsafeVariables(back.model);
  const ledger = createLedger(weights, mended, back?.model);
  const problems = [
    ...(back?.diagnostics ?? []).filter(({ severity }) => severity === "error"),
    ...left.map(({ name, reads, assignedBy }) => {
      const signatures = reads.map(({ signature }) => signature);
      const node = reads[0]?.node ?? "";
      return diagnose(VAR_E001, { tensor: name }, { variable: name, signatures, node, assignedBy, weight: "" });
    }),
    ...ledger.problems,
  ];
  diagnostics.push(...problems);
  return problems.length > 0
    ? { files: [], diagnostics, grafts, model: mended, ledger }
    : { files, diagnostics, grafts, model: mended, ledger };
}

/** Names for the source's weights that none of the file's own have. */
function uniqueNames(own: readonly SourceWeight[], source: readonly SourceWeight[]): ReadonlyMap<string, string> {
  const taken = new Set(own.map(({ name }) => name));
  return new Map(source.map(({ name }) => [name, taken.has(name) ? `${name} (of the source)` : name]));
}

function renamed(weight: SourceWeight, names: ReadonlyMap<string, string>): SourceWeight {
  return { ...weight, name: names.get(weight.name) ?? weight.name };
}

/** The weights of the source that stay where they are, and why. */
function notGrafted(
  { weights }: Model,
  grafted: ReadonlySet<SourceWeight>,
  names: ReadonlyMap<string, string>,
): readonly DroppedWeight[] {
  return weights
    .filter((weight) => !grafted.has(weight))
    .map(({ name, role }) => ({
      weight: names.get(name) ?? name,
      reason:
        role === "metadata" ? "names and objects of the checkpoint itself" : "no variable of the file is without it",
    }));
}
