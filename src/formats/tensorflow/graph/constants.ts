import type { Constant, Origin } from "../../../ir/index.ts";
import { elementCount, isFloat } from "../../../numerics/index.ts";
import type { LazyTensor, TensorValue } from "../schema/index.ts";
import type { Translation } from "./translation.ts";

/** Whole numbers below this count are shapes and axes, not weights. */
const fewNumbers = 32;

/** The constant of a Const node. Tensors of real numbers are weights of the file, by the node's name. */
export function constantOfNode(translation: Translation, tensor: LazyTensor, name: string): Constant {
  const value = tensor.read();
  if (value.constant !== undefined) return value.constant;
  const { dtype, shape, bytes } = value;
  const origin: Origin = isWeight(value)
    ? { kind: "source", weight: weightOf(translation, tensor, value, name) }
    : { kind: "literal", reason: `constant of the graph` };
  return {
    dtype,
    shape,
    source: bytes,
    byteOffset: 0,
    origin,
    ...(dtype === "string" ? { byteLength: bytes.size } : {}),
  };
}

function isWeight({ dtype, shape }: TensorValue): boolean {
  const count = elementCount(shape);
  return (isFloat(dtype) && count > 1) || (dtype !== "string" && count >= fewNumbers);
}

/** The name of the weight that a tensor is, after adding it when it is new. */
function weightOf(translation: Translation, tensor: LazyTensor, value: TensorValue, name: string): string {
  const known = translation.weights.get(tensor);
  if (known !== undefined) return known.name;
  const weight = uniqueName(translation.weightNames, name);
  const { dtype, shape, bytes } = value;
  const origin: Origin = { kind: "source", weight };
  translation.weights.set(tensor, {
    name: weight,
    dtype,
    shape,
    byteLength: bytes.size,
    role: "weight",
    constant: { dtype, shape, source: bytes, byteOffset: 0, origin },
  });
  return weight;
}

function uniqueName(taken: Set<string>, name: string): string {
  let unique = name;
  for (let i = 1; taken.has(unique); i++) unique = `${name}_${i}`;
  taken.add(unique);
  return unique;
}
