import type { TensorType } from "../../ir/index.ts";
import { type Dim, type DType, type Shape, type Tensor, toBigInts } from "../../numerics/index.ts";
import { type AttributeRules, dtype } from "../attributes.ts";
import type { InferContext, Slot } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { inputType, invalid, outputType, shapeOfRank, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { requireLength, unknownDims } from "../shape/operands.ts";
import { type PhiloxStream, philoxStream } from "./philox-stream.ts";

/** dtype of the numbers. */
export interface StatelessAttrs {
  readonly dtype: DType;
}

export const statelessAttributes: AttributeRules<StatelessAttrs> = { dtype: dtype({ default: "float32" }) };

/** shape: int vector; key: uint64 `[1]`; counter: uint64 `[2]`, its lower half first; algorithm: int32 scalar. */
export const statelessInputs: readonly Slot[] = [
  { name: "shape" },
  { name: "key" },
  { name: "counter" },
  { name: "algorithm" },
];

/** Algorithms by TensorFlow's number (`rng_alg.h`): Philox, and the device's own choice, which is Philox as well. */
const philoxNumbers: readonly number[] = [1, 3];

/** Numbers of the stated dtype, which must be among `allowed`, in the shape that the first input gives. */
export function inferStateless(
  context: InferContext<StatelessAttrs>,
  allowed: readonly DType[],
): readonly TensorType[] {
  const { dtype: result } = context.attrs;
  if (!allowed.includes(result)) {
    unsupportedTypes(context, [result], `its numbers are ${allowed.join(", ")}`);
  }
  requireDtype(context, 0, shapeTypes);
  const length = shapeOfRank(context, 0, 1)[0] as Dim;
  [1, 2].forEach((input) => {
    requireDtype(context, input, ["uint64"]);
    requireLength(context, input, input);
  });
  requireDtype(context, 3, ["int32"]);
  const { shape: scalar } = inputType(context, 3);
  if (scalar !== undefined && scalar.length > 0) invalid(context, "the number of its algorithm is no scalar");
  const algorithm = context.known(3)?.[0];
  if (typeof algorithm === "number" && !philoxNumbers.includes(algorithm)) {
    invalid(context, `its random algorithm is number ${algorithm}; only Philox, number 1, is known`);
  }
  const shape: Shape = context.known(0) ?? (typeof length === "number" ? unknownDims(length) : undefined);
  return [outputType(context, result, shape)];
}

/** The stream that the key and the counter among the inputs say. */
export function statelessStream(inputs: readonly (Tensor | null)[]): PhiloxStream {
  const [key] = words(tensorAt(inputs, 1)) as [bigint];
  const [lower, upper] = words(tensorAt(inputs, 2)) as [bigint, bigint];
  return philoxStream(key, (upper << 64n) | lower);
}

const words = (t: Tensor): readonly bigint[] => Array.from(toBigInts(t), (value) => BigInt.asUintN(64, value));
