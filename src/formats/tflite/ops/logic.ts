import type { OpName } from "../../../ops/index.ts";
import { byDtype, inputDtype, inputRank } from "./operand.ts";
import { plain, type RuleContext, type TfliteRule } from "./rule.ts";

/** The values that a SELECT chooses from are its inputs 1 and 2; input 0 is the condition. */
function selectVersion(context: RuleContext): number {
  if (inputDtype(context, 1) === "uint32") return 4;
  if ([0, 1, 2].some((input) => inputRank(context, input) === 5)) return 3;
  return inputDtype(context, 1) === "int8" ? 2 : 1;
}

type LogicOp = Extract<
  OpName,
  | "equal"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "logicalAnd"
  | "logicalOr"
  | "logicalNot"
  | "select"
  | "selectV2"
>;

/** Comparisons, logic, and choosing by a condition. */
export const logicRules: { readonly [N in LogicOp]: TfliteRule<N> } = {
  equal: plain("EQUAL", () => ({}), byDtype(0, { int8: 2, string: 3, int16: 5 })),
  notEqual: plain("NOT_EQUAL", () => ({}), byDtype(0, { int8: 2, string: 3, int16: 4 })),
  less: plain("LESS", () => ({}), byDtype(0, { int8: 2, int16: 3 })),
  lessEqual: plain("LESS_EQUAL", () => ({}), byDtype(0, { int8: 2 })),
  greater: plain("GREATER", () => ({}), byDtype(0, { int8: 2 })),
  greaterEqual: plain("GREATER_EQUAL", () => ({}), byDtype(0, { int8: 2, int16: 3 })),
  logicalAnd: plain("LOGICAL_AND", () => ({})),
  logicalOr: plain("LOGICAL_OR", () => ({})),
  logicalNot: plain("LOGICAL_NOT", () => ({})),
  select: plain("SELECT", () => ({}), selectVersion),
  selectV2: plain("SELECT_V2", () => ({}), byDtype(1, { uint32: 2 })),
};
