import { memorySource } from "../bytes/index.ts";
import { type Diagnostic, diagnose } from "../diagnostics/index.ts";
import {
  type Constant,
  constantBytes,
  constantTensor,
  type Expression,
  type Model,
  originWeights,
  type SourceWeight,
} from "../ir/index.ts";
import { elementCount, formatShape, type Tensor, tensorToBytes, toNumbers } from "../numerics/index.ts";
import { evaluateExpression, roundTensor } from "../ops/index.ts";
import { accountWeights, type LedgerEntry, type PlacedConstant, placedConstants, type WeightFate } from "./account.ts";
import { LED_E001, LED_E002, LED_E003, LED_E004 } from "./codes.ts";
import { ulpDistance } from "./ulp.ts";

/** The account of every weight from a source model to a result, and whether it balances. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Number of weights and of their bytes by fate; fates that do not occur are left out. */
  readonly totals: Readonly<Partial<Record<WeightFate, { readonly count: number; readonly bytes: number }>>>;
  /** Folded constants that were computed again from their origins, and the largest difference found. */
  readonly recomputed: { readonly count: number; readonly maxUlp: number };
  /** Constants whose bytes were found again in the written file; absent when no file was given. */
  readonly written?: { readonly found: number; readonly of: number };
  readonly balanced: boolean;
  /** Why it does not balance: one error per weight or constant. */
  readonly problems: readonly Diagnostic[];
}

/** Folded values may differ from their recomputation by this much. */
const allowedUlp = 1;

/**
 * Follows every weight of the source into `result`, computes folded constants again from their origins, and, given the
 * file read back as `written`, finds every constant's bytes in it.
 */
export function createLedger(source: readonly SourceWeight[], result: Model, written?: Model): Ledger {
  const entries = accountWeights(source, result);
  const placed = placedConstants(result);
  const problems: Diagnostic[] = entries.flatMap((entry) => lossOf(entry, placed));
  const recomputed = recompute(placed, problems);
  const survival = written === undefined ? undefined : findWritten(placed, placedConstants(written), problems);
  return {
    entries,
    totals: totalsOf(entries),
    recomputed,
    ...(survival === undefined ? {} : { written: survival }),
    balanced: problems.length === 0,
    problems,
  };
}

function totalsOf(entries: readonly LedgerEntry[]): Ledger["totals"] {
  const totals: Partial<Record<WeightFate, { count: number; bytes: number }>> = {};
  for (const { fate, byteLength } of entries) {
    const total = totals[fate] ?? { count: 0, bytes: 0 };
    totals[fate] = { count: total.count + 1, bytes: total.bytes + byteLength };
  }
  return totals;
}

function lossOf(entry: LedgerEntry, placed: readonly PlacedConstant[]): Diagnostic[] {
  const { weight, byteLength, shape, fate } = entry;
  if (fate === "missing") return [diagnose(LED_E001, { tensor: weight }, { weight, bytes: byteLength })];
  if (fate !== "split") return [];
  const parts = placed.filter(({ constant }) => originWeights(constant.origin).has(weight));
  const covered = parts.reduce((sum, { constant }) => sum + elementCount(constant.shape), 0);
  const elements = elementCount(shape);
  return covered >= elements ? [] : [diagnose(LED_E002, { tensor: weight }, { weight, elements, covered })];
}

function recompute(placed: readonly PlacedConstant[], problems: Diagnostic[]): Ledger["recomputed"] {
  let count = 0;
  let maxUlp = 0;
  for (const { name, constant } of placed) {
    const { origin } = constant;
    if (origin.kind !== "computed") continue;
    const ulp = largestUlp(constantTensor(constant), computeAgain(constant, origin.expression));
    count += 1;
    maxUlp = Math.max(maxUlp, ulp);
    if (ulp > allowedUlp) {
      const from = [...originWeights(origin)];
      problems.push(diagnose(LED_E003, { tensor: name }, { into: name, from, ulp }));
    }
  }
  return { count, maxUlp };
}

/** The value of a constant's formula, seen through the constant's own view of it. */
function computeAgain(constant: Constant, formula: Expression): Tensor {
  const { dtype } = constant;
  const bytes = tensorToBytes(roundTensor(evaluateExpression(formula), dtype));
  return constantTensor({ ...constant, source: memorySource(bytes, "recomputed") });
}

function largestUlp(stored: Tensor, again: Tensor): number {
  const [a, b] = [toNumbers(stored), toNumbers(again)];
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, ulpDistance(stored.dtype, a[i] as number, b[i] as number));
  }
  return largest;
}

/** Looks for each constant among those of the written file: same dtype, shape and bytes. */
function findWritten(
  placed: readonly PlacedConstant[],
  stored: readonly PlacedConstant[],
  problems: Diagnostic[],
): { found: number; of: number } {
  const byType = new Map<string, Constant[]>();
  for (const { constant } of stored) {
    const list = byType.get(typeKey(constant));
    if (list) list.push(constant);
    else byType.set(typeKey(constant), [constant]);
  }
  let found = 0;
  for (const { name, constant } of placed) {
    const bytes = constantBytes(constant);
    if (byType.get(typeKey(constant))?.some((candidate) => sameBytes(bytes, constantBytes(candidate)))) found += 1;
    else {
      const evidence = { tensor: name, dtype: constant.dtype, shape: formatShape(constant.shape) };
      problems.push(diagnose(LED_E004, { tensor: name }, evidence));
    }
  }
  return { found, of: placed.length };
}

const typeKey = (constant: Constant): string => `${constant.dtype}[${constant.shape}]`;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
