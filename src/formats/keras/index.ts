import type { Format } from "../format.ts";
import type { KerasReadOptions } from "./options.ts";
import { readKeras, sniffKeras } from "./read.ts";

export type {
  CustomContext,
  CustomFunction,
  CustomLayer,
  CustomLayerObject,
  CustomLayers,
  KerasReadOptions,
} from "./options.ts";

/** Models and weights as Keras 1, 2 and 3 save them: HDF5, zip archives, folders, and weights with their architecture. */
export const keras: Format<KerasReadOptions, object> = {
  id: "keras",
  title: "Keras (.keras, .h5, .weights.h5)",
  extensions: [".keras", ".h5", ".hdf5", ".weights.h5", ".weights.json"],
  sniff: sniffKeras,
  read: readKeras,
};
