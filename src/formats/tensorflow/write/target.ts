import type { DType } from "../../../numerics/index.ts";

/** What the reader of a written graph can do. */
export interface GraphTarget {
  /** Who it is, for refusals: `TensorFlow.js`. */
  readonly title: string;
  /** Operators that it has; all of TensorFlow's when absent. */
  readonly operators?: ReadonlySet<string>;
  /** The element type that stands for one of ours; undefined for those that it cannot hold. */
  readonly dtype: (dtype: DType) => DType | undefined;
}

/** TensorFlow itself, of any version from 1.15 on. */
export const tensorflowTarget: GraphTarget = {
  title: "TensorFlow",
  dtype: (dtype) => (dtype === "resource" || dtype === "variant" ? undefined : dtype),
};
