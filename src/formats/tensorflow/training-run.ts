import type { SourceWeight } from "../../ir/index.ts";
import type { Format, FormatInput, ReadResult } from "../format.ts";
import { sniffCheckpoint, weightsOnlyModel } from "./checkpoint/index.ts";
import { checkpointFullNames, openTraining, sniffMetaGraph } from "./container/index.ts";
import { openAnyGraph, readReporting, trainingModel } from "./graph-files.ts";
import type { TensorflowReadOptions } from "./options.ts";
import { rebuiltModel } from "./rebuilt.ts";

/** What a training run leaves: a checkpoint, with the graph that lies beside it, is given, or follows from
 * the names of its variables; other weights alone are listed. */
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
    const rebuilt = rebuiltModel(checkpoint, input.name, options, report);
    if (rebuilt !== undefined) return rebuilt;
    const { model, diagnostics: more } = weightsOnlyModel(checkpoint, input.name);
    report.add(...more);
    const names = new Map([...checkpointFullNames(checkpoint)].map(([name, key]) => [key, name]));
    const weights = model.weights.map((weight): SourceWeight => {
      const variable = names.get(weight.name);
      return variable === undefined ? weight : { ...weight, variables: [variable] };
    });
    return { ...model, weights };
  });
}
