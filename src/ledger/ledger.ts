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
  transposeConstant,
} from "../ir/index.ts";
import {
  dtypeBits,
  elementCount,
  formatShape,
  isInteger,
  type Tensor,
  tensorToBytes,
  toNumbers,
} from "../numerics/index.ts";
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
  const survival = written === undefined ? undefined : findWritten(placed, heldBy(written), problems);
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

/** The constants of a file's graphs, and the arrays of the file that they are made from: these may lie in another layout. */
function heldBy(written: Model): readonly Constant[] {
  const placed = placedConstants(written).map(({ constant }) => constant);
  const used = new Set(placed.flatMap((constant) => [...originWeights(constant.origin)]));
  const arrays = written.weights.flatMap(({ name, constant }) => (constant && used.has(name) ? [constant] : []));
  return [...new Set([...placed, ...arrays])];
}

/** Looks for each constant in the written file: the same elements of the same dtype, their axes perhaps in another order. */
function findWritten(
  placed: readonly PlacedConstant[],
  stored: readonly Constant[],
  problems: Diagnostic[],
): { found: number; of: number } {
  const bySize = new Map<string, Constant[]>();
  for (const constant of stored) {
    const list = bySize.get(sizeKey(constant));
    if (list) list.push(constant);
    else bySize.set(sizeKey(constant), [constant]);
  }
  let found = 0;
  let of = 0;
  for (const { name, constant } of placed) {
    of += 1;
    const bytes = constantBytes(constant);
    const candidates = bySize.get(sizeKey(constant)) ?? [];
    const isThere =
      candidates.some((candidate) => sameBytes(bytes, constantBytes(candidate))) ||
      candidates.some((candidate) => isTransposed(constant, bytes, candidate));
    if (isThere) found += 1;
    else if (isOperand(constant)) of -= 1;
    else {
      const evidence = { tensor: name, dtype: constant.dtype, shape: formatShape(constant.shape) };
      problems.push(diagnose(LED_E004, { tensor: name }, evidence));
    }
  }
  return { found, of };
}

/** Shapes and axes, which are no weights, may be said in other numbers: an axis counted from the end. */
function isOperand({ dtype, origin }: Constant): boolean {
  return origin.kind === "literal" && isInteger(dtype);
}

const sizeKey = (constant: Constant): string => `${constant.dtype}[${elementCount(constant.shape)}]`;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Most axes whose orders are tried. */
const mostAxes = 5;

/** Whether a constant is another with its axes in another order. */
function isTransposed(constant: Constant, bytes: Uint8Array, other: Constant): boolean {
  const rank = constant.shape.length;
  if (other.shape.length !== rank || rank < 2 || rank > mostAxes || dtypeBits(constant.dtype) < 8) return false;
  if (byteSum(bytes) !== byteSum(constantBytes(other))) return false;
  return axisOrders(rank).some(
    (order) =>
      order.every((from, to) => other.shape[from] === constant.shape[to]) &&
      sameBytes(bytes, constantBytes(transposeConstant(other, order))),
  );
}

function byteSum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}

function axisOrders(rank: number): readonly (readonly number[])[] {
  if (rank === 0) return [[]];
  return axisOrders(rank - 1).flatMap((rest) =>
    Array.from({ length: rank }, (_, at) => [...rest.slice(0, at), rank - 1, ...rest.slice(at)]),
  );
}
