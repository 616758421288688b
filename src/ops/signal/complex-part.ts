import type { TensorType } from "../../ir/index.ts";
import { type DType, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { InferContext, NoAttrs, Reference } from "../define.ts";
import { inputType, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** The real type that parts of a complex one have: float32 of complex64, float64 of complex128. */
const realOf: { readonly [D in DType]?: DType } = { complex64: "float32", complex128: "float64" };

/** Real numbers of the shape of complex input 0. */
export function inferComplexPart(context: InferContext<NoAttrs>): readonly TensorType[] {
  const { dtype, shape } = inputType(context, 0);
  const result = realOf[dtype] ?? unsupportedTypes(context, [dtype], "its input must be complex");
  return [{ dtype: result, shape }];
}

/** Reference of a real function of a complex number. */
export function complexPartReference(part: (real: number, imaginary: number) => number): Reference<NoAttrs> {
  return ({ inputs }): readonly Tensor[] => {
    const x = tensorAt(inputs, 0);
    const pairs = toNumbers(x);
    const numbers = Float64Array.from({ length: pairs.length / 2 }, (_, i) =>
      part(pairs[2 * i] as number, pairs[2 * i + 1] as number),
    );
    return [fromNumbers(realOf[x.dtype] ?? "float32", x.shape, numbers)];
  };
}
