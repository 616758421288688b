import type { Format, FormatInput, ReadResult } from "../format.ts";
import { sniffCheckpoint, weightsOnlyModel } from "./checkpoint/index.ts";
import { openTraining, sniffMetaGraph } from "./container/index.ts";
import { openAnyGraph, readReporting, trainingModel } from "./graph-files.ts";
import type { TensorflowReadOptions } from "./options.ts";

/** What a training run leaves: a checkpoint, with the graph that lies beside it or is given; weights alone are listed. */
export const trainingRun: Format<TensorflowReadOptions, object> = {
  id: "checkpoint",
  title: "TensorFlow checkpoint",
  extensions: [".index", ".ckpt", ".meta"],
  sniff: async (input) => (await sniffMetaGraph(input)) || sniffCheckpoint(input),
  read: readTrainingRun,
};

function readTrainingRun(input: FormatInput, options: TensorflowReadOptions): Promise<ReadResult> {
  return readReporting(input, async (report) => {
    const { checkpoint, meta, diagnostics } = await openTraining(input);
    report.add(...diagnostics);
    const graph = options.graph === undefined ? meta : openAnyGraph(options.graph);
    if (graph !== undefined) return trainingModel(graph, checkpoint, input, "checkpoint", options, report);
    if (checkpoint === undefined) return undefined;
    const { model, diagnostics: more } = weightsOnlyModel(checkpoint, input.name);
    report.add(...more);
    return model;
  });
}
