import type { WeightSpec } from "../bind/plan.ts";
import { field, isObject } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import { policyOf } from "../config/policy.ts";

/** How Keras 3 quantized a layer: `int8`, `int4`, `float8`, `gptq` or `awq`. Undefined for other layers. */
export type Quantization = "int8" | "int4" | "float8" | "gptq" | "awq";

export function quantizationOf(layer: KerasLayer): Quantization | undefined {
  const mode = policyOf(layer).quantization?.split("/")[0];
  return modes.find((known) => known === mode);
}

const modes: readonly Quantization[] = ["int8", "int4", "float8", "gptq", "awq"];

/** Whether inputs are quantized too: absent or null means the default of the Keras that wrote the file. */
export function quantizesInputs(layer: KerasLayer, otherwise: boolean): boolean {
  const settings = layer.config.get("quantization_config");
  const config = isObject(settings) ? field(settings, "config") : undefined;
  if (!isObject(config)) return otherwise;
  return isObject(field(config, "activation_quantizer"));
}

const training = "float8 training keeps it to choose scales";
const fixed = (name: string): WeightSpec => ({ name, trainable: false });
const history = (name: string): WeightSpec => ({ name, unused: training });

/** Weights in the order in which Keras 3 writes them (`variable_serialization_spec`). */
export function quantizedKernelWeights(layer: KerasLayer): readonly WeightSpec[] | undefined {
  const mode = quantizationOf(layer);
  const hasBias =
    layer.className === "EinsumDense" ? layer.config.has("bias_axes") : layer.config.flag("use_bias", true);
  const bias: readonly WeightSpec[] = hasBias ? [{ name: "bias" }] : [];
  switch (mode) {
    case undefined:
      return undefined;
    case "int8":
      return [fixed("kernel"), ...bias, fixed("kernel_scale")];
    case "int4":
      return [fixed("kernel"), ...bias, fixed("kernel_scale"), ...groupWeights(layer, "kernel_zero")];
    case "float8":
      return [
        { name: "kernel" },
        ...bias,
        { name: "inputs_scale" },
        history("inputs_amax_history"),
        { name: "kernel_scale" },
        history("kernel_amax_history"),
        history("outputs_grad_scale"),
        history("outputs_grad_amax_history"),
      ];
    case "gptq":
      return [...bias, fixed("quantized_kernel"), fixed("kernel_scale"), fixed("kernel_zero"), fixed("g_idx")];
    case "awq":
      return [
        ...bias,
        fixed("quantized_kernel"),
        fixed("kernel_scale"),
        fixed("kernel_zero"),
        fixed("awq_scales"),
        fixed("g_idx"),
      ];
  }
}

export function quantizedEmbeddingWeights(layer: KerasLayer): readonly WeightSpec[] | undefined {
  const mode = quantizationOf(layer);
  if (mode === "int8") return [fixed("embeddings"), fixed("embeddings_scale")];
  if (mode !== "int4") return undefined;
  return [fixed("embeddings"), fixed("embeddings_scale"), ...groupWeights(layer, "embeddings_zero")];
}

/** Blocks of 4-bit weights have zero points and a map from rows to blocks; whole channels have neither. */
function groupWeights(layer: KerasLayer, zero: string): readonly WeightSpec[] {
  return isGrouped(layer) ? [fixed(zero), fixed("g_idx")] : [];
}

/** Whether 4-bit weights are scaled in blocks: `int4/128`, or `block_size` in the configuration. */
export function isGrouped(layer: KerasLayer): boolean {
  const inPolicy = Number(policyOf(layer).quantization?.split("/")[1] ?? -1);
  const settings = layer.config.get("quantization_config");
  const config = isObject(settings) ? field(settings, "config") : undefined;
  const size = isObject(config) ? field(config, "block_size") : undefined;
  return (typeof size === "number" ? size : inPolicy) > 0;
}
