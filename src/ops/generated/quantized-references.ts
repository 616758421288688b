// Written by tools/generate-op-tables.mjs from the operator files; do not edit.
import type { Reference } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
import { absQuantizedReference } from "../elementwise/abs.ts";
import { addQuantizedReference } from "../elementwise/add.ts";
import { argMaxQuantizedReference } from "../reduce/arg-max.ts";
import { argMinQuantizedReference } from "../reduce/arg-min.ts";
import { averagePool2dQuantizedReference } from "../pool/average-pool2d.ts";
import { batchMatmulQuantizedReference } from "../dense/batch-matmul.ts";
import { bitcastQuantizedReference } from "../shape/bitcast.ts";
import { bitwiseAndQuantizedReference } from "../elementwise/bitwise-and.ts";
import { bitwiseXorQuantizedReference } from "../elementwise/bitwise-xor.ts";
import { castQuantizedReference } from "../shape/cast.ts";
import { concatenationQuantizedReference } from "../shape/concatenation.ts";
import { conv2dQuantizedReference } from "../conv/conv2d.ts";
import { depthwiseConv2dQuantizedReference } from "../conv/depthwise-conv2d.ts";
import { divQuantizedReference } from "../elementwise/div.ts";
import { eluQuantizedReference } from "../activation/elu.ts";
import { equalQuantizedReference } from "../compare/equal.ts";
import { expQuantizedReference } from "../elementwise/exp.ts";
import { floorDivQuantizedReference } from "../elementwise/floor-div.ts";
import { floorModQuantizedReference } from "../elementwise/floor-mod.ts";
import { fullyConnectedQuantizedReference } from "../dense/fully-connected.ts";
import { geluQuantizedReference } from "../activation/gelu.ts";
import { greaterEqualQuantizedReference } from "../compare/greater-equal.ts";
import { greaterQuantizedReference } from "../compare/greater.ts";
import { hardSwishQuantizedReference } from "../activation/hard-swish.ts";
import { hashtableLookupQuantizedReference } from "../table/hashtable-lookup.ts";
import { l2NormalizationQuantizedReference } from "../normalization/l2-normalization.ts";
import { leakyReluQuantizedReference } from "../activation/leaky-relu.ts";
import { leftShiftQuantizedReference } from "../elementwise/left-shift.ts";
import { lessEqualQuantizedReference } from "../compare/less-equal.ts";
import { lessQuantizedReference } from "../compare/less.ts";
import { logQuantizedReference } from "../elementwise/log.ts";
import { logSoftmaxQuantizedReference } from "../activation/log-softmax.ts";
import { logisticQuantizedReference } from "../elementwise/logistic.ts";
import { matrixDiagQuantizedReference } from "../index/matrix-diag.ts";
import { maxPool2dQuantizedReference } from "../pool/max-pool2d.ts";
import { maximumQuantizedReference } from "../elementwise/maximum.ts";
import { meanQuantizedReference } from "../reduce/mean.ts";
import { minimumQuantizedReference } from "../elementwise/minimum.ts";
import { mulQuantizedReference } from "../elementwise/mul.ts";
import { negQuantizedReference } from "../elementwise/neg.ts";
import { notEqualQuantizedReference } from "../compare/not-equal.ts";
import { oneHotQuantizedReference } from "../index/one-hot.ts";
import { preluQuantizedReference } from "../activation/prelu.ts";
import { reduceMaxQuantizedReference } from "../reduce/reduce-max.ts";
import { reduceMinQuantizedReference } from "../reduce/reduce-min.ts";
import { reduceProdQuantizedReference } from "../reduce/reduce-prod.ts";
import { relu0To1QuantizedReference } from "../activation/relu0-to1.ts";
import { relu6QuantizedReference } from "../activation/relu6.ts";
import { reluN1To1QuantizedReference } from "../activation/relu-n1-to1.ts";
import { reluQuantizedReference } from "../activation/relu.ts";
import { resizeBilinearQuantizedReference } from "../resize/resize-bilinear.ts";
import { rightShiftQuantizedReference } from "../elementwise/right-shift.ts";
import { rsqrtQuantizedReference } from "../elementwise/rsqrt.ts";
import { scatterNdQuantizedReference } from "../index/scatter-nd.ts";
import { softmaxQuantizedReference } from "../activation/softmax.ts";
import { sparseToDenseQuantizedReference } from "../index/sparse-to-dense.ts";
import { sqrtQuantizedReference } from "../elementwise/sqrt.ts";
import { squaredDifferenceQuantizedReference } from "../elementwise/squared-difference.ts";
import { subQuantizedReference } from "../elementwise/sub.ts";
import { sumQuantizedReference } from "../reduce/sum.ts";
import { tanhQuantizedReference } from "../elementwise/tanh.ts";
import { topKV2QuantizedReference } from "../reduce/top-k-v2.ts";
import { transposeConvQuantizedReference } from "../conv/transpose-conv.ts";
import { uniqueQuantizedReference } from "../index/unique.ts";
import { whereQuantizedReference } from "../index/where.ts";
import { zerosLikeQuantizedReference } from "../shape/zeros-like.ts";

/** Arithmetic of each operator on quantized tensors; `none` where it has none of its own. */
export const quantizedReferences: { readonly [N in OpName]: Reference<AttrsOf<N>> | "none" } = {
  abs: absQuantizedReference,
  add: addQuantizedReference,
  addN: "none",
  argMax: argMaxQuantizedReference,
  argMin: argMinQuantizedReference,
  assignVariable: "none",
  atan2: "none",
  averagePool2d: averagePool2dQuantizedReference,
  averagePool3d: "none",
  basicLstmCell: "none",
  batchMatmul: batchMatmulQuantizedReference,
  batchNormalization: "none",
  batchToSpaceNd: "none",
  bidirectionalSequenceLstm: "none",
  bidirectionalSequenceRnn: "none",
  bitcast: bitcastQuantizedReference,
  bitwiseAnd: bitwiseAndQuantizedReference,
  bitwiseXor: bitwiseXorQuantizedReference,
  broadcastArgs: "none",
  broadcastGradientArgs: "none",
  broadcastTo: "none",
  bucketize: "none",
  call: "none",
  callOnce: "none",
  cast: castQuantizedReference,
  ceil: "none",
  celu: "none",
  complexAbs: "none",
  composite: "none",
  concatenation: concatenationQuantizedReference,
  conv2d: conv2dQuantizedReference,
  conv2dBackpropFilter: "none",
  conv3d: "none",
  conv3dTranspose: "none",
  cos: "none",
  cumsum: "none",
  depthToSpace: "none",
  depthwiseConv2d: depthwiseConv2dQuantizedReference,
  dequantize: "none",
  detectionPostProcess: "none",
  dilate: "none",
  div: divQuantizedReference,
  dynamicUpdateSlice: "none",
  einsum: "none",
  elu: eluQuantizedReference,
  embeddingLookup: "none",
  ensureShape: "none",
  equal: equalQuantizedReference,
  erf: "none",
  exp: expQuantizedReference,
  expandDims: "none",
  expm1: "none",
  fakeQuant: "none",
  fill: "none",
  floor: "none",
  floorDiv: floorDivQuantizedReference,
  floorMod: floorModQuantizedReference,
  fullyConnected: fullyConnectedQuantizedReference,
  gather: "none",
  gatherNd: "none",
  gelu: geluQuantizedReference,
  greater: greaterQuantizedReference,
  greaterEqual: greaterEqualQuantizedReference,
  groupNormalization: "none",
  gru: "none",
  hardSigmoid: "none",
  hardSwish: hardSwishQuantizedReference,
  hashtable: "none",
  hashtableFind: "none",
  hashtableImport: "none",
  hashtableLookup: hashtableLookupQuantizedReference,
  hashtableSize: "none",
  if: "none",
  imag: "none",
  l2Normalization: l2NormalizationQuantizedReference,
  l2Pool2d: "none",
  layerNormalization: "none",
  leakyRelu: leakyReluQuantizedReference,
  leftShift: leftShiftQuantizedReference,
  less: lessQuantizedReference,
  lessEqual: lessEqualQuantizedReference,
  localResponseNormalization: "none",
  log: logQuantizedReference,
  log1p: "none",
  logSoftmax: logSoftmaxQuantizedReference,
  logicalAnd: "none",
  logicalNot: "none",
  logicalOr: "none",
  logistic: logisticQuantizedReference,
  lstm: "none",
  lstmCell: "none",
  matrixDiag: matrixDiagQuantizedReference,
  matrixSetDiag: "none",
  maxPool2d: maxPool2dQuantizedReference,
  maxPool3d: "none",
  maximum: maximumQuantizedReference,
  mean: meanQuantizedReference,
  minimum: minimumQuantizedReference,
  mirrorPad: "none",
  mish: "none",
  mul: mulQuantizedReference,
  multinomial: "none",
  neg: negQuantizedReference,
  nonMaxSuppressionV4: "none",
  nonMaxSuppressionV5: "none",
  notEqual: notEqualQuantizedReference,
  oneHot: oneHotQuantizedReference,
  pack: "none",
  pad: "none",
  padV2: "none",
  pow: "none",
  prelu: preluQuantizedReference,
  quantize: "none",
  randomStandardNormal: "none",
  randomUniform: "none",
  range: "none",
  rank: "none",
  readVariable: "none",
  real: "none",
  reduceAll: "none",
  reduceAny: "none",
  reduceMax: reduceMaxQuantizedReference,
  reduceMin: reduceMinQuantizedReference,
  reduceProd: reduceProdQuantizedReference,
  reduceWindow: "none",
  relu: reluQuantizedReference,
  relu0To1: relu0To1QuantizedReference,
  relu6: relu6QuantizedReference,
  relu6Grad: "none",
  reluGrad: "none",
  reluN1To1: reluN1To1QuantizedReference,
  reshape: "none",
  resizeBilinear: resizeBilinearQuantizedReference,
  resizeNearestNeighbor: "none",
  restore: "none",
  restoreV2: "none",
  reverseSequence: "none",
  reverseV2: "none",
  rfft2d: "none",
  rightShift: rightShiftQuantizedReference,
  rmsNormalization: "none",
  rngBitGenerator: "none",
  rnnCell: "none",
  round: "none",
  rsqrt: rsqrtQuantizedReference,
  save: "none",
  saveV2: "none",
  scatterNd: scatterNdQuantizedReference,
  segmentSum: "none",
  select: "none",
  selectV2: "none",
  selu: "none",
  shape: "none",
  sign: "none",
  silu: "none",
  simpleRnn: "none",
  sin: "none",
  slice: "none",
  softmax: softmaxQuantizedReference,
  softplus: "none",
  softsign: "none",
  spaceToBatchNd: "none",
  spaceToDepth: "none",
  sparseToDense: sparseToDenseQuantizedReference,
  split: "none",
  splitV: "none",
  sqrt: sqrtQuantizedReference,
  square: "none",
  squaredDifference: squaredDifferenceQuantizedReference,
  squeeze: "none",
  stablehloGather: "none",
  stablehloPad: "none",
  stablehloReduceWindow: "none",
  stablehloScatter: "none",
  statelessRandomAlgorithm: "none",
  statelessRandomKeyCounter: "none",
  statelessRandomNormal: "none",
  statelessRandomUniform: "none",
  statelessRandomUniformFullInt: "none",
  statelessRandomUniformInt: "none",
  statelessTruncatedNormal: "none",
  stridedSlice: "none",
  sub: subQuantizedReference,
  sum: sumQuantizedReference,
  svdf: "none",
  switchCase: "none",
  tanh: tanhQuantizedReference,
  thresholdedRelu: "none",
  tile: "none",
  topKV2: topKV2QuantizedReference,
  trainingOnly: "none",
  transpose: "none",
  transposeConv: transposeConvQuantizedReference,
  unidirectionalSequenceLstm: "none",
  unidirectionalSequenceRnn: "none",
  unique: uniqueQuantizedReference,
  unpack: "none",
  unsortedSegmentMax: "none",
  unsortedSegmentMin: "none",
  unsortedSegmentProd: "none",
  unsortedSegmentSum: "none",
  varHandle: "none",
  where: whereQuantizedReference,
  while: "none",
  zerosLike: zerosLikeQuantizedReference,
};
