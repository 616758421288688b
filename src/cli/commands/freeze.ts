import { extname } from "node:path";
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { CommandResult } from "../command.ts";
import { table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";
import { type ConvertCommandOptions, convert } from "./convert.ts";

/**
 * Freezes a model: variables become constants, and what only training needs is left out. A TensorFlow graph by default, whose
 * filters keep the bytes that were trained; for other formats normalizations are folded into them.
 */
export async function freeze(terminal: Terminal, path: string, options: ConvertCommandOptions): Promise<CommandResult> {
  const named = options.output !== undefined && extname(options.output) !== "" && !options.output.endsWith("/");
  const to = options.to ?? (named ? undefined : "pb");
  const isGraph = (to ?? extname(options.output ?? "")).replace(/^\./, "") === "pb";
  const result = await convert(terminal, [path], {
    ...options,
    ...(to === undefined ? {} : { to }),
    fold: options.fold ?? !isGraph,
  });
  return { ...result, lines: [...result.lines, ...entryLines(terminal, result.diagnostics)] };
}

interface Candidate {
  readonly name: string;
  readonly why: string;
}

/** What was taken for inputs and outputs where the file does not say, why, and what else could be meant. */
function entryLines(terminal: Terminal, diagnostics: readonly Diagnostic[]): readonly string[] {
  const inferred = diagnostics.find(({ code }) => code === "TFG-N011")?.evidence;
  if (inferred === undefined) return [];
  const candidates = (value: unknown): readonly Candidate[] => (Array.isArray(value) ? value : []);
  const [inputs, outputs, others] = [inferred["inputs"], inferred["outputs"], inferred["others"]].map(candidates);
  const rows = (label: string, candidates: readonly Candidate[] = []): string[][] =>
    candidates.map(({ name, why }) => [paint(terminal, "dim", label), name, why]);
  const isAmbiguous = (outputs?.length ?? 0) + (others?.length ?? 0) > 1;
  return [
    "",
    ...table([...rows("input", inputs), ...rows("output", outputs), ...rows("or", others)]),
    ...(isAmbiguous ? ["", "Several tensors look like outputs, best first; --outputs chooses others."] : []),
  ];
}
