import { lazySource } from "../bytes/index.ts";
import {
  type Attrs,
  type Constant,
  constantBytes,
  constantFromTensor,
  constantTensor,
  type Expression,
  isExpressionNode,
} from "../ir/index.ts";
import {
  type DType,
  elementCount,
  fromNumbers,
  isFloat,
  storedByteLength,
  type Tensor,
  toNumbers,
} from "../numerics/index.ts";
import { evaluate } from "./evaluate.ts";
import type { AttrsOf, OpName } from "./generated/table.ts";

/** An operator applied to expressions. */
export function expression<N extends OpName>(
  op: N,
  inputs: readonly (Expression | null)[],
  attrs: AttrsOf<N>,
): Expression {
  return { op, attrs: attrs as Attrs, inputs, output: 0 };
}

/** A number or vector that a formula needs, as an expression. */
export function literalExpression(value: Tensor, reason: string): Expression {
  return constantFromTensor(value, { kind: "literal", reason });
}

/**
 * The value of an expression: floating-point leaves are widened to float64 and nothing is rounded on the way, so that the
 * caller rounds once.
 */
export function evaluateExpression(root: Expression): Tensor {
  const done = new Map<Expression, Tensor>();
  const visit = (at: Expression): Tensor => {
    const known = done.get(at);
    if (known !== undefined) return known;
    const value = isExpressionNode(at) ? apply(at.op, at.attrs, at.inputs, at.output) : widen(constantTensor(at));
    done.set(at, value);
    return value;
  };
  const apply = (op: string, attrs: Attrs, inputs: readonly (Expression | null)[], output: number): Tensor => {
    const operands = inputs.map((input) => (input === null ? null : visit(input)));
    const wide =
      Object.hasOwn(attrs, "dtype") && isFloat(attrs["dtype"] as DType) ? { ...attrs, dtype: "float64" } : attrs;
    const outputs = new Array<Record<never, never>>(output + 1).fill({});
    const results = evaluate({ op, name: "expression", attrs: wide, inputs: operands, outputs, regions: [] });
    return results[output] as Tensor;
  };
  return visit(root);
}

function widen(t: Tensor): Tensor {
  return isFloat(t.dtype) && t.dtype !== "float64" ? fromNumbers("float64", t.shape, toNumbers(t)) : t;
}

/** Rounds a computed value once to a dtype. */
export function roundTensor(t: Tensor, dtype: DType): Tensor {
  return t.dtype === dtype ? t : fromNumbers(dtype, t.shape, toNumbers(t));
}

/**
 * A constant that is the value of an expression, computed on first use. `shape` must be the expression's. Operands that are
 * computed themselves are computed now, so that long chains do not nest.
 */
export function computedConstant(root: Expression, dtype: DType, shape: readonly number[], reason: string): Constant {
  for (const leaf of leaves(root)) if (leaf.origin.kind === "computed") constantBytes(leaf);
  const make = (): Uint8Array =>
    constantBytes(constantFromTensor(roundTensor(evaluateExpression(root), dtype), { kind: "literal", reason }));
  return {
    dtype,
    shape,
    source: lazySource(storedByteLength(dtype, elementCount(shape)), make),
    byteOffset: 0,
    origin: { kind: "computed", reason, expression: root },
  };
}

/** The constants that a formula is made of. */
function leaves(root: Expression): readonly Constant[] {
  const found = new Set<Constant>();
  const todo: Expression[] = [root];
  const seen = new Set<Expression>();
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (!isExpressionNode(at)) found.add(at);
    else for (const input of at.inputs) if (input !== null) todo.push(input);
  }
  return [...found];
}
