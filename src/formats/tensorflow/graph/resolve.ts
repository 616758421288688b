import { fail } from "../../../diagnostics/index.ts";
import { TFG_E001 } from "../codes.ts";
import type { InputRef } from "../schema/index.ts";
import { outputIndex } from "./body.ts";
import { type Out, outOf } from "./out.ts";
import { boundOut, isArgument, knownResult } from "./schedule.ts";
import type { Scope } from "./translation.ts";

/** The output that a reference means; its node has been translated. */
export function resolve(scope: Scope, ref: InputRef): Out {
  if (isArgument(scope, ref)) {
    const given = scope.argument(scope.body.args.get(ref.node) ?? -1);
    if (given !== undefined) return given;
  }
  const node = scope.body.nodes.get(ref.node);
  const index = node === undefined ? ref.index : outputIndex(scope.body, node, ref);
  const bound = boundOut(scope, ref.node, index);
  if (bound !== undefined) return bound;
  const result = knownResult(scope, ref.node);
  const out = result === undefined ? undefined : outOf(result, index);
  const problem = `Output ${index} of '${ref.node}'${node === undefined ? "" : ` (${node.op})`} is used, but it has none there`;
  return out ?? fail(TFG_E001, { graph: scope.body.name, node: ref.node }, { problem });
}
