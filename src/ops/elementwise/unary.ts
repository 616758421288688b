import type { TensorType } from "../../ir/index.ts";
import type { InferContext, NoAttrs, Reference } from "../define.ts";
import { inputType } from "../infer.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

/** The result has the type of the input, its quantization aside. */
export function inferUnary<A>(context: InferContext<A>): readonly TensorType[] {
  const { dtype, shape } = inputType(context, 0);
  return [{ dtype, shape }];
}

/** Reference of a function of one number. */
export function unaryReference(f: (x: number) => number): Reference<NoAttrs> {
  return ({ inputs }) => [mapNumbers(tensorAt(inputs, 0), f)];
}
