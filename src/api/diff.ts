import { constantHash, type Model } from "../ir/index.ts";
import { placedConstants } from "../ledger/index.ts";
import { formatShape } from "../numerics/index.ts";
import { type ModelSummary, summarizeModel } from "./summary.ts";

/** What distinguishes two models' structure and weights; `a` and `b` hold the value on each side. */
export interface ModelDiff {
  readonly equal: boolean;
  readonly source: readonly Difference[];
  readonly signatures: readonly Difference[];
  readonly operators: readonly Difference[];
  readonly weights: readonly Difference[];
}

export interface Difference {
  readonly what: string;
  /** Absent when only the other model has it. */
  readonly a?: string;
  readonly b?: string;
}

/** Compares two models without running them: entry points, operators, and constants by name, type and bytes. */
export function diffModels(a: Model, b: Model): ModelDiff {
  const [x, y] = [summarizeModel(a), summarizeModel(b)];
  const signatures = compareTables(signatureTable(x), signatureTable(y));
  const operators = compareTables(
    new Map(x.operators.map(({ op, count }) => [op, String(count)])),
    new Map(y.operators.map(({ op, count }) => [op, String(count)])),
  );
  const weights = compareTables(weightTable(a), weightTable(b));
  return {
    equal: signatures.length + operators.length + weights.length === 0,
    source: compareTables(sourceTable(x), sourceTable(y)),
    signatures,
    operators,
    weights,
  };
}

function sourceTable({ format, producer, byteLength }: ModelSummary): ReadonlyMap<string, string> {
  return new Map([
    ["format", format],
    ["producer", producer ?? ""],
    ["bytes", String(byteLength ?? "")],
  ]);
}

function signatureTable({ signatures }: ModelSummary): ReadonlyMap<string, string> {
  return new Map(
    signatures.flatMap(({ name, inputs, outputs }) => [
      ...inputs.map((t) => [`${name} input ${t.name}`, `${t.dtype}${t.shape}${t.quantization ?? ""}`] as const),
      ...outputs.map((t) => [`${name} output ${t.name}`, `${t.dtype}${t.shape}${t.quantization ?? ""}`] as const),
    ]),
  );
}

function weightTable(model: Model): ReadonlyMap<string, string> {
  const named = placedConstants(model).filter(({ constant }) => constant.origin.kind !== "literal");
  return new Map(
    named.map(({ name, constant }) => [
      name,
      `${constant.dtype}${formatShape(constant.shape)} ${constantHash(constant).slice(0, 12)}`,
    ]),
  );
}

function compareTables(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Difference[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((what): Difference[] => {
    const [left, right] = [a.get(what), b.get(what)];
    if (left === right) return [];
    return [{ what, ...(left === undefined ? {} : { a: left }), ...(right === undefined ? {} : { b: right }) }];
  });
}
