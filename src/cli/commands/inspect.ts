import { diffModels, summarizeModel } from "../../api/index.ts";
import { hasErrors } from "../../diagnostics/index.ts";
import type { CommandResult, CommonOptions } from "../command.ts";
import { exitCodeOf } from "../command.ts";
import { type LoadOptions, loadModel, loadResult } from "../load.ts";
import { diffLines } from "../render/diff.ts";
import { summaryLines } from "../render/summary.ts";
import type { Terminal } from "../terminal.ts";

export interface InspectOptions extends CommonOptions, LoadOptions {
  readonly diff?: string;
  readonly weights?: boolean;
  readonly nodes?: boolean;
}

export async function inspect(terminal: Terminal, path: string, options: InspectOptions): Promise<CommandResult> {
  if (options.diff !== undefined) return inspectDiff(terminal, path, options.diff, options);
  const { model, diagnostics, format } = await loadResult(path, options);
  if (model === undefined) return { exitCode: 1, data: { file: path, format }, lines: [], diagnostics };
  const summary = summarizeModel(model);
  return {
    exitCode: exitCodeOf(diagnostics),
    data: {
      file: path,
      ...summary,
      ...(options.weights ? { arrays: model.weights.map(({ constant: _, ...weight }) => weight) } : {}),
    },
    lines: summaryLines(terminal, path, summary, model, options),
    diagnostics,
  };
}

async function inspectDiff(terminal: Terminal, a: string, b: string, options: LoadOptions): Promise<CommandResult> {
  const [first, second] = [await loadModel(a, options), await loadModel(b, options)];
  const diff = diffModels(first.model, second.model);
  const diagnostics = [...first.diagnostics, ...second.diagnostics];
  const exitCode = diff.equal && !hasErrors(diagnostics) ? 0 : 1;
  return { exitCode, data: { a, b, ...diff }, lines: diffLines(terminal, a, b, diff), diagnostics };
}
