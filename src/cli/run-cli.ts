import { CommanderError } from "commander";
import { HoldfastError } from "../diagnostics/index.ts";
import { type CommandResult, type CommonOptions, type ExitCode, printResult } from "./command.ts";
import { createProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/** Runs one command line. Everything a user can cause ends in a diagnostic; only our own bugs end in 3. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const perform = async (options: CommonOptions, work: () => Promise<CommandResult>): Promise<void> => {
    const result = await guarded(work);
    exitCode = result.exitCode;
    printResult(terminal, result, options);
  };
  try {
    await createProgram(terminal, perform).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportBug(terminal, error);
  }
}

async function guarded(work: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return { exitCode: exitCodeFor(error), data: {}, lines: [], diagnostics: error.diagnostics };
  }
}

/** Usage errors of the command line are 2; everything else that has a code is the model's or the file's problem. */
function exitCodeFor(error: HoldfastError): ExitCode {
  return error.diagnostic.code.startsWith("CLI-") ? 2 : 1;
}

function reportBug(terminal: Terminal, error: unknown): ExitCode {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  terminal.err(`This is a defect of holdfast, not of your model: ${text}`);
  if (process.env["HOLDFAST_DEBUG"] !== undefined && error instanceof Error) terminal.err(error.stack ?? "");
  else terminal.err("Please report it with the command line; HOLDFAST_DEBUG=1 adds where it happened.");
  return 3;
}
