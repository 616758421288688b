import { type DType, isDType, isFloat } from "../../../numerics/index.ts";
import { field, isObject, type Json } from "./json.ts";
import type { KerasLayer } from "./layer.ts";

/** How a layer stores and computes. */
export interface Policy {
  readonly compute: DType;
  readonly variable: DType;
  /** `int8`, `int4/128`, `float8`: the weights are quantized as Keras 3 does it. */
  readonly quantization: string | undefined;
}

const plain: Policy = { compute: "float32", variable: "float32", quantization: undefined };

/** The dtype policy of a layer: a name, a quantized policy, or a map of policies by path. */
export function policyOf(layer: KerasLayer): Policy {
  return parsePolicy(layer.config.get("dtype"), layer.path);
}

function parsePolicy(json: Json | undefined, path: string): Policy {
  if (typeof json === "string") return namedPolicy(json);
  if (!isObject(json)) return plain;
  const config = field(json, "config");
  if (!isObject(config)) return plain;
  const mode = field(config, "mode");
  const source = field(config, "source_name");
  if (typeof mode === "string") {
    return { ...namedPolicy(typeof source === "string" ? source : "float32"), quantization: mode };
  }
  const name = field(config, "name");
  if (typeof name === "string") return namedPolicy(name);
  const map = field(config, "policy_map");
  const entry = isObject(map)
    ? Object.entries(map).find(([key]) => path === key || path.endsWith(`/${key}`))
    : undefined;
  return parsePolicy(entry?.[1] ?? field(config, "default_policy"), path);
}

/** `float32`, `mixed_float16`, `int8_from_mixed_bfloat16`. Names that fix no dtype (`_infer`) mean float32. */
function namedPolicy(name: string): Policy {
  const quantized = /^(.+)_from_(.+)$/.exec(name);
  if (quantized !== null) return { ...namedPolicy(quantized[2] as string), quantization: quantized[1] };
  const mixed = /^mixed_(.+)$/.exec(name)?.[1];
  const compute = mixed ?? name;
  if (!isDType(compute)) return plain;
  return { compute, variable: mixed === undefined ? compute : "float32", quantization: undefined };
}

/** The floating-point dtype that a layer computes in; integer policies cast nothing. */
export function computesIn(policy: Policy): DType | undefined {
  return isFloat(policy.compute) ? policy.compute : undefined;
}
