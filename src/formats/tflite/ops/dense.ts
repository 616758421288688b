import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { writeBiasType } from "./convolution.ts";
import { inputDtype, inputRank, isHybrid, isPerAxis, outputDtype, withActivation, writeActivation } from "./operand.ts";
import { decompose, operator, type RuleContext, refuse, type TfliteRule } from "./rule.ts";

const typed = (context: RuleContext, data: string, weights: string): boolean =>
  inputDtype(context, 0) === data && inputDtype(context, 1) === weights && outputDtype(context, 0) === data;

/** For a matrix the result is the same with and without, and older versions know only without. */
const keepsDims = (context: RuleContext, keepNumDims: boolean): boolean => keepNumDims && inputRank(context, 0) !== 2;

const narrowBias = (context: RuleContext): boolean =>
  inputDtype(context, 0) === "int16" && inputDtype(context, 2) === "int32";

function fullyConnectedVersion(
  context: RuleContext,
  { keepNumDims, asymmetricQuantizeInputs }: AttrsOf<"fullyConnected">,
): number {
  if (inputDtype(context, 1) === "int2") return 14;
  if (typed(context, "int16", "int4")) return 13;
  if (isHybrid(context, 0, 1) && isPerAxis(context, 1)) return 12;
  if (typed(context, "int16", "int8") && narrowBias(context)) return 11;
  if (typed(context, "int8", "int4")) return 10;
  if (typed(context, "int16", "int16")) return 7;
  if (isHybrid(context, 0, 1)) return asymmetricQuantizeInputs ? 9 : keepsDims(context, keepNumDims) ? 5 : 3;
  if (keepsDims(context, keepNumDims)) return 5;
  return typed(context, "int8", "int8") || typed(context, "int16", "int8") ? 4 : 1;
}

function batchMatmulVersion(context: RuleContext): number {
  if (isHybrid(context, 0, 1)) return 4;
  if (inputDtype(context, 0) === "int16") return 3;
  return inputDtype(context, 0) === "int8" ? 2 : 1;
}

type DenseOp = Extract<OpName, "fullyConnected" | "batchMatmul" | "einsum">;

/** Matrix products. */
export const denseRules: { readonly [N in DenseOp]: TfliteRule<N> } = {
  fullyConnected: operator({
    code: "FULLY_CONNECTED",
    table: "FullyConnectedOptions",
    read(options) {
      if (options.weights_format !== "DEFAULT") return refuse("its weights are shuffled for one family of processors");
      if (options.quant_spec !== undefined) return refuse("its weights have a quantization of their own kind");
      return withActivation(options.fused_activation_function, {
        keepNumDims: options.keep_num_dims,
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
      });
    },
    write: ({ activation, keepNumDims, asymmetricQuantizeInputs }, context) => ({
      fused_activation_function: writeActivation(activation),
      keep_num_dims: keepsDims(context, keepNumDims),
      asymmetric_quantize_inputs: asymmetricQuantizeInputs,
      ...writeBiasType(narrowBias(context)),
    }),
    version: fullyConnectedVersion,
    // Two operands need version 6; three with the bias absent do not.
    operandCount: 3,
  }),
  batchMatmul: operator({
    code: "BATCH_MATMUL",
    table: "BatchMatMulOptions",
    read: ({ adj_x, adj_y, asymmetric_quantize_inputs }) => ({
      adjX: adj_x,
      adjY: adj_y,
      asymmetricQuantizeInputs: asymmetric_quantize_inputs,
    }),
    write: ({ adjX, adjY, asymmetricQuantizeInputs }) => ({
      adj_x: adjX,
      adj_y: adjY,
      asymmetric_quantize_inputs: asymmetricQuantizeInputs,
    }),
    version: batchMatmulVersion,
  }),
  einsum: decompose,
};
