import type { Format, FormatInput, ReadResult } from "../format.ts";
import { openGraphDef, sniffGraphDef } from "./container/index.ts";
import { bareMetaGraph, checkpointBeside, readReporting, trainingModel } from "./graph-files.ts";
import type { TensorflowReadOptions } from "./options.ts";
import { prepareFrozen, writeFrozenGraph } from "./write/frozen.ts";
import { graphSpelling } from "./write/spelling.ts";
import { tensorflowTarget } from "./write/target.ts";

/** A GraphDef, binary or text: a frozen graph, or one whose variables are in the checkpoint beside it. */
export const frozenGraph: Format<TensorflowReadOptions, object> = {
  id: "frozen-graph",
  title: "TensorFlow graph",
  extensions: [".pb", ".pbtxt"],
  sniff: sniffGraphDef,
  read: readFrozenGraph,
  write: writeFrozenGraph,
  prepare: prepareFrozen,
  spelling: graphSpelling(tensorflowTarget),
};

function readFrozenGraph(input: FormatInput, options: TensorflowReadOptions): Promise<ReadResult> {
  return readReporting(input, async (report) => {
    if (input.bytes === undefined) return undefined;
    const graph = openGraphDef(input.bytes);
    const checkpoint = await checkpointBeside(graph, input, report);
    return trainingModel(bareMetaGraph(graph), checkpoint, input, "frozen-graph", options, report);
  });
}
