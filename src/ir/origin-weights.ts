import { type Expression, isExpressionNode, type Origin } from "./origin.ts";

/** Names of the source weights that an origin goes back to, through any number of computations. */
export function originWeights(origin: Origin, into: Set<string> = new Set()): Set<string> {
  const seen = new Set<Expression | Origin>();
  const todo: (Expression | Origin)[] = [origin];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if ("kind" in at) {
      if (at.kind === "source") into.add(at.weight);
      if (at.kind === "computed") todo.push(at.expression);
    } else if (isExpressionNode(at)) {
      for (const input of at.inputs) if (input !== null) todo.push(input);
    } else {
      todo.push(at.origin);
    }
  }
  return into;
}
