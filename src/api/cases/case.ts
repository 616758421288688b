import type { Tensor } from "../../numerics/index.ts";

/** A golden case: a model file, inputs, and what a trusted runtime answered. */
export interface Case {
  readonly name: string;
  /** Relative to the file of cases. */
  readonly file: string;
  readonly format: string;
  /** What computed the outputs. */
  readonly oracle?: string;
  readonly atol: number;
  readonly rtol: number;
  /** The file of Keras architecture that belongs to a file of weights. */
  readonly architecture?: string;
  /** The graph that belongs to a checkpoint without one. */
  readonly graph?: string;
  /** Which of a SavedModel's graphs. */
  readonly tags?: readonly string[];
  /** Outputs to ask for instead of the file's own. */
  readonly requestedOutputs?: readonly string[];
  /** The file must be diagnosed. */
  readonly expect?: Expectation;
  /** Calls in order on one session. Empty for cases that are only read. */
  readonly steps: readonly Step[];
  /** What the model answers after the fix of `expect`. */
  readonly mended?: readonly Step[];
}

export interface Expectation {
  readonly problem: string;
  readonly fix?: string;
  /** Code of the diagnostic that says so, where a person has decided it. */
  readonly code?: string;
}

/** One call, or a new session. */
export type Step = Call | { readonly newSession: true };

export interface Call {
  readonly signature?: string;
  readonly inputs: Readonly<Record<string, TensorSource>>;
  readonly outputs: Readonly<Record<string, TensorSource>>;
  /** The result is not compared: the runtime's is not defined, or differs by design. */
  readonly compared: boolean;
  /** The real runtime refuses this call. */
  readonly fails: boolean;
}

/** Where the numbers of an input or output are. */
export type TensorSource =
  | { readonly npy: string }
  | { readonly tensor: Tensor }
  | {
      readonly packed: string;
      readonly offset: number;
      readonly length: number;
      readonly shape: readonly number[];
      readonly dtype: string;
    }
  /** The outputs of an earlier step, by its position among the steps. */
  | { readonly step: number; readonly output: string }
  | { readonly absent: string };

export function isCall(step: Step): step is Call {
  return "inputs" in step;
}
