import type { TensorType } from "../../ir/index.ts";
import { elementCount, type Tensor, tensor } from "../../numerics/index.ts";
import type { InferContext, NoAttrs, Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { inferBinary } from "../elementwise/binary.ts";
import { broadcastOffsets, mapBroadcast, staticShape, tensorAt } from "../reference.ts";

/** Order of numbers, broadcast, as bool. */
export function inferComparison<A>(context: InferContext<A>): readonly TensorType[] {
  requireDtype(context, 0, numberTypes);
  return inferBinary(context, "bool");
}

/** Equality of numbers, truth values or byte strings, broadcast, as bool. */
export function inferEquality<A>(context: InferContext<A>): readonly TensorType[] {
  requireDtype(context, 0, [...numberTypes, "bool", "string"]);
  return inferBinary(context, "bool");
}

/** Reference of a relation between numbers; `wide` is the same on 64-bit integers. */
export function comparisonReference(
  holds: (a: number, b: number) => boolean,
  wide: (a: bigint, b: bigint) => boolean,
): Reference<NoAttrs> {
  return ({ inputs, outputs }) => [
    mapBroadcast(tensorAt(inputs, 0), tensorAt(inputs, 1), staticShape(outputs), (a, b) => Number(holds(a, b)), {
      dtype: "bool",
      wide: (a, b) => BigInt(wide(a, b)),
    }),
  ];
}

/** Reference of `equal` (`expected` true) and `notEqual`. */
export function equalityReference(expected: boolean): Reference<NoAttrs> {
  const numbers = comparisonReference(
    (a, b) => (a === b) === expected,
    (a, b) => (a === b) === expected,
  );
  return (context) => {
    const a = tensorAt(context.inputs, 0);
    if (a.dtype !== "string") return numbers(context);
    return [compareStrings(a, tensorAt(context.inputs, 1), staticShape(context.outputs), expected)];
  };
}

function compareStrings(a: Tensor, b: Tensor, shape: readonly number[], expected: boolean): Tensor {
  const x = a.data as readonly Uint8Array[];
  const y = b.data as readonly Uint8Array[];
  const fromA = broadcastOffsets(a.shape, shape);
  const fromB = broadcastOffsets(b.shape, shape);
  const result = new Uint8Array(elementCount(shape));
  for (let i = 0; i < result.length; i++) {
    const same = equalBytes(x[fromA[i] as number] as Uint8Array, y[fromB[i] as number] as Uint8Array);
    result[i] = same === expected ? 1 : 0;
  }
  return tensor("bool", shape, result);
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
