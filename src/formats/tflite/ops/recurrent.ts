import type { OpName } from "../../../ops/index.ts";
import { decompose, type TfliteRule } from "./rule.ts";

type RecurrentOp = Extract<OpName, "lstm" | "gru" | "simpleRnn">;

/** Recurrent layers, whose gates Keras orders otherwise than TensorFlow Lite's fused kernels. */
export const recurrentRules: { readonly [N in RecurrentOp]: TfliteRule<N> } = {
  lstm: decompose,
  gru: decompose,
  simpleRnn: decompose,
};
