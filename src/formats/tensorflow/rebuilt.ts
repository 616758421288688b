import { attempt, type Collector } from "../../diagnostics/index.ts";
import { graphId, type Model } from "../../ir/index.ts";
import { checkpointConstant, droppedWeights, usedWeights } from "./account.ts";
import { rebuild } from "./architectures/index.ts";
import { type Checkpoint, checkpointWeights } from "./checkpoint/index.ts";
import type { TensorflowReadOptions } from "./options.ts";

/**
 * A model of a checkpoint without a graph, when its variables are those of a published network. Values are not read: what is
 * wrong with them shows when they are.
 */
export function rebuiltModel(
  checkpoint: Checkpoint,
  file: string,
  { ema }: TensorflowReadOptions,
  report: Collector,
): Model | undefined {
  const { tensors, byteLength } = checkpoint;
  const { weights, diagnostics } = checkpointWeights(checkpoint);
  const names = weights.filter(({ role, dtype }) => role === "weight" && dtype === "float32").map(({ name }) => name);
  const rebuilt = rebuild(names, (name) => {
    const averaged = ema === true ? tensors.get(`${name}/ExponentialMovingAverage`) : undefined;
    const tensor = averaged ?? tensors.get(name);
    const constant = tensor === undefined ? undefined : attempt(() => checkpointConstant(tensor));
    return constant === undefined || "diagnostic" in constant ? undefined : constant.value;
  });
  if (rebuilt === undefined) return undefined;
  const { graph, note, architecture, isUnused } = rebuilt;
  report.add(...diagnostics, { ...note, where: { file } });
  const named = (values: readonly (typeof graph.inputs)[number][]) =>
    values.map((value) => ({ name: graph.values[value]?.name ?? "", value }));
  const inputs = named(graph.inputs);
  const outputs = named(graph.outputs);
  return {
    name: architecture.scope,
    source: { format: "checkpoint", fileName: file, byteLength },
    graphs: [graph],
    signatures: [{ name: "serving_default", graph: graphId(0), inputs, outputs, implied: true }],
    variables: [],
    metadata: [],
    weights,
    dropped: droppedWeights(weights, usedWeights([graph], []), (name) =>
      isUnused(name) ? "not part of inference" : ema === true ? "its moving average is used" : undefined,
    ),
  };
}
