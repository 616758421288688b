import type { OpName } from "../../../ops/index.ts";
import { inputDtype, isHybrid, withActivation, writeActivation } from "./operand.ts";
import { operator, type RuleContext, refuse, type TfliteRule } from "./rule.ts";

type SequenceOp = Extract<
  OpName,
  | "unidirectionalSequenceLstm"
  | "bidirectionalSequenceLstm"
  | "unidirectionalSequenceRnn"
  | "bidirectionalSequenceRnn"
  | "rnnCell"
  | "lstmCell"
  | "basicLstmCell"
  | "svdf"
>;

/** The version for int8 weights with float data, the one for rows quantized between their ends, and 1 for float weights. */
function hybridVersion(
  weights: number,
  [symmetric, asymmetric]: readonly [number, number],
): (context: RuleContext, attrs: { readonly asymmetricQuantizeInputs: boolean }) => number {
  return (context, { asymmetricQuantizeInputs }) => {
    if (!isHybrid(context, 0, weights)) return 1;
    return asymmetricQuantizeInputs ? asymmetric : symmetric;
  };
}

const sequenceVersion = hybridVersion(2, [2, 3]);

/** Recurrent kernels, whose state is in tensors that keep their values between runs. */
export const sequenceRules: { readonly [N in SequenceOp]: TfliteRule<N> } = {
  unidirectionalSequenceLstm: operator({
    code: "UNIDIRECTIONAL_SEQUENCE_LSTM",
    table: "UnidirectionalSequenceLSTMOptions",
    read: (options) =>
      withActivation(options.fused_activation_function, {
        cellClip: options.cell_clip,
        projectionClip: options.proj_clip,
        timeMajor: options.time_major,
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
        diagonalRecurrent: options.diagonal_recurrent_tensors,
      }),
    write: (attrs) => ({
      fused_activation_function: writeActivation(attrs.activation),
      cell_clip: attrs.cellClip,
      proj_clip: attrs.projectionClip,
      time_major: attrs.timeMajor,
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
      diagonal_recurrent_tensors: attrs.diagonalRecurrent,
    }),
    version(context, attrs) {
      if (inputDtype(context, 0) === "int16") return 5;
      return attrs.diagonalRecurrent ? 4 : sequenceVersion(context, attrs);
    },
    operandCount: 20,
  }),
  bidirectionalSequenceLstm: operator({
    code: "BIDIRECTIONAL_SEQUENCE_LSTM",
    table: "BidirectionalSequenceLSTMOptions",
    read: (options) =>
      withActivation(options.fused_activation_function, {
        cellClip: options.cell_clip,
        projectionClip: options.proj_clip,
        mergeOutputs: options.merge_outputs,
        timeMajor: options.time_major,
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
      }),
    write: (attrs) => ({
      fused_activation_function: writeActivation(attrs.activation),
      cell_clip: attrs.cellClip,
      proj_clip: attrs.projectionClip,
      merge_outputs: attrs.mergeOutputs,
      time_major: attrs.timeMajor,
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
    }),
    version: sequenceVersion,
    operandCount: 48,
  }),
  unidirectionalSequenceRnn: operator({
    code: "UNIDIRECTIONAL_SEQUENCE_RNN",
    table: "SequenceRNNOptions",
    read: (options) =>
      withActivation(options.fused_activation_function, {
        timeMajor: options.time_major,
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
      }),
    write: (attrs) => ({
      fused_activation_function: writeActivation(attrs.activation),
      time_major: attrs.timeMajor,
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
    }),
    version: hybridVersion(1, [2, 3]),
  }),
  bidirectionalSequenceRnn: operator({
    code: "BIDIRECTIONAL_SEQUENCE_RNN",
    table: "BidirectionalSequenceRNNOptions",
    read: (options) =>
      withActivation(options.fused_activation_function, {
        mergeOutputs: options.merge_outputs,
        timeMajor: options.time_major,
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
      }),
    write: (attrs) => ({
      fused_activation_function: writeActivation(attrs.activation),
      merge_outputs: attrs.mergeOutputs,
      time_major: attrs.timeMajor,
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
    }),
    version: hybridVersion(1, [2, 3]),
    operandCount: 12,
  }),
  rnnCell: operator({
    code: "RNN",
    table: "RNNOptions",
    read: (options) =>
      withActivation(options.fused_activation_function, {
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
      }),
    write: (attrs) => ({
      fused_activation_function: writeActivation(attrs.activation),
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
    }),
    version: hybridVersion(1, [2, 3]),
  }),
  lstmCell: operator({
    code: "LSTM",
    table: "LSTMOptions",
    read: (options) =>
      options.kernel_type === "BASIC"
        ? refuse("it has the kernel with one matrix")
        : withActivation(options.fused_activation_function, {
            cellClip: options.cell_clip,
            projectionClip: options.proj_clip,
            asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
          }),
    write: (attrs) => ({
      fused_activation_function: writeActivation(attrs.activation),
      cell_clip: attrs.cellClip,
      proj_clip: attrs.projectionClip,
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
    }),
    version: hybridVersion(2, [3, 4]),
    operandCount: 20,
  }),
  basicLstmCell: operator({
    code: "LSTM",
    table: "LSTMOptions",
    read: (options) => (options.kernel_type === "BASIC" ? {} : refuse("it has the kernel with a matrix for each gate")),
    write: () => ({ fused_activation_function: "TANH", kernel_type: "BASIC" }) as const,
    version: () => 2,
  }),
  svdf: operator({
    code: "SVDF",
    table: "SVDFOptions",
    read: (options) =>
      withActivation(options.fused_activation_function, {
        rank: options.rank,
        asymmetricQuantizeInputs: options.asymmetric_quantize_inputs,
      }),
    write: (attrs) => ({
      rank: attrs.rank,
      fused_activation_function: writeActivation(attrs.activation),
      asymmetric_quantize_inputs: attrs.asymmetricQuantizeInputs,
    }),
    version: hybridVersion(1, [2, 4]),
  }),
};
