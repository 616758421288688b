import type { Format, FormatInput } from "../format.ts";
import { readTflite } from "./read/read.ts";
import { fileIdentifier } from "./schema/schema.ts";

export interface TfliteWriteOptions {
  /** TensorFlow Lite version that must be able to run the file, such as `2.8`; the newest by default. */
  readonly targetRuntime?: string;
}

export const tflite: Format<object, TfliteWriteOptions> = {
  id: "tflite",
  title: "TensorFlow Lite",
  extensions: [".tflite", ".lite"],
  sniff: async ({ bytes }: FormatInput) =>
    bytes !== undefined && bytes.size >= 8 && String.fromCharCode(...bytes.read(4, 4)) === fileIdentifier,
  read: readTflite,
};
