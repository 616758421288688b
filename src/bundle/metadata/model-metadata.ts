/** What a model says of itself: who made it, and what goes in and comes out. Plain data. */
export interface ModelMetadata {
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  readonly author?: string;
  readonly license?: string;
  /** Of the main subgraph, in the order of its inputs and outputs. */
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
  /** Every file that the metadata names, once. */
  readonly associatedFiles: readonly AssociatedFile[];
}

export interface TensorMetadata {
  readonly name?: string;
  readonly description?: string;
  readonly content: "feature" | "image" | "boundingBox" | "audio" | "unknown";
  /** Of images. */
  readonly colorSpace?: "rgb" | "grayscale";
  /** Of images whose size the tensor leaves open. */
  readonly defaultSize?: { readonly width: number; readonly height: number };
  /** `(value - mean) / std`, one value or one per channel; empty where nothing is said. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Range of the values, one or one per channel; empty where nothing is said. */
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** Scores below it count as no result. */
  readonly scoreThreshold?: number;
  readonly files: readonly AssociatedFile[];
}

export interface AssociatedFile {
  readonly name: string;
  readonly description?: string;
  readonly type:
    | "unknown"
    | "descriptions"
    | "tensor-axis-labels"
    | "tensor-value-labels"
    | "tensor-axis-score-calibration"
    | "vocabulary"
    | "scann-index";
  /** ISO 639-1, such as `en` or `en-US`. */
  readonly locale?: string;
  readonly version?: string;
}
