import type { ValueId } from "../../ir/index.ts";
import { scalar } from "../../numerics/index.ts";
import type { DecomposeContext } from "../define.ts";

type PlainUnary = "abs" | "elu" | "exp" | "log" | "logistic" | "neg" | "relu" | "reluN1To1" | "tanh";
type Arithmetic = "add" | "sub" | "mul" | "div";

/** The terms of a decomposition over the first input of a node. */
export interface Formula {
  readonly x: ValueId;
  /** A scalar of the dtype of x. */
  number(value: number): ValueId;
  apply(op: PlainUnary, x: ValueId): ValueId;
  arithmetic(op: Arithmetic, a: ValueId, b: ValueId): ValueId;
  /** The smaller of x and a bound; a NaN becomes the bound. */
  atMost(x: ValueId, bound: number): ValueId;
}

/** Terms over the first input of `context`. */
export function createFormula<A>({ emit, inputs }: DecomposeContext<A>): Formula {
  const x = inputs[0] as ValueId;
  const { dtype } = emit.type(x);
  const number = (value: number): ValueId => emit.literal(scalar(dtype, value), String(value));
  return {
    x,
    number,
    apply: (op, value) => emit.one(op, [value], {}),
    arithmetic: (op, a, b) => emit.one(op, [a, b], { activation: "none" }),
    atMost: (value, bound) => emit.one("minimum", [value, number(bound)], {}),
  };
}
