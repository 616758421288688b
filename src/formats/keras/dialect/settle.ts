import type { Dialect, DialectRow, LayerEntry } from "./dialect.ts";
import { keras1Rows } from "./keras1.ts";
import { rows } from "./rows.ts";

/** Every known difference, in the order in which they are settled: later rows see the classes and keys of Keras 3. */
export const dialectTable: readonly DialectRow[] = [...rows.slice(0, 4), ...keras1Rows, ...rows.slice(4)];

/** Counts how often each row applied. */
export type SettledRows = Map<DialectRow, number>;

/** The entry in the dialect of Keras 3. */
export function settle(entry: LayerEntry, dialect: Dialect, settled: SettledRows): LayerEntry {
  let at = entry;
  for (const row of dialectTable) {
    if (row.writtenBy !== undefined && !row.writtenBy.includes(dialect.major)) continue;
    if (row.classes !== undefined && !row.classes.includes(at.className)) continue;
    const next = row.settle(at, dialect);
    if (next !== at) settled.set(row, (settled.get(row) ?? 0) + 1);
    at = next;
  }
  return at;
}
