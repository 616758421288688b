/** What reading a TensorFlow.js model may be told. */
export interface TfjsReadOptions {
  /**
   * Whose meaning layers have where TensorFlow.js and Keras compute something else from one configuration: the file's own
   * runtime (`file`), or `keras`. `file` when absent.
   */
  readonly semantics?: "file" | "keras";
}

/** What writing a TensorFlow.js model may be told. */
export interface TfjsWriteOptions {
  /** Largest file of weights in bytes; 4 MiB, as TensorFlow.js writes them. */
  readonly shardBytes?: number;
}
