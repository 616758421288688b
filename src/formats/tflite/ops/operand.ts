import type { DType } from "../../../numerics/index.ts";
import type { FusedActivation, Padding } from "../../../ops/index.ts";
import type { EnumValue } from "../schema/enums.ts";
import { type Refusal, type RuleContext, refuse } from "./rule.ts";

/** Element type of an input; undefined when it is left out. */
export const inputDtype = (context: RuleContext, input: number): DType | undefined => context.inputs[input]?.type.dtype;

/** Element type of an output. */
export const outputDtype = (context: RuleContext, output: number): DType | undefined =>
  context.outputs[output]?.type.dtype;

/** Number of axes of an input; 0 when it is not known. */
export const inputRank = (context: RuleContext, input: number): number =>
  context.inputs[input]?.type.shape?.length ?? 0;

/** Extent of an input's axis, counted from the end when negative; undefined when it is open. */
export function inputExtent(context: RuleContext, input: number, axis: number): number | undefined {
  const dim = context.inputs[input]?.type.shape?.at(axis);
  return typeof dim === "number" ? dim : undefined;
}

export const isQuantized = (context: RuleContext, input: number): boolean =>
  context.inputs[input]?.type.quantization !== undefined;

/** Whether an input has a scale for each index of an axis. */
export const isPerAxis = (context: RuleContext, input: number): boolean =>
  context.inputs[input]?.type.quantization?.kind === "perAxis";

/** Version by the element type of an input; 1 for types that are not listed. */
export function byDtype(input: number, versions: { readonly [D in DType]?: number }): (context: RuleContext) => number {
  return (context) => {
    const dtype = inputDtype(context, input);
    return (dtype === undefined ? undefined : versions[dtype]) ?? 1;
  };
}

/** Whether the first two inputs differ in shape and one has more than four axes: kernels broadcast those since later versions. */
export function broadcastsWide(context: RuleContext): boolean {
  const [a, b] = [context.inputs[0]?.type.shape, context.inputs[1]?.type.shape];
  const wide = Math.max(a?.length ?? 0, b?.length ?? 0) > 4;
  return wide && JSON.stringify(a) !== JSON.stringify(b);
}

/** Float data with 8-bit weights: the kernel quantizes the data row by row as it runs ("hybrid"). */
export const isHybrid = (context: RuleContext, data: number, weights: number): boolean =>
  inputDtype(context, data) === "float32" &&
  inputDtype(context, weights) === "int8" &&
  outputDtype(context, 0) === "float32";

const activationWords: { readonly [A in FusedActivation]: EnumValue<"ActivationFunctionType"> } = {
  none: "NONE",
  relu: "RELU",
  reluN1To1: "RELU_N1_TO_1",
  relu6: "RELU6",
  tanh: "TANH",
  signBit: "SIGN_BIT",
};

export const writeActivation = (activation: FusedActivation): EnumValue<"ActivationFunctionType"> =>
  activationWords[activation];

/** The activation of an option; a refusal when it is newer than the list. */
function readActivation(word: EnumValue<"ActivationFunctionType">): FusedActivation | Refusal {
  const found = (Object.keys(activationWords) as FusedActivation[]).find((name) => activationWords[name] === word);
  return found ?? refuse(`activation ${word} is not known`);
}

/** Attributes that begin with an activation. */
export function withActivation<A extends object>(
  word: EnumValue<"ActivationFunctionType">,
  rest: A,
): (A & { readonly activation: FusedActivation }) | Refusal {
  const activation = readActivation(word);
  return typeof activation === "string" ? { ...rest, activation } : activation;
}

/** What operators with a sliding window have besides its sizes. */
interface WindowAttrs {
  readonly padding: Padding;
  readonly activation: FusedActivation;
}

interface WindowWords {
  readonly padding: EnumValue<"Padding">;
  readonly fused_activation_function: EnumValue<"ActivationFunctionType">;
}

/** Padding and activation of a window's options, added to its sizes. */
export function readWindow<A extends object>(words: WindowWords, sizes: A): (A & WindowAttrs) | Refusal {
  if (words.padding !== "SAME" && words.padding !== "VALID") return refuse(`padding ${words.padding} is not known`);
  return withActivation(words.fused_activation_function, {
    ...sizes,
    padding: words.padding === "SAME" ? "same" : "valid",
  });
}

/** The options of a window, added to its sizes; a refusal for explicit padding, which they have no words for. */
export function writeWindow<O extends object>(
  { padding, activation }: WindowAttrs,
  sizes: O,
): (O & WindowWords) | Refusal {
  if (typeof padding !== "string") {
    return refuse(`the padding [${padding.join(",")}] is neither SAME nor VALID: a pad operator must stand before it`);
  }
  const word = padding === "same" ? "SAME" : "VALID";
  return { ...sizes, padding: word, fused_activation_function: writeActivation(activation) };
}
