import type { OpName } from "../../../ops/index.ts";
import { inputRank, outputDtype, withActivation, writeActivation } from "./operand.ts";
import { decompose, operator, type TfliteRule } from "./rule.ts";

type NormalizationOp = Extract<
  OpName,
  | "batchNormalization"
  | "layerNormalization"
  | "groupNormalization"
  | "rmsNormalization"
  | "l2Normalization"
  | "localResponseNormalization"
>;

/** Normalizations. */
export const normalizationRules: { readonly [N in NormalizationOp]: TfliteRule<N> } = {
  batchNormalization: decompose,
  layerNormalization: decompose,
  groupNormalization: decompose,
  rmsNormalization: decompose,
  l2Normalization: operator({
    code: "L2_NORMALIZATION",
    table: "L2NormOptions",
    read: (options) => withActivation(options.fused_activation_function, {}),
    write: ({ activation }) => ({ fused_activation_function: writeActivation(activation) }),
    version: (context) => (outputDtype(context, 0) === "int8" ? 2 : 1),
    limit: (_, { activation }) => (activation === "none" ? undefined : "a normalization with a fused activation"),
  }),
  localResponseNormalization: operator({
    code: "LOCAL_RESPONSE_NORMALIZATION",
    table: "LocalResponseNormalizationOptions",
    read: ({ radius, bias, alpha, beta }) => ({ radius, bias, alpha, beta }),
    write: ({ radius, bias, alpha, beta }) => ({ radius, bias, alpha, beta }),
    limit: (context) => (inputRank(context, 0) === 4 ? undefined : `a tensor of ${inputRank(context, 0)} axes`),
  }),
};
