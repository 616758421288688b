import { basename, dirname, join } from "node:path";
import { repairModel } from "../../api/index.ts";
import { writeFiles } from "../../node/index.ts";
import type { CommandResult, CommonOptions } from "../command.ts";
import { exitCodeOf } from "../command.ts";
import { defined } from "../defined.ts";
import { type LoadOptions, loadModel } from "../load.ts";
import { ledgerLines } from "../render/ledger.ts";
import { formatBytes, plural, table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

export interface RepairCommandOptions extends CommonOptions, LoadOptions {
  readonly from: string;
  readonly output?: string;
  readonly force?: boolean;
}

/** Puts the weights of a source back into a file, and shows where each went. */
export async function repair(terminal: Terminal, path: string, options: RepairCommandOptions): Promise<CommandResult> {
  const target = options.output ?? join(dirname(path), `${basename(path).replace(/\.[^.]+$/, "")}_repaired.tflite`);
  const broken = await loadModel(path, {});
  const source = (await loadModel(options.from, options)).model;
  const result = await repairModel(broken.model, source, { name: basename(target) });
  const { files, grafts, ledger } = result;
  const diagnostics = [...broken.diagnostics, ...result.diagnostics];
  if (files.length > 0) writeFiles(dirname(target), files, defined({ force: options.force }));
  const byteLength = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const output = files.length > 0 ? target : undefined;
  const rows = grafts.map(({ variable, weight, type, byteLength: size, why }) => [
    variable,
    type,
    formatBytes(size),
    why === "unassigned" ? "had no value" : "had another value",
    `from ${weight}`,
  ]);
  const lines =
    output === undefined
      ? [`${paint(terminal, grafts.length === 0 ? "bold" : "red", "nothing written")} for ${path}`]
      : [
          `${path} -> ${paint(terminal, "bold", output)}  ${formatBytes(byteLength)}`,
          `  ${plural(grafts.length, "weight")} put back from ${options.from}`,
          ...table(rows, ["left", "left", "right"]).map((line) => `    ${line}`),
          ...(ledger === undefined ? [] : ledgerLines(terminal, ledger, false).map((line) => `  ${line}`)),
        ];
  return {
    exitCode: exitCodeOf(diagnostics),
    data: { file: path, from: options.from, ...defined({ output, ledger }), byteLength, grafts },
    lines,
    diagnostics,
  };
}
