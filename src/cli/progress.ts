import cliProgress from "cli-progress";
import type { Terminal } from "./terminal.ts";

/** Progress of work of known length. */
export interface Progress {
  step(done: number): void;
  stop(): void;
}

/** A bar on an interactive terminal that appears after a second of work; silent elsewhere. */
export function startProgress(terminal: Terminal, title: string, total: number): Progress {
  if (!terminal.interactive || total < 2) return { step: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    format: `${title} {bar} {value}/{total}  {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  const begun = performance.now();
  let shown = false;
  return {
    step(done) {
      if (!shown && performance.now() - begun > 1000) {
        shown = true;
        bar.start(total, done);
      }
      if (shown) bar.update(done);
    },
    stop() {
      if (shown) bar.stop();
    },
  };
}
