import type { OpName } from "../../../ops/index.ts";
import type { BuiltinOperator } from "../schema/builtin-operators.ts";
import { activationRules } from "./activation.ts";
import { controlRules } from "./control.ts";
import { convolutionRules } from "./convolution.ts";
import { denseRules } from "./dense.ts";
import { detectRules } from "./detect.ts";
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
import { sequenceRules } from "./sequence.ts";
import { shapeRules } from "./shape.ts";
import { signalRules } from "./signal.ts";
import { stablehloAliases, stablehloRules } from "./stablehlo.ts";
import { tableRules } from "./table.ts";
import { trainingRules } from "./training.ts";

/** How TensorFlow Lite spells each of our operators, or why it does not. */
export const rules: { readonly [N in OpName]: TfliteRule<N> } = {
  ...activationRules,
  ...controlRules,
  ...convolutionRules,
  ...denseRules,
  ...detectRules,
  ...elementwiseRules,
  ...indexRules,
  ...logicRules,
  ...normalizationRules,
  ...poolRules,
  ...quantizeRules,
  ...recurrentRules,
  ...reduceRules,
  ...resizeRules,
  ...sequenceRules,
  ...shapeRules,
  ...signalRules,
  ...stablehloRules,
  ...tableRules,
  ...trainingRules,
};

/** A rule without the type of its attributes. */
export type AnyRule = OperatorRule<unknown> | UnsupportedRule | DecomposeRule;

/** The rule of an operator by name; undefined for opaque ones. */
export function findRule(op: string): AnyRule | undefined {
  return Object.hasOwn(rules, op) ? (rules[op as OpName] as unknown as AnyRule) : undefined;
}

/** An operator of ours and its rule. */
export interface FoundRule {
  readonly op: OpName;
  readonly rule: OperatorRule<unknown>;
}

/**
 * The rules that read built-in operators by their code, of which several may share one and tell it apart by its options,
 * and those that read custom ones by their name.
 */
export interface RulesByCode {
  readonly builtin: ReadonlyMap<BuiltinOperator, readonly FoundRule[]>;
  readonly custom: ReadonlyMap<string, readonly FoundRule[]>;
}

/** Our operator and its rule for each operator of the format that has one. */
export function rulesByCode(): RulesByCode {
  const builtin = new Map<BuiltinOperator, FoundRule[]>();
  const custom = new Map<string, FoundRule[]>();
  const add = <K>(map: Map<K, FoundRule[]>, key: K, found: FoundRule): void => {
    map.set(key, [...(map.get(key) ?? []), found]);
  };
  for (const [op, rule] of Object.entries(rules) as [OpName, AnyRule][]) {
    if (rule.kind !== "operator") continue;
    if (rule.custom === undefined) add(builtin, rule.code, { op, rule });
    else add(custom, rule.custom, { op, rule });
  }
  for (const found of stablehloAliases) add(builtin, found.rule.code, found);
  return { builtin, custom };
}
