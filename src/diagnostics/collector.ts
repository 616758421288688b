import { type Diagnostic, type DiagnosticDefinition, diagnose, type Evidence, type Where } from "./diagnostic.ts";

/** Gathers diagnostics while work goes on; the list is what the work returns beside its value. */
export interface Collector {
  readonly diagnostics: readonly Diagnostic[];
  report<E extends Evidence>(definition: DiagnosticDefinition<E>, where: Where, evidence: E): void;
  add(...diagnostics: readonly Diagnostic[]): void;
}

export function createCollector(): Collector {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    report(definition, where, evidence) {
      diagnostics.push(diagnose(definition, where, evidence));
    },
    add(...more) {
      diagnostics.push(...more);
    },
  };
}
