import { createPatch, type ValueId } from "../../ir/index.ts";
import { findOp } from "../../ops/index.ts";
import { outputOf, replaceOne } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";

export const dropTrainingOnly: Rule = {
  name: "dropTrainingOnly",
  summary: "An operator that hands its input through at inference (dropout, noise) goes",
  match(node, { graph }) {
    const through = findOp(node.op)?.inferenceIdentity;
    const from = through === undefined ? undefined : node.inputs[through];
    if (from === undefined || from === null) return undefined;
    const output = outputOf(node);
    if (graph.isOutput(output) && (graph.inputs.includes(from) || graph.isOutput(from))) {
      return refuse("it alone stands between an input and an output");
    }
    const reason = `${node.op} does nothing at inference`;
    return createPatch(graph, "dropTrainingOnly", reason, [node], () => replaceOne(output, from as ValueId));
  },
};
