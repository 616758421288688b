import { dirname } from "node:path";
import { type CaseResult, loadCases, runCase, throughFormat, type Verdict } from "../../api/index.ts";
import { caseHost, fileSource } from "../../node/index.ts";
import type { CommandResult, CommonOptions } from "../command.ts";
import { customOperators, type LoadOptions, readOptions } from "../load.ts";
import { startProgress } from "../progress.ts";
import { paint, type Style, type Terminal } from "../terminal.ts";

export interface VerifyCasesOptions extends CommonOptions, LoadOptions {
  /** Only cases whose name holds this text. */
  readonly only?: string;
  /** Run each model as it is after conversion to this format. */
  readonly through?: string;
}

/** Runs a file of golden cases; exit code 1 when one is wrong. */
export async function verifyCases(
  terminal: Terminal,
  path: string,
  options: VerifyCasesOptions,
): Promise<CommandResult> {
  const host = caseHost(dirname(path));
  const source = fileSource(path);
  const cases = await loadCases(source.read(0, source.size), path, host);
  const chosen = cases.filter(({ name }) => options.only === undefined || name.includes(options.only));
  const { layers, operators } = await readOptions(options);
  const custom = await customOperators(options);
  const progress = startProgress(terminal, "cases", chosen.length);
  const results: CaseResult[] = [];
  for (const test of chosen) {
    const result = await runCase(test, host, {
      layers: () => layers,
      operators: () => operators,
      customOperators: custom,
      ...(options.through === undefined ? {} : { transform: throughFormat(options.through) }),
    });
    results.push(result);
    progress.step(results.length);
  }
  progress.stop();
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  const totals = { right: count("right"), wrong: count("wrong"), refused: count("refused") };
  const last = `${totals.right} right, ${totals.wrong} wrong, ${totals.refused} refused`;
  return {
    exitCode: totals.wrong > 0 ? 1 : 0,
    data: { file: path, ...totals, cases: results },
    lines: [...results.flatMap((result) => caseLines(terminal, result)), last],
    diagnostics: [],
  };
}

const styles: Readonly<Record<Verdict, Style>> = { right: "green", wrong: "red", refused: "yellow" };

function caseLines(terminal: Terminal, { name, verdict, reason, expected }: CaseResult): string[] {
  const line = `${paint(terminal, styles[verdict], verdict.padEnd(7))} ${name}: ${reason}`;
  return expected === undefined ? [line] : [line, `        expected: ${expected}`];
}
