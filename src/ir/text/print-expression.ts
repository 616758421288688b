import type { Constant } from "../constant.ts";
import { type Expression, isExpressionNode, type Origin } from "../origin.ts";
import { printAttribute, printName } from "./attribute.ts";
import { type ConstantPrinter, printConstantType } from "./print-constant.ts";

/** Prints where constants come from. Formulas that several constants share, and deep ones, become `&n = ...` lines. */
export interface OriginPrinter {
  /** The definitions that the origins of `collect` refer to, each after those it uses. */
  definitions(): string[];
  /** One of the origins that were collected. */
  origin(origin: Origin): string;
}

/** Formulas within each other before a part is given a line of its own. */
const maxHeight = 6;

/**
 * One formula; equal formulas are one entry, so that the text depends on what a formula says and not on how it is shared
 * in memory, and stays in proportion to its size.
 */
interface Entry {
  readonly expression: Expression;
  /** Entries by number; null for an absent input. */
  readonly parts: readonly (number | null)[];
  uses: number;
  /** Number in `&n`, for entries with a line of their own. */
  label?: number;
}

/** Looks at the origins first, in the order of the text; prints them afterwards. */
export function createOriginPrinter(constants: ConstantPrinter, origins: readonly Origin[]): OriginPrinter {
  const entries: Entry[] = [];
  const byKey = new Map<string, number>();
  const byExpression = new Map<Expression, number>();

  function intern(expression: Expression): number {
    const parts = partsOf(expression).map((part) => (part === null ? null : (byExpression.get(part) as number)));
    const key = `${head(expression, constants.content)}(${parts.map(String).join()})`;
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, entries.length);
    for (const part of parts) if (part !== null) (entries[part] as Entry).uses += 1;
    return entries.push({ expression, parts, uses: 0 }) - 1;
  }

  /** Depth first without recursion: chains of folded constants are as long as the graph. */
  function collect(root: Expression): void {
    const open: Expression[] = [root];
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      const missing = partsOf(at).filter((part) => part !== null && !byExpression.has(part)) as Expression[];
      if (missing.length > 0) {
        open.push(...missing);
        continue;
      }
      open.pop();
      if (!byExpression.has(at)) byExpression.set(at, intern(at));
    }
    (entries[byExpression.get(root) as number] as Entry).uses += 1;
  }

  for (const origin of origins) if (origin.kind === "computed") collect(origin.expression);
  const labelled = label(entries);

  function print(entry: Entry): string {
    return entry.label === undefined ? printWhole(entry) : `&${entry.label}`;
  }

  function printWhole({ expression, parts }: Entry): string {
    const inner = (): string[] => parts.map((part) => (part === null ? "_" : print(entries[part] as Entry)));
    if (!isExpressionNode(expression)) return [head(expression, constants.data), ...inner()].join(" ");
    const attrs = Object.keys(expression.attrs).length === 0 ? "" : ` ${printAttribute(expression.attrs)}`;
    const output = expression.output === 0 ? "" : ` output ${expression.output}`;
    return `${printName(expression.op)}(${inner().join(", ")})${attrs}${output}`;
  }

  return {
    definitions: () => labelled.map((entry) => `&${entry.label} = ${printWhole(entry)}`),
    origin(origin) {
      if (origin.kind !== "computed") return originHead(origin);
      return `${originHead(origin)} ${print(entries[byExpression.get(origin.expression) as number] as Entry)}`;
    },
  };
}

/** Gives a label to formulas that are used twice or stand too deep; entries come after their parts. */
function label(entries: readonly Entry[]): Entry[] {
  const heights: number[] = [];
  const labelled: Entry[] = [];
  for (const entry of entries) {
    const height = 1 + Math.max(0, ...entry.parts.map((part) => (part === null ? 0 : (heights[part] as number))));
    const named = entry.parts.length > 0 && (entry.uses > 1 || height > maxHeight);
    heights.push(named ? 0 : height);
    if (!named) continue;
    entry.label = labelled.length;
    labelled.push(entry);
  }
  return labelled;
}

/** What an expression is made of: its inputs, or the formula that a constant was computed by. */
function partsOf(expression: Expression): readonly (Expression | null)[] {
  if (isExpressionNode(expression)) return expression.inputs;
  return expression.origin.kind === "computed" ? [expression.origin.expression] : [];
}

/** An expression without its parts. */
function head(expression: Expression, data: (c: Constant) => string): string {
  if (!isExpressionNode(expression)) {
    return `${printConstantType(expression, undefined)}${data(expression)} ${originHead(expression.origin)}`;
  }
  return `${printName(expression.op)} ${printAttribute(expression.attrs)} ${expression.output}`;
}

function originHead(origin: Origin): string {
  if (origin.kind !== "source") return `${origin.kind} ${JSON.stringify(origin.reason)}`;
  const view = origin.view === undefined ? "" : ` view ${JSON.stringify(origin.view)}`;
  return `source ${JSON.stringify(origin.weight)}${view}`;
}
