import { type AssignedConstant, assignedConstants, keyOfVariable } from "../../analysis/index.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { type Constant, constantBytes, type Model, type Variable } from "../../ir/index.ts";
import { REP_W004, REP_W005 } from "./codes.ts";
import type { Matcher } from "./match.ts";

/** A variable that the model itself gives other numbers than the source has for it. */
export interface Overwritten {
  readonly variable: Variable;
  readonly assigned: AssignedConstant;
}

/** Variables named in a message. */
const mostNamed = 5;

/** Every assignment of constants that differ from the source's weights, bit by bit. */
export function findOverwritten(model: Model, match: Matcher): readonly Overwritten[] {
  const byKey = new Map(model.variables.map((variable) => [keyOfVariable(variable), variable]));
  return assignedConstants(model).flatMap((assigned): Overwritten[] => {
    const variable = byKey.get(assigned.key);
    const found = variable === undefined ? undefined : match(variable);
    if (variable === undefined || found === undefined || !("weight" in found)) return [];
    const { constant } = found.weight;
    return constant === undefined || sameNumbers(constant, assigned.constant) ? [] : [{ variable, assigned }];
  });
}

/** A warning for each entry point that overwrites weights, and one for what is wrong from the start. */
export function reportOverwritten(found: readonly Overwritten[]): readonly Diagnostic[] {
  const evidence = (list: readonly Overwritten[]) => ({
    count: list.length,
    variables: list.slice(0, mostNamed).map(({ variable }) => variable.name),
    zeros: list.every(({ assigned }) => constantBytes(assigned.constant).every((byte) => byte === 0)),
  });
  const atStart = found.filter(({ assigned }) => assigned.atStart);
  const run = found.filter(({ assigned }) => !assigned.atStart);
  const signatures = [...new Set(run.flatMap(({ assigned }) => assigned.signatures))];
  return [
    ...(atStart.length === 0 ? [] : [diagnose(REP_W005, {}, evidence(atStart))]),
    ...signatures.map((signature) => {
      const mine = run.filter(({ assigned }) => assigned.signatures.includes(signature));
      return diagnose(REP_W004, { graph: signature }, { signature, ...evidence(mine) });
    }),
  ];
}

function sameNumbers(a: Constant, b: Constant): boolean {
  const [left, right] = [constantBytes(a), constantBytes(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
