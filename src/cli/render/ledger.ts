import type { Ledger, WeightFate } from "../../ledger/index.ts";
import { formatBytes, formatCount, table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

const meaning: Readonly<Record<WeightFate, string>> = {
  kept: "as they are",
  cast: "in another number format",
  split: "in parts",
  folded: "folded into other weights",
  duplicated: "stored more than once",
  tied: "stored once, used in several places",
  dropped: "left out for a reason",
  missing: "LOST",
};

/** The ledger's totals; every weight when `every` is set, else those that were dropped. */
export function ledgerLines(terminal: Terminal, ledger: Ledger, every: boolean): string[] {
  const fates = Object.keys(meaning) as WeightFate[];
  const rows = fates.flatMap((fate) => {
    const total = ledger.totals[fate];
    return total === undefined ? [] : [[formatCount(total.count), fate, formatBytes(total.bytes), meaning[fate]]];
  });
  const verdict = ledger.balanced ? paint(terminal, "green", "balanced") : paint(terminal, "red", "NOT balanced");
  const lines = [`ledger: ${formatCount(ledger.entries.length)} weights, ${verdict}`];
  lines.push(...table(rows, ["right", "left", "right"]).map((line) => `  ${line}`));
  if (ledger.recomputed.count > 0) {
    const { count, maxUlp } = ledger.recomputed;
    lines.push(
      `  ${formatCount(count)} folded constants computed again from their origins: at most ${maxUlp} ulp apart`,
    );
  }
  if (ledger.written !== undefined) {
    lines.push(
      `  ${formatCount(ledger.written.found)} of ${formatCount(ledger.written.of)} constants found again in the written file`,
    );
  }
  for (const [reason, count] of dropReasons(ledger)) lines.push(`  ${formatCount(count)} dropped: ${reason}`);
  const shown = ledger.entries.filter((entry) => every || entry.fate === "missing");
  const detail = shown.map((entry) => [entry.weight, entry.fate, entry.into.join(", "), entry.reason ?? ""]);
  lines.push(...table(detail).map((line) => `  ${line}`));
  return lines;
}

/** How many weights were dropped for each reason. */
function dropReasons({ entries }: Ledger): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const { fate, reason } of entries) {
    if (fate === "dropped" && reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}
