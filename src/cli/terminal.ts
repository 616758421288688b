import { styleText } from "node:util";

/** Where a command prints, and how. Results go to `out`, progress and complaints to `err`. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Colours, bars and wrapping are for people only. */
  readonly color: boolean;
  readonly interactive: boolean;
  readonly columns: number;
}

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** Text in a style, when the terminal shows styles. */
export function paint(terminal: Terminal, style: Style, text: string): string {
  return terminal.color ? styleText(style, text) : text;
}

/** The process's own terminal. `NO_COLOR` and a redirected output turn colours off. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    color: stdout.isTTY === true && env["NO_COLOR"] === undefined,
    interactive: stderr.isTTY === true,
    columns: stdout.columns ?? 100,
  };
}
