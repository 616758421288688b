import { findOp, type OpName } from "../../../../ops/index.ts";
import type { WriteFamily, WriteRule } from "../rule.ts";
import { controlRules } from "./control.ts";
import { convolutionRules } from "./convolution.ts";
import { denseRules } from "./dense.ts";
import { elementwiseRules } from "./elementwise.ts";
import { indexRules } from "./index-ops.ts";
import { liteRules } from "./lite.ts";
import { reduceRules } from "./reduce.ts";
import { shapeRules } from "./shape.ts";

const rules: WriteFamily<OpName> = {
  ...elementwiseRules,
  ...reduceRules,
  ...shapeRules,
  ...convolutionRules,
  ...denseRules,
  ...indexRules,
  ...controlRules,
  ...liteRules,
};

/** How an operator is written; undefined for what is none of ours. */
export function findWriteRule(op: string): WriteRule<never> | undefined {
  return findOp(op) === undefined ? undefined : (rules[op as OpName] as WriteRule<never>);
}
