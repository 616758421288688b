import type { OpName } from "../../../ops/index.ts";
import type { BuiltinOperator } from "../schema/builtin-operators.ts";
import { activationRules } from "./activation.ts";
import { controlRules } from "./control.ts";
import { convolutionRules } from "./convolution.ts";
import { denseRules } from "./dense.ts";
import { elementwiseRules } from "./elementwise.ts";
import { indexRules } from "./indexing.ts";
import { logicRules } from "./logic.ts";
import { normalizationRules } from "./normalization.ts";
import { poolRules } from "./pool.ts";
import { quantizeRules } from "./quantize.ts";
import { recurrentRules } from "./recurrent.ts";
import { reduceRules } from "./reduce.ts";
import { resizeRules } from "./resize.ts";
import type { DecomposeRule, OperatorRule, TfliteRule, UnsupportedRule } from "./rule.ts";
import { shapeRules } from "./shape.ts";

/** How TensorFlow Lite spells each of our operators, or why it does not. */
export const rules: { readonly [N in OpName]: TfliteRule<N> } = {
  ...activationRules,
  ...controlRules,
  ...convolutionRules,
  ...denseRules,
  ...elementwiseRules,
  ...indexRules,
  ...logicRules,
  ...normalizationRules,
  ...poolRules,
  ...quantizeRules,
  ...recurrentRules,
  ...reduceRules,
  ...resizeRules,
  ...shapeRules,
};

/** A rule without the type of its attributes. */
export type AnyRule = OperatorRule<unknown> | UnsupportedRule | DecomposeRule;

/** The rule of an operator by name; undefined for opaque ones. */
export function findRule(op: string): AnyRule | undefined {
  return Object.hasOwn(rules, op) ? (rules[op as OpName] as unknown as AnyRule) : undefined;
}

/** Our operator and its rule for each built-in operator that has one. */
export function rulesByCode(): ReadonlyMap<
  BuiltinOperator,
  { readonly op: OpName; readonly rule: OperatorRule<unknown> }
> {
  return new Map(
    Object.entries(rules).flatMap(([op, rule]) =>
      rule.kind === "operator" ? [[rule.code, { op: op as OpName, rule: rule as OperatorRule<unknown> }]] : [],
    ),
  );
}
