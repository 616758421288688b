import type { GraphView, Node } from "../../ir/index.ts";
import type { Format, Spelling } from "../format.ts";
import type { TfjsReadOptions, TfjsWriteOptions } from "./options.ts";
import { readTfjs, type TfjsParts } from "./read.ts";
import { sniffTfjs } from "./sniff.ts";
import { writeTfjsLayers } from "./write/layers.ts";
import { tfjsTarget, type WriteGraph, writeTfjs } from "./write/write.ts";

export type { LayersNetwork } from "./layers/read.ts";
export type { TfjsReadOptions, TfjsWriteOptions } from "./options.ts";
export type { TfjsParts } from "./read.ts";
export type { TfjsWeight } from "./weight.ts";

/** Writers of what a TensorFlow.js model holds and other formats hold as well. */
export interface TfjsWriteParts {
  readonly writeGraph: WriteGraph;
  /** How a graph for a target spells a node. */
  readonly graphSpelling: (target: typeof tfjsTarget) => (node: Node, graph: Pick<GraphView, "value">) => Spelling;
}

/**
 * TensorFlow.js models: layers-models and graph-models, a JSON and files of weights beside it. What they hold is Keras's and
 * TensorFlow's, whose readers are handed in, since no format knows another.
 */
export function tfjsFormat<Options extends TfjsReadOptions>(
  parts: TfjsParts<Options> & TfjsWriteParts,
): Format<Options, TfjsWriteOptions> {
  const spelling = parts.graphSpelling(tfjsTarget);
  return {
    id: "tfjs",
    title: "TensorFlow.js (model.json)",
    extensions: [".json"],
    sniff: sniffTfjs,
    read: (input, options) => readTfjs(input, options, parts),
    write: (model, name, options) => writeTfjs(model, name, options, parts.writeGraph),
    spelling,
    floats: ["float32"],
  };
}

/**
 * The layers-model form of TensorFlow.js, to be written: the configuration that the model was read from and its weights,
 * untouched. Read by {@link tfjsFormat}, whose content it is.
 */
export function tfjsLayersFormat<Options extends TfjsReadOptions>(
  parts: TfjsParts<Options>,
): Format<Options, TfjsWriteOptions> {
  return {
    id: "tfjs-layers",
    title: "TensorFlow.js layers-model (model.json)",
    extensions: [],
    sniff: async () => false,
    read: (input, options) => readTfjs(input, options, parts),
    write: writeTfjsLayers,
    asRead: true,
  };
}
