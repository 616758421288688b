import type { KerasLayer } from "../config/layer.ts";
import { findKerasOperation } from "../ops/keras-operations.ts";
import { findTensorflowFunction } from "../ops/tensorflow-functions.ts";
import { findTensorflowNode, nodeOperation } from "../ops/tensorflow-nodes.ts";
import { publishedLayers } from "../published.ts";
import { findApplicationLayer } from "./application-layers.ts";
import type { LayerDefinition } from "./definition.ts";
import { layerTable } from "./table.ts";

/** Layers of tf.keras that wrap a function of TensorFlow. */
export const functionLayers: readonly string[] = ["TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer"];

/** Packages that Keras itself, or code without a package of its own, registers under. */
const ownPackages: readonly string[] = ["", "Keras", "keras", "Custom"];

/** Name of the function that a wrapping layer calls, without `tf.`. */
export function wrappedFunction(layer: KerasLayer): string {
  if (layer.className === "TensorFlowOpLayer") return `raw_ops.${nodeOperation(layer)}`;
  const name = layer.config.get("function");
  if (typeof name === "string") return name;
  return layer.className === "SlicingOpLambda" ? "__operators__.getitem" : "";
}

/** True for a class of Keras's own: by module where the file names one, else by not being registered by others. */
function isKerasClass({ module, registeredName }: KerasLayer): boolean {
  if (typeof module === "string")
    return /^(tf_)?keras(\.|$)|^tensorflow\.(python\.)?keras(\.|$)|^builtins$/.test(module);
  if (module === null) return false;
  return registeredName === undefined || !registeredName.includes(">");
}

/** What is known of a layer's class or operation, and where from. Undefined for custom code. */
export function findDefinition(layer: KerasLayer): LayerDefinition | undefined {
  if (layer.operation) return findKerasOperation(layer.className);
  if (layer.className === "TensorFlowOpLayer") return findTensorflowNode(layer);
  if (functionLayers.includes(layer.className)) return findTensorflowFunction(wrappedFunction(layer));
  const application = findApplicationLayer(layer);
  if (application !== undefined) return application;
  if (isKerasClass(layer) && Object.hasOwn(layerTable, layer.className)) return layerTable[layer.className];
  const at = layer.registeredName?.indexOf(">") ?? -1;
  const packageName = at === -1 ? "" : (layer.registeredName?.slice(0, at) ?? "");
  if (!ownPackages.includes(packageName)) return undefined;
  return Object.hasOwn(publishedLayers, layer.className) ? publishedLayers[layer.className] : undefined;
}
