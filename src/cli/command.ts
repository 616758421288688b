import { type Diagnostic, hasErrors, renderJson, renderText } from "../diagnostics/index.ts";
import type { Terminal } from "./terminal.ts";

/** Documented in README.md: 0 done, 1 the model has a problem that is named, 2 wrong usage, 3 our bug. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What a command found, as data and as lines for people. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** Printed whole with `--json`. */
  readonly data: unknown;
  /** Printed otherwise. */
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints a result in the form that was asked for. */
export function printResult(terminal: Terminal, result: CommandResult, options: CommonOptions): void {
  if (options.json) {
    terminal.out(
      JSON.stringify(
        { ...asObject(result.data), diagnostics: JSON.parse(renderJson(result.diagnostics)) },
        jsonValue,
        2,
      ),
    );
    return;
  }
  for (const line of result.lines) terminal.out(line);
  const shown = result.diagnostics.filter((d) => options.verbose || d.severity !== "note");
  if (shown.length === 0) return;
  if (result.lines.length > 0) terminal.out("");
  terminal.out(
    renderText(shown, { color: terminal.color, width: terminal.columns, verbose: options.verbose === true }),
  );
}

function asObject(data: unknown): object {
  return typeof data === "object" && data !== null ? data : { result: data };
}

/** JSON has no bigint, typed array or non-finite number: they are printed as text or lists. */
function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  return value;
}

/** 1 when a diagnostic is an error. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  return hasErrors(diagnostics) ? 1 : 0;
}
