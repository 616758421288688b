import type { Format, FormatInput } from "../format.ts";
import { readTflite } from "./read/read.ts";
import { fileIdentifier } from "./schema/schema.ts";
import { spelling } from "./spelling.ts";
import { prepareTflite, type TfliteWriteOptions, writeTflite } from "./write/write.ts";

export { appendedFiles } from "./metadata-names.ts";
export type { TfliteWriteOptions } from "./write/write.ts";

/** Reading needs no options. */
export type TfliteReadOptions = object;

export const tflite: Format<TfliteReadOptions, TfliteWriteOptions> = {
  id: "tflite",
  title: "TensorFlow Lite",
  extensions: [".tflite", ".lite"],
  sniff: async ({ bytes }: FormatInput) =>
    bytes !== undefined && bytes.size >= 8 && String.fromCharCode(...bytes.read(4, 4)) === fileIdentifier,
  read: readTflite,
  write: writeTflite,
  spelling,
  prepare: prepareTflite,
  floats: ["float32"],
};
