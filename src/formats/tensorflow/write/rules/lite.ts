import type { NodeWriter } from "../node-writer.ts";
import { decompose, nodes, unsupported, type WriteFamily, type WriteNode } from "../rule.ts";

const first = (w: NodeWriter) => w.outputs[0] ?? w.refuse("it has no output");

const bits =
  (op: string): WriteNode<unknown> =>
  (w) =>
    w.emit(op, w.present, { T: w.dtype(w.input(0).type.dtype) }, first(w));

const ofComplex =
  (op: string): WriteNode<unknown> =>
  (w) =>
    w.emit(op, w.present, { T: w.dtype(w.input(0).type.dtype), Tout: w.dtype(first(w).dtype) }, first(w));

const recurrent = unsupported("a recurrent layer that only TensorFlow Lite has as one operator");
const table = unsupported("a frozen graph has no tables");
const training = unsupported("a frozen graph does not train");
const files = unsupported("a frozen graph does not save or restore");
const drawn = unsupported("random numbers by a key that is worked out in the graph");
const stablehlo = unsupported("an operator of StableHLO, which TensorFlow's graphs do not have");
const boxes = unsupported("the boxes that remain are known at the run only");

/** Operators that TensorFlow Lite has and TensorFlow's graphs say otherwise, or not at all. */
export const liteRules: WriteFamily<
  | "basicLstmCell"
  | "bidirectionalSequenceLstm"
  | "bidirectionalSequenceRnn"
  | "bitwiseAnd"
  | "broadcastGradientArgs"
  | "complexAbs"
  | "conv2dBackpropFilter"
  | "detectionPostProcess"
  | "dilate"
  | "ensureShape"
  | "hashtable"
  | "hashtableFind"
  | "hashtableImport"
  | "hashtableLookup"
  | "hashtableSize"
  | "imag"
  | "leftShift"
  | "lstmCell"
  | "multinomial"
  | "nonMaxSuppressionV4"
  | "nonMaxSuppressionV5"
  | "real"
  | "reduceWindow"
  | "relu6Grad"
  | "reluGrad"
  | "restore"
  | "restoreV2"
  | "rfft2d"
  | "rngBitGenerator"
  | "rnnCell"
  | "save"
  | "saveV2"
  | "stablehloGather"
  | "stablehloPad"
  | "stablehloReduceWindow"
  | "stablehloScatter"
  | "statelessRandomAlgorithm"
  | "statelessRandomKeyCounter"
  | "statelessRandomNormal"
  | "statelessRandomUniform"
  | "statelessRandomUniformFullInt"
  | "statelessRandomUniformInt"
  | "statelessTruncatedNormal"
  | "svdf"
  | "switchCase"
  | "unidirectionalSequenceLstm"
  | "unidirectionalSequenceRnn"
> = {
  basicLstmCell: recurrent,
  bidirectionalSequenceLstm: recurrent,
  bidirectionalSequenceRnn: recurrent,
  lstmCell: recurrent,
  rnnCell: recurrent,
  svdf: recurrent,
  unidirectionalSequenceLstm: recurrent,
  unidirectionalSequenceRnn: recurrent,
  bitwiseAnd: nodes(bits("BitwiseAnd")),
  leftShift: nodes(bits("LeftShift")),
  complexAbs: nodes(ofComplex("ComplexAbs")),
  real: nodes(ofComplex("Real")),
  imag: nodes(ofComplex("Imag")),
  reluGrad: decompose,
  relu6Grad: decompose,
  broadcastGradientArgs: training,
  conv2dBackpropFilter: training,
  ensureShape: unsupported("a check of a shape, which the graph does not need"),
  hashtable: table,
  hashtableFind: table,
  hashtableImport: table,
  hashtableLookup: table,
  hashtableSize: table,
  save: files,
  saveV2: files,
  restore: files,
  restoreV2: files,
  detectionPostProcess: boxes,
  nonMaxSuppressionV4: boxes,
  nonMaxSuppressionV5: boxes,
  dilate: stablehlo,
  reduceWindow: stablehlo,
  rngBitGenerator: stablehlo,
  stablehloGather: stablehlo,
  stablehloPad: stablehlo,
  stablehloReduceWindow: stablehlo,
  stablehloScatter: stablehlo,
  switchCase: stablehlo,
  rfft2d: unsupported("a transform of Fourier over two axes"),
  multinomial: drawn,
  statelessRandomAlgorithm: drawn,
  statelessRandomKeyCounter: drawn,
  statelessRandomNormal: drawn,
  statelessRandomUniform: drawn,
  statelessRandomUniformFullInt: drawn,
  statelessRandomUniformInt: drawn,
  statelessTruncatedNormal: drawn,
};
