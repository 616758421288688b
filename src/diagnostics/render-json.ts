import type { Diagnostic, EvidenceValue } from "./diagnostic.ts";

/**
 * Diagnostics as a JSON array. Keys have a fixed order (evidence and what it holds: by name), fields that are absent are
 * left out, so that equal diagnostics are equal text.
 */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify(diagnostics.map(ordered), undefined, 2);
}

function ordered({ code, severity, where, evidence, explain, fix }: Diagnostic): unknown {
  const { file, offset, path, graph, node, op, tensor } = where;
  return {
    code,
    severity,
    where: { file, offset, path, graph, node, op, tensor },
    evidence: sorted(evidence),
    explain,
    fix: fix === undefined ? undefined : { text: fix.text, command: fix.command },
  };
}

function sorted(value: EvidenceValue): unknown {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(sorted);
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isList(value: EvidenceValue): value is readonly EvidenceValue[] {
  return Array.isArray(value);
}
