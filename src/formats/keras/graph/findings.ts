import type { Collector, Diagnostic } from "../../../diagnostics/index.ts";
import { KER_N001, KER_N005, KER_N006, KER_N007 } from "../codes.ts";
import type { KerasLayer } from "../config/layer.ts";

/** Things that are noticed layer by layer and reported once for the model. */
export interface Findings {
  trainingOnly(layer: KerasLayer): void;
  stateful(layer: KerasLayer): void;
  maskMade(source: string): void;
  maskUsed(source: string): void;
  published(name: string, formula: string, layer: KerasLayer): void;
  /** True for the first diagnostic of a code about a layer. */
  isNew(layer: KerasLayer, diagnostic: Diagnostic): boolean;
  report(file: string, collector: Collector): void;
}

export function createFindings(): Findings {
  const trainingOnly = new Map<string, string>();
  const stateful = new Set<string>();
  const made = new Set<string>();
  const used = new Set<string>();
  const published = new Map<string, { readonly formula: string; readonly layers: Set<string> }>();
  const seen = new Set<string>();

  return {
    trainingOnly: (layer) => void trainingOnly.set(layer.path, layer.className),
    stateful: (layer) => void stateful.add(layer.path),
    maskMade: (source) => void made.add(source),
    maskUsed: (source) => void used.add(source),
    published(name, formula, layer) {
      const entry = published.get(name) ?? { formula, layers: new Set() };
      entry.layers.add(layer.path);
      published.set(name, entry);
    },
    isNew(layer, { code }) {
      const key = `${layer.path} ${code}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    },
    report(file, collector) {
      if (trainingOnly.size > 0) {
        const classes = [...new Set(trainingOnly.values())];
        collector.report(KER_N001, { file }, { classes, layers: [...trainingOnly.keys()] });
      }
      if (stateful.size > 0) collector.report(KER_N006, { file }, { layers: [...stateful] });
      const idle = [...made].filter((source) => !used.has(source));
      if (idle.length > 0) collector.report(KER_N005, { file }, { sources: idle });
      for (const [name, { formula, layers }] of published) {
        collector.report(KER_N007, { file }, { function: name, formula, layers: [...layers] });
      }
    },
  };
}
