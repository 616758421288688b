import type { OpName } from "../../../ops/index.ts";
import { byDtype, inputDtype, isPerAxis, outputDtype } from "./operand.ts";
import { operator, plain, type RuleContext, type TfliteRule } from "./rule.ts";

function dequantizeVersion(context: RuleContext): number {
  if (inputDtype(context, 0) === "int8") return isPerAxis(context, 0) ? 5 : 2;
  return byDtype(0, { uint4: 8, int2: 7, int4: 6, int16: 3, float16: 3 })(context);
}

function quantizeVersion(context: RuleContext): number {
  const types = [inputDtype(context, 0), outputDtype(context, 0)];
  if (types.includes("uint4")) return 5;
  if (types.includes("int4")) return 4;
  if (context.outputs[0]?.type.quantization?.kind === "perAxis") return 3;
  return types[1] === "int16" ? 2 : 1;
}

type QuantizeOp = Extract<OpName, "quantize" | "dequantize" | "fakeQuant">;

/** Between real numbers and the integers that stand for them. */
export const quantizeRules: { readonly [N in QuantizeOp]: TfliteRule<N> } = {
  quantize: plain("QUANTIZE", () => ({}), quantizeVersion),
  dequantize: plain("DEQUANTIZE", () => ({}), dequantizeVersion),
  fakeQuant: operator({
    code: "FAKE_QUANT",
    table: "FakeQuantOptions",
    read: ({ min, max, num_bits, narrow_range }) => ({ min, max, numBits: num_bits, narrowRange: narrow_range }),
    write: ({ min, max, numBits, narrowRange }) => ({ min, max, num_bits: numBits, narrow_range: narrowRange }),
    version: (_, { narrowRange }) => (narrowRange ? 2 : 1),
    limit: (_, { narrowRange }) => (narrowRange ? "a narrow range" : undefined),
  }),
};
