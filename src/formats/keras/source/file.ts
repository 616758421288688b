import type { WeightStore } from "./stored.ts";

/** What a Keras file, archive or folder holds, whatever its container. */
export interface KerasFile {
  /** In words: for notes and the model's source. */
  readonly container: string;
  /** The architecture's JSON and what it is called there; absent in files of weights. */
  readonly architecture: { readonly text: string; readonly name: string } | undefined;
  /** `keras_version` as the file states it. */
  readonly version: string | undefined;
  /** `backend` as the file states it. */
  readonly backend?: string | undefined;
  readonly weights: WeightStore;
  /** The weights are stated to be elsewhere, or missing. */
  readonly weightsMissing: boolean;
  /** Names of the members or root objects, for messages. */
  readonly members: readonly string[];
  /** Class of the optimizer that the model was compiled with. */
  readonly optimizer: string | undefined;
}
