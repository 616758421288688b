import type { TensorType } from "../../ir/index.ts";
import type { FusedActivation } from "../attributes.ts";
import type { InferContext, Reference, Slot } from "../define.ts";
import { activationFunction } from "../fused-activation.ts";
import { broadcastInputs, commonDtype, outputType } from "../infer.ts";
import { mapBroadcast, mapNumbers, staticShape, tensorAt } from "../reference.ts";

/** Attributes of binary arithmetic that may carry a fused activation. */
export interface BinaryAttrs {
  readonly activation: FusedActivation;
}

export const binaryInputs: readonly Slot[] = [{ name: "a" }, { name: "b" }];

/** Both inputs have one dtype, shapes broadcast; the result has that dtype, or bool for comparisons. */
export function inferBinary<A>(context: InferContext<A>, dtype?: "bool"): readonly TensorType[] {
  const common = commonDtype(context, 0, 1);
  return [outputType(context, dtype ?? common, broadcastInputs(context, 0, 1))];
}

/** Reference of a binary operator with a fused activation. */
export function binaryReference(
  f: (a: number, b: number) => number,
  wide?: (a: bigint, b: bigint) => bigint,
): Reference<BinaryAttrs> {
  return ({ attrs, inputs, outputs }) => {
    const result = mapBroadcast(tensorAt(inputs, 0), tensorAt(inputs, 1), staticShape(outputs), f, {
      ...(wide === undefined ? {} : { wide }),
    });
    return [attrs.activation === "none" ? result : mapNumbers(result, activationFunction(attrs.activation))];
  };
}
