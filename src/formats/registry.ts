import type { ByteSource } from "../bytes/index.ts";
import type { Format } from "./format.ts";
import { type CustomLayers, keras, readNetwork } from "./keras/index.ts";
import {
  frozenGraph,
  jsonGraphSpelling,
  readJsonGraph,
  savedModel,
  type TensorflowReadOptions,
  trainingRun,
  writeJsonGraph,
} from "./tensorflow/index.ts";
import {
  type TfjsParts,
  type TfjsReadOptions,
  type TfjsWriteOptions,
  tfjsFormat,
  tfjsLayersFormat,
} from "./tfjs/index.ts";
import { type TfliteWriteOptions, tflite } from "./tflite/index.ts";

/** What any reader may be given; each takes what it understands. */
export interface ReadOptions extends TfjsReadOptions, TensorflowReadOptions {
  /** Implementations of custom Keras layers and functions, by class, registered, function or layer name. */
  readonly layers?: CustomLayers;
  /** The `to_json` text that belongs to a file of weights alone. */
  readonly architecture?: ByteSource;
}

/** What any writer may be given; each takes what it understands. */
export type WriteOptions = TfliteWriteOptions & TfjsWriteOptions;

const tfjsParts: TfjsParts<ReadOptions> = { readLayers: readNetwork, readGraph: readJsonGraph };
const tfjs: Format<ReadOptions, WriteOptions> = tfjsFormat<ReadOptions>({
  ...tfjsParts,
  writeGraph: writeJsonGraph,
  graphSpelling: jsonGraphSpelling,
});
const tfjsLayers: Format<ReadOptions, WriteOptions> = tfjsLayersFormat(tfjsParts);

/** Every format that can be read or written, in the order in which content is tried. */
export const formats: readonly Format<ReadOptions, WriteOptions>[] = [
  tflite,
  tfjs,
  tfjsLayers,
  keras,
  savedModel,
  frozenGraph,
  trainingRun,
];
