import {
  type Constant,
  type Expression,
  isExpressionNode,
  type Model,
  originWeights,
  type SourceWeight,
} from "../ir/index.ts";
import { elementCount } from "../numerics/index.ts";
import { findOp } from "../ops/index.ts";

/**
 * What became of a weight. `kept`: its numbers, perhaps in another order; `cast`: in another dtype; `split`: in several
 * constants; `folded`: computed together with others; `duplicated`: stored more than once; `tied`: stored once and
 * read in several places; `dropped`: left out for a reason; `missing`: lost.
 */
export type WeightFate = "kept" | "cast" | "split" | "folded" | "duplicated" | "tied" | "dropped" | "missing";

/** One line of the ledger. */
export interface LedgerEntry {
  readonly weight: string;
  readonly owner?: string;
  readonly role: SourceWeight["role"];
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly byteLength: number;
  readonly fate: WeightFate;
  /** Names of the constants that hold it. */
  readonly into: readonly string[];
  /** Why it was dropped, or what it was folded for. */
  readonly reason?: string;
}

/** A constant of the result, the value that carries it, and how many times operators read it. */
export interface PlacedConstant {
  readonly name: string;
  readonly constant: Constant;
  readonly uses: number;
}

/** Constants of a model that its graphs hold, each once, and the initial values of its variables. */
export function placedConstants(model: Model): PlacedConstant[] {
  const found = new Map<Constant, { name: string; uses: number }>();
  const place = (constant: Constant, name: string, uses: number): void => {
    const known = found.get(constant);
    if (known === undefined) found.set(constant, { name, uses });
    else known.uses += uses;
  };
  for (const graph of model.graphs) {
    const reads = new Map<number, number>();
    for (const node of graph.nodes) {
      for (const input of node.inputs) if (input !== null) reads.set(input, (reads.get(input) ?? 0) + 1);
    }
    for (const value of graph.values) if (value?.constant) place(value.constant, value.name, reads.get(value.id) ?? 0);
  }
  for (const { initial, name } of model.variables) if (initial) place(initial, name, 1);
  return Array.from(found, ([constant, { name, uses }]) => ({ name, constant, uses }));
}

/** The fate of every weight of the source, in the source's order. */
export function accountWeights(source: readonly SourceWeight[], result: Model): LedgerEntry[] {
  const uses = new Map<string, PlacedConstant[]>();
  for (const placed of placedConstants(result)) {
    for (const weight of originWeights(placed.constant.origin)) {
      const list = uses.get(weight);
      if (list) list.push(placed);
      else uses.set(weight, [placed]);
    }
  }
  const reasons = new Map(result.dropped.map(({ weight, reason }) => [weight, reason]));
  return source.map((weight) => entryOf(weight, uses.get(weight.name) ?? [], reasons.get(weight.name)));
}

function entryOf(weight: SourceWeight, places: readonly PlacedConstant[], dropReason: string | undefined): LedgerEntry {
  const { name, owner, role, dtype, shape, byteLength } = weight;
  const fixed = { weight: name, role, dtype, shape, byteLength, ...(owner === undefined ? {} : { owner }) };
  const into = places.map((place) => place.name);
  if (places.length === 0) {
    const empty = elementCount(shape) === 0;
    if (dropReason === undefined && !empty) return { ...fixed, fate: "missing", into };
    return { ...fixed, fate: "dropped", into, reason: dropReason ?? "it has no elements" };
  }
  const { fate, reason } = fateOf(weight, places);
  return { ...fixed, fate, into, ...(reason === undefined ? {} : { reason }) };
}

function fateOf(weight: SourceWeight, places: readonly PlacedConstant[]): { fate: WeightFate; reason?: string } {
  const how = places.map(({ constant }) => handling(constant, weight));
  const folded = how.indexOf("folded");
  const origin = places[Math.max(folded, 0)]?.constant.origin;
  const reason = origin?.kind === "computed" ? { reason: origin.reason } : {};
  if (folded !== -1) return { fate: "folded", ...reason };
  if (how.includes("part")) return { fate: "split" };
  if (places.length > 1) return { fate: "duplicated" };
  if ((places[0]?.uses ?? 0) > 1) return { fate: "tied" };
  return how[0] === "cast" ? { fate: "cast", ...reason } : { fate: "kept" };
}

/** How one constant holds a weight: whole as it is, whole in another dtype, a part of it, or mixed with other numbers. */
function handling(constant: Constant, weight: SourceWeight): "whole" | "cast" | "part" | "folded" {
  const { origin } = constant;
  if (origin.kind === "source") {
    return elementCount(constant.shape) === elementCount(weight.shape) ? "whole" : "part";
  }
  if (origin.kind !== "computed") return "folded";
  const only = soleOperand(origin.expression);
  if (only === undefined) return "folded";
  if (elementCount(constant.shape) < elementCount(weight.shape)) return "part";
  return constant.dtype === only.dtype ? "whole" : "cast";
}

/** The one constant that an expression moves or casts without computing; undefined for every other expression. */
function soleOperand(expression: Expression): Constant | undefined {
  if (!isExpressionNode(expression)) {
    return expression.origin.kind === "computed" ? soleOperand(expression.origin.expression) : expression;
  }
  const moves = findOp(expression.op)?.movesData === true || expression.op === "cast" || expression.op === "dequantize";
  const [first] = expression.inputs;
  return moves && first ? soleOperand(first) : undefined;
}
