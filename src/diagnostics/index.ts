export { type Collector, createCollector } from "./collector.ts";
export {
  type Diagnostic,
  type DiagnosticDefinition,
  defineDiagnostic,
  diagnose,
  type Evidence,
  type EvidenceValue,
  type Fix,
  hasErrors,
  type Severity,
  type Where,
} from "./diagnostic.ts";
export { attempt, fail, HoldfastError } from "./error.ts";
export { renderJson } from "./render-json.ts";
export { renderText, type TextOptions } from "./render-text.ts";
