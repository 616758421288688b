import { type Diagnostic, type DiagnosticDefinition, diagnose, type Evidence, type Where } from "./diagnostic.ts";

/**
 * The one error of this package's API: it wraps the diagnostic that says what failed and what to do.
 * Thrown where no return value can carry diagnostics, and inside readers to leave a damaged structure; the reader's
 * edge catches it with {@link attempt} and returns the diagnostic.
 */
export class HoldfastError extends Error {
  override readonly name = "HoldfastError";
  readonly diagnostic: Diagnostic;
  /** Everything found before the failure, the failure included. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostic: Diagnostic, earlier: readonly Diagnostic[] = []) {
    super(`${diagnostic.code}: ${diagnostic.explain}`);
    this.diagnostic = diagnostic;
    this.diagnostics = [...earlier, diagnostic];
  }
}

/** Throws the diagnostic of a code. For depths where a return value would have to be threaded through every caller. */
export function fail<E extends Evidence>(definition: DiagnosticDefinition<E>, where: Where, evidence: E): never {
  throw new HoldfastError(diagnose(definition, where, evidence));
}

/** Runs `work`; a {@link HoldfastError} becomes its diagnostic, any other error is a bug and passes through. */
export function attempt<T>(work: () => T): { readonly value: T } | { readonly diagnostic: Diagnostic } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof HoldfastError) return { diagnostic: error.diagnostic };
    throw error;
  }
}
