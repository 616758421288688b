import { field, type Json, type JsonObject } from "../../../bytes/index.ts";
import { type LayerJson, mapLayers } from "./walk.ts";

/** Where TensorFlow.js computes something else than Keras from the same configuration. */
interface SemanticRow {
  readonly classes: readonly string[];
  /** Absent where the row does not apply. */
  readonly differs: (config: JsonObject) => string | undefined;
  /** The configuration by which Keras's layers compute what TensorFlow.js does. */
  readonly settle: (config: JsonObject) => JsonObject;
}

export interface SemanticDifference {
  readonly [key: string]: string;
  readonly layer: string;
  readonly className: string;
  readonly difference: string;
}

const isSet = (value: Json | undefined): boolean => value !== undefined && value !== null;
const isNotOne = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.some((item) => item !== 1) : isSet(value) && value !== 1;

function without(config: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

/** tfjs-layers 4.22: the `call` methods of the classes named. */
const rows: readonly SemanticRow[] = [
  {
    classes: ["UpSampling2D"],
    differs: (config) =>
      field(config, "interpolation") === "bilinear"
        ? "enlarges bilinearly without half-pixel centres, Keras with them"
        : undefined,
    settle: (config) => ({ ...config, half_pixel_centers: false }),
  },
  {
    classes: ["ReLU"],
    differs(config) {
      const ignored = ["negative_slope", "threshold"].filter((key) => {
        const value = field(config, key);
        return isSet(value) && value !== 0;
      });
      return ignored.length === 0 ? undefined : `takes no account of ${ignored.join(" and ")}`;
    },
    settle: (config) => without(config, ["negative_slope", "threshold"]),
  },
  {
    classes: [
      "GlobalAveragePooling1D",
      "GlobalAveragePooling2D",
      "GlobalAveragePooling3D",
      "GlobalMaxPooling1D",
      "GlobalMaxPooling2D",
      "GlobalMaxPooling3D",
    ],
    differs: (config) =>
      field(config, "keepdims") === true ? "takes no account of keepdims: the pooled axes go" : undefined,
    settle: (config) => without(config, ["keepdims"]),
  },
  {
    classes: ["DepthwiseConv2D"],
    differs: (config) => (isNotOne(field(config, "dilation_rate")) ? "takes no account of dilation_rate" : undefined),
    settle: (config) => without(config, ["dilation_rate"]),
  },
  {
    classes: ["Conv2DTranspose", "Conv3DTranspose"],
    differs(config) {
      const ignored = [
        ...(isSet(field(config, "output_padding")) ? ["output_padding"] : []),
        ...(isNotOne(field(config, "dilation_rate")) ? ["dilation_rate"] : []),
      ];
      return ignored.length === 0 ? undefined : `takes no account of ${ignored.join(" and ")}`;
    },
    settle: (config) => without(config, ["output_padding", "dilation_rate"]),
  },
];

/** The topology by which Keras's layers compute what TensorFlow.js does, and where that is not what Keras computes. */
export function tensorflowJsSemantics(topology: Json): {
  readonly topology: Json;
  readonly differences: readonly SemanticDifference[];
} {
  const differences: SemanticDifference[] = [];
  const settle = ({ className, name, config }: LayerJson): JsonObject => {
    let at = config;
    for (const row of rows) {
      if (!row.classes.includes(className)) continue;
      const difference = row.differs(at);
      if (difference === undefined) continue;
      differences.push({ layer: name, className, difference });
      at = row.settle(at);
    }
    return at;
  };
  return { topology: mapLayers(topology, settle), differences };
}
