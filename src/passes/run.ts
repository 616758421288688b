import { type Diagnostic, diagnose } from "../diagnostics/index.ts";
import {
  createEditor,
  type GraphEditor,
  graphId,
  type Model,
  type Node,
  type Provenance,
  withGraph,
} from "../ir/index.ts";
import { PAS_E002, PAS_N001 } from "./codes.ts";
import { isRefusal, type Rule, type Stage } from "./rule.ts";

/** A rewrite that was applied. */
export interface AppliedPatch extends Provenance {
  readonly stage: string;
  readonly graph: string;
}

export interface PipelineOptions {
  /** Stop after this many rewrites: for finding the one that makes a result wrong. */
  readonly stopAfter?: number;
  /** Called with the model after every rewrite; for checking each of them. */
  readonly onPatch?: (model: () => Model, patch: AppliedPatch) => void;
}

export interface PipelineResult {
  readonly model: Model;
  readonly applied: readonly AppliedPatch[];
  /** Refusals as notes, and the error when a stage did not end. */
  readonly diagnostics: readonly Diagnostic[];
}

/** More rewrites than any legal stage makes: each one removes a node or moves it to its place. */
const patchLimit = (nodes: number): number => 1000 + 50 * nodes;

/** Runs the stages in order over every graph, each to its fixed point. */
export function runPipeline(start: Model, stages: readonly Stage[], options: PipelineOptions = {}): PipelineResult {
  let model = start;
  const applied: AppliedPatch[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const stage of stages) {
    for (const index of model.graphs.keys()) {
      const id = graphId(index);
      const editor = createEditor(model.graphs[index] as Model["graphs"][number]);
      const before = model;
      const refusals = new Map<string, Diagnostic>();
      const limit = patchLimit(model.graphs[index]?.nodes.length ?? 0);
      let count = 0;
      for (let changed = true; changed && applied.length < (options.stopAfter ?? Number.POSITIVE_INFINITY); ) {
        changed = false;
        refusals.clear();
        for (const node of editor.nodes()) {
          if (applied.length >= (options.stopAfter ?? Number.POSITIVE_INFINITY)) break;
          const patch = applyFirst(stage.rules, node, before, editor, refusals);
          if (patch === undefined) continue;
          changed = true;
          applied.push({ ...patch, stage: stage.name, graph: editor.name });
          options.onPatch?.(() => withGraph(before, id, editor.graph()), applied.at(-1) as AppliedPatch);
          count += 1;
          if (count > limit) {
            diagnostics.push(diagnose(PAS_E002, { graph: editor.name }, { stage: stage.name, patches: count }));
            return { model: withGraph(model, id, editor.graph()), applied, diagnostics };
          }
        }
      }
      diagnostics.push(...refusals.values());
      model = withGraph(model, id, editor.graph());
    }
  }
  return { model, applied, diagnostics };
}

function applyFirst(
  rules: readonly Rule[],
  node: Node,
  model: Model,
  editor: GraphEditor,
  refusals: Map<string, Diagnostic>,
): Provenance | undefined {
  for (const rule of rules) {
    const answer = rule.match(node, { model, graph: editor });
    if (answer === undefined) continue;
    if (isRefusal(answer)) {
      const where = { graph: editor.name, node: node.name, op: node.op };
      const evidence = { rule: rule.name, reason: answer.refused };
      refusals.set(`${rule.name} ${node.id}`, diagnose(PAS_N001, where, evidence));
      continue;
    }
    editor.apply(answer);
    return { rule: rule.name, reason: answer.reason, from: answer.from };
  }
  return undefined;
}
