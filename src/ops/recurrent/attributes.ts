import { type AttributeRule, bool, oneOf } from "../attributes.ts";

/** Keras' names; `hardSigmoid` is Keras 3's (slope 1/6), `hardSigmoidKeras2` the older one (slope 0.2). */
export type RecurrentActivation =
  | "tanh"
  | "sigmoid"
  | "hardSigmoid"
  | "hardSigmoidKeras2"
  | "relu"
  | "linear"
  | "softplus"
  | "softsign"
  | "elu"
  | "selu"
  | "swish"
  | "exponential"
  | "gelu";

const names: readonly RecurrentActivation[] = [
  "tanh",
  "sigmoid",
  "hardSigmoid",
  "hardSigmoidKeras2",
  "relu",
  "linear",
  "softplus",
  "softsign",
  "elu",
  "selu",
  "swish",
  "exponential",
  "gelu",
];

/** Of the candidate state and the output. */
export const stateActivation: AttributeRule<RecurrentActivation> = oneOf(names, { default: "tanh" });

/** Of the gates. */
export const gateActivation: AttributeRule<RecurrentActivation> = oneOf(names, { default: "sigmoid" });

/** Steps are taken from the last to the first; the sequence of outputs is in the order of the steps. */
export const goBackwards: AttributeRule<boolean> = bool({ default: false });
