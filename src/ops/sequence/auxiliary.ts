import type { Tensor } from "../../numerics/index.ts";

/** What the directions of a bidirectional operator read. */
export interface Auxiliary {
  /** Data of the backward direction; that of the forward one is x. */
  readonly backward: Tensor;
  /** A second input of both directions, which has weights of its own. */
  readonly auxiliary?: Tensor;
}

/** A second input without weights takes the place of x in the backward direction (stacked layers not merged between). */
export function auxiliaryOf(
  x: Tensor,
  second: Tensor | null | undefined,
  weights: Tensor | null | undefined,
): Auxiliary {
  if (!second) return { backward: x };
  return weights ? { backward: x, auxiliary: second } : { backward: second };
}
