import { attempt, type Collector } from "../../../diagnostics/index.ts";
import {
  createEditor,
  createPatch,
  type GraphBuilder,
  type GraphEditor,
  graphId,
  type Model,
  type Node,
  type Patch,
  type ValueId,
  withGraph,
} from "../../../ir/index.ts";
import { createEmitter, type Decomposition, decompositions, findOp, type OpName } from "../../../ops/index.ts";
import { TFL_N004 } from "../codes.ts";
import { findRule } from "../ops/index.ts";
import { formatVersion, isNewer, type RuntimeVersion, runtimeOf } from "../runtime-versions.ts";
import { inlineComposite } from "./inline.ts";
import { rewriteOf } from "./rewrites.ts";

/** Rounds of rewriting: what one rewrite makes may need another, a composite in a composite at most. */
const mostRounds = 8;

/**
 * The model in operators that a runtime has, as far as the meaning allows. Nodes that read as newer than needed are left
 * to be respelled; what stays too new is the writer's to refuse. Each rewrite is a note.
 */
export function lowerForRuntime(start: Model, target: RuntimeVersion, report: Collector): Model {
  let model = start;
  for (const index of model.graphs.keys()) {
    const id = graphId(index);
    const editor = createEditor(model.graphs[index] as Model["graphs"][number]);
    for (let round = 0, changed = true; changed && round < mostRounds; round++) {
      changed = false;
      for (const node of editor.nodes()) {
        const needs = tooNew(node, editor, target);
        if (needs === undefined || !editor.has(node)) continue;
        const result = attempt(() => patchFor(node, model, editor, target));
        if ("diagnostic" in result || result.value === undefined) continue;
        const { value: patch } = result;
        if ("diagnostic" in attempt(() => editor.apply(patch))) continue;
        changed = true;
        const where = { graph: editor.name, node: node.name, op: node.source?.op ?? node.op };
        report.report(TFL_N004, where, {
          needs: needs === "composite" ? "" : formatVersion(needs),
          target: formatVersion(target),
        });
      }
    }
    model = withGraph(model, id, editor.graph());
  }
  return model;
}

/** The runtime that the lowest version of a node's operator needs, when that is newer than the target. */
function tooNew(node: Node, graph: GraphEditor, target: RuntimeVersion): RuntimeVersion | "composite" | undefined {
  const rule = findRule(node.op);
  if (rule?.kind === "decompose") return "composite";
  if (rule?.kind !== "operator") return undefined;
  const operand = (id: ValueId | null) => (id === null ? null : (graph.value(id) ?? null));
  const context = { inputs: node.inputs.map(operand), outputs: node.outputs.flatMap((id) => operand(id) ?? []) };
  const needs = runtimeOf(rule.code, rule.version(context, node.attrs));
  return needs !== undefined && isNewer(needs, target) ? needs : undefined;
}

function patchFor(node: Node, model: Model, editor: GraphEditor, target: RuntimeVersion): Patch | undefined {
  let made = false;
  const patch = createPatch(
    editor,
    "lowerForRuntime",
    `TensorFlow Lite ${formatVersion(target)}`,
    [node],
    (builder) => {
      const outputs = emitInstead(node, model, builder);
      made = outputs !== undefined;
      return new Map(node.outputs.flatMap((old, i) => (outputs?.[i] === undefined ? [] : [[old, outputs[i]]])));
    },
  );
  return made ? patch : undefined;
}

function emitInstead(node: Node, model: Model, builder: GraphBuilder): readonly ValueId[] | undefined {
  if (node.op === "composite") return inlineComposite(node, model, builder);
  if (findOp(node.op) === undefined) return undefined;
  const emit = createEmitter(builder, () => node.name);
  const outputs = node.outputs.map((id) => builder.value(id).type);
  const rewrite = rewriteOf(node.op);
  if (rewrite !== undefined) {
    return rewrite({ node, attrs: node.attrs as never, inputs: node.inputs, outputs, emit });
  }
  const definition = decompositions[node.op as OpName];
  if (definition === "primitive") return undefined;
  return (definition as Decomposition<never>)({ attrs: node.attrs as never, inputs: node.inputs, emit });
}
