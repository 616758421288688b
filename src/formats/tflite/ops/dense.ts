import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { inputDtype, inputRank, isHybrid, isPerAxis, outputDtype, withActivation, writeActivation } from "./operand.ts";
import { decompose, operator, type RuleContext, refuse, type TfliteRule } from "./rule.ts";

const typed = (context: RuleContext, data: string, weights: string): boolean =>
  inputDtype(context, 0) === data && inputDtype(context, 1) === weights && outputDtype(context, 0) === data;

/** For a matrix the result is the same with and without, and older versions know only without. */
const keepsDims = (context: RuleContext, keepNumDims: boolean): boolean => keepNumDims && inputRank(context, 0) !== 2;

function fullyConnectedVersion(context: RuleContext, { keepNumDims }: AttrsOf<"fullyConnected">): number {
  if (inputDtype(context, 1) === "int2") return 14;
  if (typed(context, "int16", "int4")) return 13;
  if (isHybrid(context, 0, 1) && isPerAxis(context, 1)) return 12;
  if (typed(context, "int16", "int8") && inputDtype(context, 2) === "int32") return 11;
  if (typed(context, "int8", "int4")) return 10;
  if (typed(context, "int16", "int16")) return 7;
  if (isHybrid(context, 0, 1)) return 9;
  if (keepsDims(context, keepNumDims)) return 5;
  return typed(context, "int8", "int8") || typed(context, "int16", "int8") ? 4 : 1;
}

function batchMatmulVersion(context: RuleContext): number {
  if (isHybrid(context, 0, 1)) return 4;
  if (inputDtype(context, 0) === "int16") return 3;
  return inputDtype(context, 0) === "int8" ? 2 : 1;
}

/** The scheme that TensorFlow's converter asks for since 2.3; symmetric rows are the older one. */
const hybridRows = (context: RuleContext) => (isHybrid(context, 0, 1) ? { asymmetric_quantize_inputs: true } : {});

type DenseOp = Extract<OpName, "fullyConnected" | "batchMatmul" | "einsum">;

/** Matrix products. */
export const denseRules: { readonly [N in DenseOp]: TfliteRule<N> } = {
  fullyConnected: operator({
    code: "FULLY_CONNECTED",
    table: "FullyConnectedOptions",
    read(options) {
      if (options.weights_format !== "DEFAULT") return refuse("its weights are shuffled for one family of processors");
      if (options.quant_spec !== undefined) return refuse("its weights have a quantization of their own kind");
      return withActivation(options.fused_activation_function, { keepNumDims: options.keep_num_dims });
    },
    write: ({ activation, keepNumDims }, context) => ({
      fused_activation_function: writeActivation(activation),
      keep_num_dims: keepsDims(context, keepNumDims),
      ...hybridRows(context),
      ...(inputDtype(context, 0) === "int16" && inputDtype(context, 2) === "int32"
        ? ({ quantized_bias_type: "int32" } as const)
        : {}),
    }),
    version: fullyConnectedVersion,
    // Two operands need version 6; three with the bias absent do not.
    operandCount: 3,
  }),
  batchMatmul: operator({
    code: "BATCH_MATMUL",
    table: "BatchMatMulOptions",
    read: ({ adj_x, adj_y }) => ({ adjX: adj_x, adjY: adj_y }),
    write: ({ adjX, adjY }, context) => ({ adj_x: adjX, adj_y: adjY, ...hybridRows(context) }),
    version: batchMatmulVersion,
  }),
  einsum: decompose,
};
