import type { ByteSource } from "../bytes/index.ts";
import type { Format } from "./format.ts";
import { type CustomLayers, keras } from "./keras/index.ts";
import { type TfliteWriteOptions, tflite } from "./tflite/index.ts";

/** What any reader may be given; each takes what it understands. */
export interface ReadOptions {
  /** Implementations of custom Keras layers and functions, by class, registered, function or layer name. */
  readonly layers?: CustomLayers;
  /** The `to_json` text that belongs to a file of weights alone. */
  readonly architecture?: ByteSource;
}

/** What any writer may be given; each takes what it understands. */
export type WriteOptions = TfliteWriteOptions;

/** Every format that can be read or written, in the order in which content is tried. */
export const formats: readonly Format<ReadOptions, WriteOptions>[] = [tflite, keras];
