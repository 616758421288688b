import { basename, dirname, extname, join } from "node:path";
import { type ConvertResult, convertModel } from "../../api/index.ts";
import { type Diagnostic, HoldfastError } from "../../diagnostics/index.ts";
import { writeFiles } from "../../node/index.ts";
import type { CommandResult, CommonOptions } from "../command.ts";
import { defined } from "../defined.ts";
import { type LoadOptions, loadModel } from "../load.ts";
import { startProgress } from "../progress.ts";
import { ledgerLines } from "../render/ledger.ts";
import { formatBytes, plural } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

export interface ConvertCommandOptions extends CommonOptions, LoadOptions {
  readonly output?: string;
  readonly to?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly signatures?: readonly string[];
  readonly batch?: number;
  readonly inputShape?: Readonly<Record<string, readonly number[]>>;
  readonly fp16?: boolean;
  readonly optimize?: boolean;
  readonly fold?: boolean;
  readonly targetRuntime?: string;
  readonly stopAfter?: number;
  readonly force?: boolean;
}

interface FileResult {
  readonly input: string;
  readonly output?: string;
  readonly byteLength?: number;
  readonly ledger?: ConvertResult["ledger"];
  readonly rewrites: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Converts each file; one that fails does not keep the others from being converted. */
export async function convert(
  terminal: Terminal,
  paths: readonly string[],
  options: ConvertCommandOptions,
): Promise<CommandResult> {
  const progress = startProgress(terminal, "converting", paths.length);
  const results: FileResult[] = [];
  const lines: string[] = [];
  for (const path of paths) {
    const result = await convertFile(path, targetOf(path, paths.length, options), options);
    results.push(result);
    lines.push(...resultLines(terminal, result, options));
    progress.step(results.length);
  }
  progress.stop();
  const failed = results.filter((result) => result.output === undefined);
  return {
    exitCode: failed.length > 0 ? 1 : 0,
    data: { files: results },
    lines,
    diagnostics: results.flatMap((result) => result.diagnostics),
  };
}

/** Where a file's result goes: the given name, into the given folder, or beside the file. */
function targetOf(path: string, count: number, { output, to = "tflite" }: ConvertCommandOptions): string {
  const own = `${basename(path).replace(/(\.weights)?\.[^.]+$/, "")}.${to}`;
  if (output === undefined) return join(dirname(path), own);
  return count > 1 || output.endsWith("/") || extname(output) === "" ? join(output, own) : output;
}

async function convertFile(path: string, target: string, options: ConvertCommandOptions): Promise<FileResult> {
  const before: Diagnostic[] = [];
  try {
    const { model, diagnostics } = await loadModel(path, options);
    before.push(...diagnostics);
    const { inputs, outputs, signatures, batch, inputShape, fp16, optimize, fold, targetRuntime, stopAfter } = options;
    const result = await convertModel(model, {
      to: options.to ?? (extname(target).slice(1) || "tflite"),
      name: basename(target),
      ...defined({
        inputs,
        outputs,
        signatures,
        batch,
        fp16,
        optimize,
        fold,
        targetRuntime,
        stopAfter,
        shapes: inputShape,
      }),
    });
    const found = [...before, ...result.diagnostics];
    const known = {
      input: path,
      rewrites: result.applied.length,
      diagnostics: found,
      ...defined({ ledger: result.ledger }),
    };
    if (result.files.length === 0) return known;
    writeFiles(dirname(target), result.files, defined({ force: options.force }));
    const output = join(dirname(target), result.files[0]?.name ?? basename(target));
    return { ...known, output, byteLength: result.files.reduce((sum, file) => sum + file.bytes.length, 0) };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return {
      input: path,
      rewrites: 0,
      diagnostics: before.length > 0 ? [...before, error.diagnostic] : error.diagnostics,
    };
  }
}

function resultLines(terminal: Terminal, result: FileResult, options: ConvertCommandOptions): string[] {
  if (result.output === undefined) return [`${paint(terminal, "red", "not converted")} ${result.input}`];
  const head = `${result.input} -> ${paint(terminal, "bold", result.output)}  ${formatBytes(result.byteLength ?? 0)}`;
  const ledger = result.ledger === undefined ? [] : ledgerLines(terminal, result.ledger, options.verbose === true);
  return [head, `  ${plural(result.rewrites, "rewrite")}`, ...ledger.map((line) => `  ${line}`)];
}
