/** How much a diagnostic matters: an error stops the thing asked for, a warning may change the answer, a note explains. */
export type Severity = "error" | "warning" | "note";

/** Where in the user's material a diagnostic points. Every field is optional; renderers print those that are there. */
export interface Where {
  /** File name or path, as the user gave it. */
  readonly file?: string;
  /** Byte offset into `file`. */
  readonly offset?: number;
  /** Path inside a container: an archive member, an HDF5 group, a FlatBuffer field. */
  readonly path?: string;
  readonly graph?: string;
  /** Node or layer name. */
  readonly node?: string;
  /** Operator name, in the words of the file's own format. */
  readonly op?: string;
  readonly tensor?: string;
}

/** Something the user can do: words, and where possible a command that does it. */
export interface Fix {
  readonly text: string;
  readonly command?: string;
}

/** Facts measured or read, by name. Plain JSON data, so that a report can be stored and compared. */
export type Evidence = Readonly<Record<string, EvidenceValue>>;
export type EvidenceValue =
  | string
  | number
  | boolean
  | null
  | readonly EvidenceValue[]
  | { readonly [key: string]: EvidenceValue };

/** One finding about a model, a file or a request. Plain data. */
export interface Diagnostic {
  /** Stable code, `AREA-LNNN`: area, letter for the severity it was born with, number that is never used again. */
  readonly code: string;
  readonly severity: Severity;
  readonly where: Where;
  readonly evidence: Evidence;
  /** One or two sentences made from the evidence by the code's definition. */
  readonly explain: string;
  readonly fix?: Fix;
}

/**
 * The definition of a code: its place in the documentation and the prose made from its evidence.
 * Checks never write prose; they give evidence to {@link diagnose}.
 */
export interface DiagnosticDefinition<E extends Evidence> {
  readonly code: string;
  readonly severity: Severity;
  /** What the code means in general; a line of `docs/diagnostics.md`. */
  readonly title: string;
  readonly explain: (evidence: E, where: Where) => string;
  readonly fix?: (evidence: E, where: Where) => Fix | string | undefined;
}

/** Declares a code. Identity at run time; gives the evidence its type. */
export function defineDiagnostic<E extends Evidence>(definition: DiagnosticDefinition<E>): DiagnosticDefinition<E> {
  return definition;
}

/** Makes a diagnostic of a code from where it was found and what was found. */
export function diagnose<E extends Evidence>(
  definition: DiagnosticDefinition<E>,
  where: Where,
  evidence: E,
): Diagnostic {
  const fix = definition.fix?.(evidence, where);
  return {
    code: definition.code,
    severity: definition.severity,
    where,
    evidence,
    explain: definition.explain(evidence, where),
    ...(fix === undefined ? {} : { fix: typeof fix === "string" ? { text: fix } : fix }),
  };
}

/** True when any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === "error");
}
