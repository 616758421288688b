import type { OpName } from "../../../ops/index.ts";
import { byDtype } from "./operand.ts";
import { operator, plain, type TfliteRule } from "./rule.ts";

type ActivationOp = Extract<
  OpName,
  | "relu"
  | "relu6"
  | "reluN1To1"
  | "relu0To1"
  | "hardSwish"
  | "elu"
  | "leakyRelu"
  | "prelu"
  | "gelu"
  | "softmax"
  | "logSoftmax"
>;

/** Activation functions as operators of their own. */
export const activationRules: { readonly [N in ActivationOp]: TfliteRule<N> } = {
  relu: plain("RELU", () => ({}), byDtype(0, { int8: 2, uint8: 2, int16: 3 })),
  relu6: plain("RELU6", () => ({}), byDtype(0, { int8: 2, int16: 3 })),
  reluN1To1: plain("RELU_N1_TO_1", () => ({})),
  relu0To1: plain("RELU_0_TO_1", () => ({})),
  hardSwish: plain("HARD_SWISH", () => ({})),
  elu: plain("ELU", () => ({})),
  leakyRelu: operator({
    code: "LEAKY_RELU",
    table: "LeakyReluOptions",
    read: ({ alpha }) => ({ alpha }),
    write: ({ alpha }) => ({ alpha }),
    version: byDtype(0, { int16: 2 }),
  }),
  prelu: plain("PRELU", () => ({})),
  gelu: operator({
    code: "GELU",
    table: "GeluOptions",
    read: ({ approximate }) => ({ approximate }),
    write: ({ approximate }) => ({ approximate }),
    version: byDtype(0, { int8: 2, uint8: 2 }),
  }),
  softmax: operator({
    code: "SOFTMAX",
    table: "SoftmaxOptions",
    read: ({ beta }) => ({ beta }),
    write: ({ beta }) => ({ beta }),
    version: byDtype(0, { int8: 2, int16: 3, float16: 4 }),
  }),
  logSoftmax: plain("LOG_SOFTMAX", () => ({}), byDtype(0, { int8: 2 })),
};
