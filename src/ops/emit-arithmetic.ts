import type { ValueId } from "../ir/index.ts";
import { scalar } from "../numerics/index.ts";
import type { Emitter } from "./emit.ts";

/** An input of a node that is being decomposed, where it has one. */
export type Operand = ValueId | null | undefined;

/** Arithmetic nodes of a decomposition; numbers become scalars of one dtype. */
export interface Arithmetic {
  number(value: number): ValueId;
  add(a: ValueId, b: ValueId): ValueId;
  sub(a: ValueId, b: ValueId): ValueId;
  mul(a: ValueId, b: ValueId): ValueId;
}

/** Arithmetic on the dtype of a value. */
export function createArithmetic(emit: Emitter, like: ValueId): Arithmetic {
  const { dtype } = emit.type(like);
  const binary = (op: "add" | "sub" | "mul") => (a: ValueId, b: ValueId) =>
    emit.one(op, [a, b], { activation: "none" });
  return {
    number: (value) => emit.literal(scalar(dtype, value), String(value)),
    add: binary("add"),
    sub: binary("sub"),
    mul: binary("mul"),
  };
}
