import { diffModels, proveVariables, summarizeModel, warnOfVariables, weightStatistics } from "../../api/index.ts";
import { type Diagnostic, hasErrors } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import type { CommandResult, CommonOptions } from "../command.ts";
import { exitCodeOf } from "../command.ts";
import { type LoadOptions, loadModel, loadResult } from "../load.ts";
import { diffLines } from "../render/diff.ts";
import { summaryLines } from "../render/summary.ts";
import { variableLines } from "../render/variables.ts";
import type { Terminal } from "../terminal.ts";

export interface InspectOptions extends CommonOptions, LoadOptions {
  readonly diff?: string;
  readonly weights?: boolean;
  readonly nodes?: boolean;
  /** Read every array, compare its checksum where the file has one, and sum up its numbers. */
  readonly stats?: boolean;
  /** Prove that every variable has a value before it is read. */
  readonly variables?: boolean;
  /** The model that the file was made from, to name its weights. */
  readonly from?: string;
}

export async function inspect(terminal: Terminal, path: string, options: InspectOptions): Promise<CommandResult> {
  if (options.diff !== undefined) return inspectDiff(terminal, path, options.diff, options);
  const { model, diagnostics, format } = await loadResult(path, options);
  if (model === undefined) return { exitCode: 1, data: { file: path, format }, lines: [], diagnostics };
  if (options.variables) return inspectVariables(terminal, path, { model, diagnostics }, options);
  const summary = summarizeModel(model);
  const stats = options.stats ? weightStatistics(model) : undefined;
  const known = new Set(diagnostics.map(({ code, explain }) => `${code} ${explain}`));
  const unsafe = hasErrors(diagnostics) ? [] : warnOfVariables(model);
  const found = [
    ...diagnostics,
    ...unsafe,
    ...(stats?.diagnostics.filter((d) => !known.has(`${d.code} ${d.explain}`)) ?? []),
  ];
  return {
    exitCode: exitCodeOf(found),
    data: {
      file: path,
      ...summary,
      ...(listsArrays(model, options) ? { arrays: model.weights.map(({ constant: _, ...weight }) => weight) } : {}),
      ...(stats === undefined ? {} : { statistics: stats.statistics }),
    },
    lines: summaryLines(terminal, path, summary, model, {
      ...options,
      weights: listsArrays(model, options),
      ...(stats === undefined ? {} : { statistics: stats.statistics }),
    }),
    diagnostics: found,
  };
}

async function inspectVariables(
  terminal: Terminal,
  path: string,
  { model, diagnostics }: { readonly model: Model; readonly diagnostics: readonly Diagnostic[] },
  { from }: InspectOptions,
): Promise<CommandResult> {
  const source = from === undefined ? undefined : (await loadModel(from, {})).model;
  const proved = proveVariables(model, source);
  const found = [...diagnostics, ...proved.diagnostics];
  const { variables } = proved;
  const unsafe = variables.filter(({ safe }) => !safe).length;
  return {
    exitCode: exitCodeOf(found),
    data: { file: path, unsafe, variables },
    lines: variableLines(terminal, path, variables),
    diagnostics: found,
  };
}

/** Whether every array is listed: when asked for, and where the model is nothing but arrays. */
function listsArrays({ graphs }: Model, { weights, stats }: InspectOptions): boolean {
  return weights === true || stats === true || graphs.every(({ nodes }) => nodes.length === 0);
}

async function inspectDiff(terminal: Terminal, a: string, b: string, options: LoadOptions): Promise<CommandResult> {
  const [first, second] = [await loadModel(a, options), await loadModel(b, options)];
  const diff = diffModels(first.model, second.model);
  const diagnostics = [...first.diagnostics, ...second.diagnostics];
  const exitCode = diff.equal && !hasErrors(diagnostics) ? 0 : 1;
  return { exitCode, data: { a, b, ...diff }, lines: diffLines(terminal, a, b, diff), diagnostics };
}
