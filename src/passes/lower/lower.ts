import { attempt, type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { createEditor, createPatch, type GraphView, type Model, type Node } from "../../ir/index.ts";
import { createEmitter, type Decomposition, decompositions, findOp, type OpName } from "../../ops/index.ts";
import { PAS_E007 } from "../codes.ts";
import { type Rule, refuse } from "../rule.ts";
import { type AppliedPatch, runPipeline } from "../run.ts";
import { spellOutPadding } from "./padding.ts";

/** What a target says of a node: it can be written as it is, in simpler operators, or not, and why. */
export type Spelling = "direct" | "decompose" | { readonly unsupported: string };

/** How a target spells nodes. Formats and compilers provide it; lowering knows none of them. */
export type SpellingOf = (node: Node, graph: Pick<GraphView, "value">) => Spelling;

export interface LoweredModel {
  readonly model: Model;
  readonly applied: readonly AppliedPatch[];
  /** An error for every node that the target cannot express. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Rewrites a model until every operator is one that the target spells directly. */
export function lower(start: Model, spellingOf: SpellingOf): LoweredModel {
  const stage = {
    name: "lower",
    why: "decompositions may use composite operators themselves, so this runs to a fixed point",
    rules: [decompose(spellingOf), spellOutPadding(spellingOf)],
  };
  const { model, applied, diagnostics } = runPipeline(start, [stage]);
  const reasons = new Map(diagnostics.map((d) => [d.where.node, String(d.evidence["reason"])]));
  const refused = model.graphs.flatMap((graph) => {
    const view = createEditor(graph);
    return graph.nodes.flatMap((node) => {
      const spelling = spellingOf(node, view);
      if (spelling === "direct") return [];
      const reason = spelling === "decompose" ? reasons.get(node.name) : spelling.unsupported;
      const where = { graph: graph.name, node: node.name, op: sourceOp(node) };
      return [diagnose(PAS_E007, where, { reason: reason ?? "the target has no operator for it" })];
    });
  });
  return { model, applied, diagnostics: [...diagnostics.filter((d) => d.severity === "error"), ...refused] };
}

/** The operator in the words of the file it came from. */
function sourceOp(node: Node): string {
  if (node.op === "opaque" && typeof node.attrs["op"] === "string") return node.attrs["op"];
  return node.source?.op ?? node.op;
}

function decompose(spellingOf: SpellingOf): Rule {
  return {
    name: "decompose",
    summary: "A composite operator that the target lacks is replaced by its definition",
    match(node, { graph }) {
      if (spellingOf(node, graph) !== "decompose") return undefined;
      if (findOp(node.op) === undefined) return undefined;
      const definition = decompositions[node.op as OpName];
      if (definition === "primitive") return refuse("it is a primitive operator that the target lacks");
      const result = attempt(() =>
        createPatch(graph, "decompose", `${node.op} by its definition`, [node], (builder) => {
          const emit = createEmitter(builder, () => node.name);
          const outputs = (definition as Decomposition<never>)({
            attrs: node.attrs as never,
            inputs: node.inputs,
            emit,
          });
          return new Map(
            node.outputs.flatMap((old, index) => {
              const replacement = outputs[index];
              return replacement === undefined ? [] : [[old, replacement]];
            }),
          );
        }),
      );
      return "value" in result ? result.value : refuse(result.diagnostic.explain);
    },
  };
}
