import { type Constant, constantTensor, transposeConstant, type ValueId } from "../../../ir/index.ts";
import { fromNumbers, isInteger, toNumbers } from "../../../numerics/index.ts";
import { permuted } from "./layout.ts";
import type { NodeContext } from "./rule.ts";

/** The constant behind a value of the graph that is built. */
export function constantOf(n: NodeContext, value: ValueId): Constant | undefined {
  return n.emit.builder.value(value).constant;
}

/** An input of whole numbers as int32: our operators take shapes and axes in that type. */
export function int32Input(n: NodeContext, position: number): ValueId {
  return asInt32(n, n.input(position));
}

export function asInt32(n: NodeContext, value: ValueId): ValueId {
  const constant = constantOf(n, value);
  if (constant !== undefined && constant.dtype === "int64") {
    const tensor = constantTensor(constant);
    return n.emit.literal(fromNumbers("int32", tensor.shape, toNumbers(tensor)), "shape");
  }
  return n.build.cast(value, "int32");
}

/** A constant with its axes in another order, without copying it; a node where the value is only known in the run. */
export function rearranged(n: NodeContext, value: ValueId, permutation: readonly number[], view: string): ValueId {
  const constant = constantOf(n, value);
  if (constant === undefined) return n.build.transpose(value, permutation);
  return n.emit.constant(transposeConstant(constant, permutation, view), n.emit.builder.value(value).name);
}

/** A vector of a number per axis in another order of axes: a shape, a size. */
export function permutedVector(n: NodeContext, vector: ValueId, permutation: readonly number[]): ValueId {
  const known = n.emit.known(vector);
  if (known?.every((dim) => typeof dim === "number")) {
    return n.emit.ints(permuted(known as readonly number[], permutation), "shape");
  }
  return n.emit.one("gather", [vector, n.emit.ints(permutation, "axes")], { axis: 0, batchDims: 0 });
}

/** Whether a value is made of whole numbers. */
export function isWhole(n: NodeContext, value: ValueId): boolean {
  return isInteger(n.build.dtype(value));
}
