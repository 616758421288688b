import type { ValueId } from "../../ir/index.ts";
import { scalar } from "../../numerics/index.ts";
import type { Emitter } from "../emit.ts";
import type { Operand } from "../emit-arithmetic.ts";
import { invalid } from "../infer.ts";

/** Most steps that are written out. */
const mostSteps = 4096;

/** States after a step, the output first; a state that is zero before the first step is undefined. */
export type StepEmitter = (projected: ValueId, states: readonly (ValueId | undefined)[]) => readonly ValueId[];

/**
 * The steps of x `[batch, steps, features]` one after another: the product with the kernel is taken of the whole sequence
 * at once. The number of steps must be known.
 */
export function unroll(
  emit: Emitter,
  op: string,
  { x, kernel, bias }: { readonly x: ValueId; readonly kernel: ValueId; readonly bias: Operand },
  initial: readonly Operand[],
  goBackwards: boolean,
  step: StepEmitter,
): readonly ValueId[] {
  const steps = emit.type(x).shape?.[1];
  if (typeof steps !== "number") return invalid({ op }, "its decomposition needs a fixed number of steps");
  if (steps === 0) return invalid({ op }, "its decomposition needs at least one step");
  if (steps > mostSteps) return invalid({ op }, `its decomposition would have ${steps} steps, more than ${mostSteps}`);
  const projected = rowsTimes(emit, x, transposed(emit, kernel), bias);
  const rows = emit.op("unpack", [projected], { axis: 1 }, { outputs: steps });
  const outputs: ValueId[] = [];
  let states: readonly (ValueId | undefined)[] = initial.map((state) => state ?? undefined);
  for (const row of goBackwards ? rows.toReversed() : rows) {
    states = step(row, states);
    outputs.push(states[0] as ValueId);
  }
  return [emit.one("pack", outputs, { axis: 1 }), ...(states as readonly ValueId[])];
}

/** Rows times a matrix that is given transposed, plus a bias. */
export function rowsTimes(emit: Emitter, rows: ValueId, filter: ValueId, bias?: Operand): ValueId {
  return emit.one("fullyConnected", [rows, filter, bias ?? null], {
    activation: "none",
    keepNumDims: true,
    asymmetricQuantizeInputs: false,
  });
}

/** A matrix with its axes swapped. */
export function transposed(emit: Emitter, matrix: ValueId): ValueId {
  return emit.one("transpose", [matrix, emit.ints([1, 0], "perm")], {});
}

/** Equal pieces along an axis. */
export function pieces(emit: Emitter, x: ValueId, axis: number, count: number): readonly ValueId[] {
  const along = emit.literal(scalar("int32", axis), "axis");
  return emit.op("split", [along, x], {}, { outputs: count });
}
