// Written by tools/generate-op-tables.mjs from the operator files; do not edit.
import type { Example } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
import { absExamples } from "../elementwise/abs.ts";
import { addExamples } from "../elementwise/add.ts";
import { addNExamples } from "../reduce/add-n.ts";
import { argMaxExamples } from "../reduce/arg-max.ts";
import { argMinExamples } from "../reduce/arg-min.ts";
import { assignVariableExamples } from "../control/assign-variable.ts";
import { atan2Examples } from "../elementwise/atan2.ts";
import { averagePool2dExamples } from "../pool/average-pool2d.ts";
import { averagePool3dExamples } from "../pool/average-pool3d.ts";
import { basicLstmCellExamples } from "../sequence/basic-lstm-cell.ts";
import { batchMatmulExamples } from "../dense/batch-matmul.ts";
import { batchNormalizationExamples } from "../normalization/batch-normalization.ts";
import { batchToSpaceNdExamples } from "../shape/batch-to-space-nd.ts";
import { bidirectionalSequenceLstmExamples } from "../sequence/bidirectional-sequence-lstm.ts";
import { bidirectionalSequenceRnnExamples } from "../sequence/bidirectional-sequence-rnn.ts";
import { bitcastExamples } from "../shape/bitcast.ts";
import { bitwiseAndExamples } from "../elementwise/bitwise-and.ts";
import { bitwiseXorExamples } from "../elementwise/bitwise-xor.ts";
import { broadcastArgsExamples } from "../shape/broadcast-args.ts";
import { broadcastGradientArgsExamples } from "../training/broadcast-gradient-args.ts";
import { broadcastToExamples } from "../shape/broadcast-to.ts";
import { bucketizeExamples } from "../index/bucketize.ts";
import { callExamples } from "../control/call.ts";
import { callOnceExamples } from "../control/call-once.ts";
import { castExamples } from "../shape/cast.ts";
import { ceilExamples } from "../elementwise/ceil.ts";
import { celuExamples } from "../elementwise/celu.ts";
import { complexAbsExamples } from "../signal/complex-abs.ts";
import { compositeExamples } from "../control/composite.ts";
import { concatenationExamples } from "../shape/concatenation.ts";
import { conv2dBackpropFilterExamples } from "../training/conv2d-backprop-filter.ts";
import { conv2dExamples } from "../conv/conv2d.ts";
import { conv3dExamples } from "../conv/conv3d.ts";
import { conv3dTransposeExamples } from "../conv/conv3d-transpose.ts";
import { cosExamples } from "../elementwise/cos.ts";
import { cumsumExamples } from "../reduce/cumsum.ts";
import { depthToSpaceExamples } from "../shape/depth-to-space.ts";
import { depthwiseConv2dExamples } from "../conv/depthwise-conv2d.ts";
import { dequantizeExamples } from "../quantize/dequantize.ts";
import { detectionPostProcessExamples } from "../detect/detection-post-process.ts";
import { dilateExamples } from "../shape/dilate.ts";
import { divExamples } from "../elementwise/div.ts";
import { dynamicUpdateSliceExamples } from "../shape/dynamic-update-slice.ts";
import { einsumExamples } from "../dense/einsum.ts";
import { eluExamples } from "../activation/elu.ts";
import { embeddingLookupExamples } from "../index/embedding-lookup.ts";
import { ensureShapeExamples } from "../training/ensure-shape.ts";
import { equalExamples } from "../compare/equal.ts";
import { erfExamples } from "../elementwise/erf.ts";
import { expExamples } from "../elementwise/exp.ts";
import { expandDimsExamples } from "../shape/expand-dims.ts";
import { expm1Examples } from "../elementwise/expm1.ts";
import { fakeQuantExamples } from "../quantize/fake-quant.ts";
import { fillExamples } from "../shape/fill.ts";
import { floorDivExamples } from "../elementwise/floor-div.ts";
import { floorExamples } from "../elementwise/floor.ts";
import { floorModExamples } from "../elementwise/floor-mod.ts";
import { fullyConnectedExamples } from "../dense/fully-connected.ts";
import { gatherExamples } from "../index/gather.ts";
import { gatherNdExamples } from "../index/gather-nd.ts";
import { geluExamples } from "../activation/gelu.ts";
import { greaterEqualExamples } from "../compare/greater-equal.ts";
import { greaterExamples } from "../compare/greater.ts";
import { groupNormalizationExamples } from "../normalization/group-normalization.ts";
import { gruExamples } from "../recurrent/gru.ts";
import { hardSigmoidExamples } from "../elementwise/hard-sigmoid.ts";
import { hardSwishExamples } from "../activation/hard-swish.ts";
import { hashtableExamples } from "../table/hashtable.ts";
import { hashtableFindExamples } from "../table/hashtable-find.ts";
import { hashtableImportExamples } from "../table/hashtable-import.ts";
import { hashtableLookupExamples } from "../table/hashtable-lookup.ts";
import { hashtableSizeExamples } from "../table/hashtable-size.ts";
import { ifOpExamples } from "../control/if.ts";
import { imagExamples } from "../signal/imag.ts";
import { l2NormalizationExamples } from "../normalization/l2-normalization.ts";
import { l2Pool2dExamples } from "../pool/l2-pool2d.ts";
import { layerNormalizationExamples } from "../normalization/layer-normalization.ts";
import { leakyReluExamples } from "../activation/leaky-relu.ts";
import { leftShiftExamples } from "../elementwise/left-shift.ts";
import { lessEqualExamples } from "../compare/less-equal.ts";
import { lessExamples } from "../compare/less.ts";
import { localResponseNormalizationExamples } from "../normalization/local-response-normalization.ts";
import { log1pExamples } from "../elementwise/log1p.ts";
import { logExamples } from "../elementwise/log.ts";
import { logSoftmaxExamples } from "../activation/log-softmax.ts";
import { logicalAndExamples } from "../logic/logical-and.ts";
import { logicalNotExamples } from "../logic/logical-not.ts";
import { logicalOrExamples } from "../logic/logical-or.ts";
import { logisticExamples } from "../elementwise/logistic.ts";
import { lstmCellExamples } from "../sequence/lstm-cell.ts";
import { lstmExamples } from "../recurrent/lstm.ts";
import { matrixDiagExamples } from "../index/matrix-diag.ts";
import { matrixSetDiagExamples } from "../index/matrix-set-diag.ts";
import { maxPool2dExamples } from "../pool/max-pool2d.ts";
import { maxPool3dExamples } from "../pool/max-pool3d.ts";
import { maximumExamples } from "../elementwise/maximum.ts";
import { meanExamples } from "../reduce/mean.ts";
import { minimumExamples } from "../elementwise/minimum.ts";
import { mirrorPadExamples } from "../shape/mirror-pad.ts";
import { mishExamples } from "../elementwise/mish.ts";
import { mulExamples } from "../elementwise/mul.ts";
import { multinomialExamples } from "../control/multinomial.ts";
import { negExamples } from "../elementwise/neg.ts";
import { nonMaxSuppressionV4Examples } from "../detect/non-max-suppression-v4.ts";
import { nonMaxSuppressionV5Examples } from "../detect/non-max-suppression-v5.ts";
import { notEqualExamples } from "../compare/not-equal.ts";
import { oneHotExamples } from "../index/one-hot.ts";
import { packExamples } from "../shape/pack.ts";
import { padExamples } from "../shape/pad.ts";
import { padV2Examples } from "../shape/pad-v2.ts";
import { powExamples } from "../elementwise/pow.ts";
import { preluExamples } from "../activation/prelu.ts";
import { quantizeExamples } from "../quantize/quantize.ts";
import { randomStandardNormalExamples } from "../control/random-standard-normal.ts";
import { randomUniformExamples } from "../control/random-uniform.ts";
import { rangeExamples } from "../shape/range.ts";
import { rankExamples } from "../shape/rank.ts";
import { readVariableExamples } from "../control/read-variable.ts";
import { realExamples } from "../signal/real.ts";
import { reduceAllExamples } from "../reduce/reduce-all.ts";
import { reduceAnyExamples } from "../reduce/reduce-any.ts";
import { reduceMaxExamples } from "../reduce/reduce-max.ts";
import { reduceMinExamples } from "../reduce/reduce-min.ts";
import { reduceProdExamples } from "../reduce/reduce-prod.ts";
import { reduceWindowExamples } from "../pool/reduce-window.ts";
import { relu0To1Examples } from "../activation/relu0-to1.ts";
import { relu6Examples } from "../activation/relu6.ts";
import { relu6GradExamples } from "../training/relu6-grad.ts";
import { reluExamples } from "../activation/relu.ts";
import { reluGradExamples } from "../training/relu-grad.ts";
import { reluN1To1Examples } from "../activation/relu-n1-to1.ts";
import { reshapeExamples } from "../shape/reshape.ts";
import { resizeBilinearExamples } from "../resize/resize-bilinear.ts";
import { resizeNearestNeighborExamples } from "../resize/resize-nearest-neighbor.ts";
import { restoreExamples } from "../checkpoint/restore.ts";
import { restoreV2Examples } from "../checkpoint/restore-v2.ts";
import { reverseSequenceExamples } from "../shape/reverse-sequence.ts";
import { reverseV2Examples } from "../shape/reverse-v2.ts";
import { rfft2dExamples } from "../signal/rfft2d.ts";
import { rightShiftExamples } from "../elementwise/right-shift.ts";
import { rmsNormalizationExamples } from "../normalization/rms-normalization.ts";
import { rngBitGeneratorExamples } from "../stablehlo/rng-bit-generator.ts";
import { rnnCellExamples } from "../sequence/rnn-cell.ts";
import { roundExamples } from "../elementwise/round.ts";
import { rsqrtExamples } from "../elementwise/rsqrt.ts";
import { saveExamples } from "../checkpoint/save.ts";
import { saveV2Examples } from "../checkpoint/save-v2.ts";
import { scatterNdExamples } from "../index/scatter-nd.ts";
import { segmentSumExamples } from "../index/segment-sum.ts";
import { selectExamples } from "../select/select.ts";
import { selectV2Examples } from "../select/select-v2.ts";
import { seluExamples } from "../elementwise/selu.ts";
import { shapeExamples } from "../shape/shape.ts";
import { signExamples } from "../elementwise/sign.ts";
import { siluExamples } from "../elementwise/silu.ts";
import { simpleRnnExamples } from "../recurrent/simple-rnn.ts";
import { sinExamples } from "../elementwise/sin.ts";
import { sliceExamples } from "../shape/slice.ts";
import { softmaxExamples } from "../activation/softmax.ts";
import { softplusExamples } from "../elementwise/softplus.ts";
import { softsignExamples } from "../elementwise/softsign.ts";
import { spaceToBatchNdExamples } from "../shape/space-to-batch-nd.ts";
import { spaceToDepthExamples } from "../shape/space-to-depth.ts";
import { sparseToDenseExamples } from "../index/sparse-to-dense.ts";
import { splitExamples } from "../shape/split.ts";
import { splitVExamples } from "../shape/split-v.ts";
import { sqrtExamples } from "../elementwise/sqrt.ts";
import { squareExamples } from "../elementwise/square.ts";
import { squaredDifferenceExamples } from "../elementwise/squared-difference.ts";
import { squeezeExamples } from "../shape/squeeze.ts";
import { stablehloGatherExamples } from "../stablehlo/stablehlo-gather.ts";
import { stablehloPadExamples } from "../stablehlo/stablehlo-pad.ts";
import { stablehloReduceWindowExamples } from "../stablehlo/stablehlo-reduce-window.ts";
import { stablehloScatterExamples } from "../stablehlo/stablehlo-scatter.ts";
import { statelessRandomAlgorithmExamples } from "../random/stateless-random-algorithm.ts";
import { statelessRandomKeyCounterExamples } from "../random/stateless-random-key-counter.ts";
import { statelessRandomNormalExamples } from "../random/stateless-random-normal.ts";
import { statelessRandomUniformExamples } from "../random/stateless-random-uniform.ts";
import { statelessRandomUniformFullIntExamples } from "../random/stateless-random-uniform-full-int.ts";
import { statelessRandomUniformIntExamples } from "../random/stateless-random-uniform-int.ts";
import { statelessTruncatedNormalExamples } from "../random/stateless-truncated-normal.ts";
import { stridedSliceExamples } from "../shape/strided-slice.ts";
import { subExamples } from "../elementwise/sub.ts";
import { sumExamples } from "../reduce/sum.ts";
import { svdfExamples } from "../sequence/svdf.ts";
import { switchCaseExamples } from "../control/switch-case.ts";
import { tanhExamples } from "../elementwise/tanh.ts";
import { thresholdedReluExamples } from "../elementwise/thresholded-relu.ts";
import { tileExamples } from "../shape/tile.ts";
import { topKV2Examples } from "../reduce/top-k-v2.ts";
import { trainingOnlyExamples } from "../control/training-only.ts";
import { transposeConvExamples } from "../conv/transpose-conv.ts";
import { transposeExamples } from "../shape/transpose.ts";
import { unidirectionalSequenceLstmExamples } from "../sequence/unidirectional-sequence-lstm.ts";
import { unidirectionalSequenceRnnExamples } from "../sequence/unidirectional-sequence-rnn.ts";
import { uniqueExamples } from "../index/unique.ts";
import { unpackExamples } from "../shape/unpack.ts";
import { unsortedSegmentMaxExamples } from "../index/unsorted-segment-max.ts";
import { unsortedSegmentMinExamples } from "../index/unsorted-segment-min.ts";
import { unsortedSegmentProdExamples } from "../index/unsorted-segment-prod.ts";
import { unsortedSegmentSumExamples } from "../index/unsorted-segment-sum.ts";
import { varHandleExamples } from "../control/var-handle.ts";
import { whereExamples } from "../index/where.ts";
import { whileOpExamples } from "../control/while.ts";
import { zerosLikeExamples } from "../shape/zeros-like.ts";

/** Literal cases of every operator. */
export const examples: { readonly [N in OpName]: readonly Example<AttrsOf<N>>[] } = {
  abs: absExamples,
  add: addExamples,
  addN: addNExamples,
  argMax: argMaxExamples,
  argMin: argMinExamples,
  assignVariable: assignVariableExamples,
  atan2: atan2Examples,
  averagePool2d: averagePool2dExamples,
  averagePool3d: averagePool3dExamples,
  basicLstmCell: basicLstmCellExamples,
  batchMatmul: batchMatmulExamples,
  batchNormalization: batchNormalizationExamples,
  batchToSpaceNd: batchToSpaceNdExamples,
  bidirectionalSequenceLstm: bidirectionalSequenceLstmExamples,
  bidirectionalSequenceRnn: bidirectionalSequenceRnnExamples,
  bitcast: bitcastExamples,
  bitwiseAnd: bitwiseAndExamples,
  bitwiseXor: bitwiseXorExamples,
  broadcastArgs: broadcastArgsExamples,
  broadcastGradientArgs: broadcastGradientArgsExamples,
  broadcastTo: broadcastToExamples,
  bucketize: bucketizeExamples,
  call: callExamples,
  callOnce: callOnceExamples,
  cast: castExamples,
  ceil: ceilExamples,
  celu: celuExamples,
  complexAbs: complexAbsExamples,
  composite: compositeExamples,
  concatenation: concatenationExamples,
  conv2d: conv2dExamples,
  conv2dBackpropFilter: conv2dBackpropFilterExamples,
  conv3d: conv3dExamples,
  conv3dTranspose: conv3dTransposeExamples,
  cos: cosExamples,
  cumsum: cumsumExamples,
  depthToSpace: depthToSpaceExamples,
  depthwiseConv2d: depthwiseConv2dExamples,
  dequantize: dequantizeExamples,
  detectionPostProcess: detectionPostProcessExamples,
  dilate: dilateExamples,
  div: divExamples,
  dynamicUpdateSlice: dynamicUpdateSliceExamples,
  einsum: einsumExamples,
  elu: eluExamples,
  embeddingLookup: embeddingLookupExamples,
  ensureShape: ensureShapeExamples,
  equal: equalExamples,
  erf: erfExamples,
  exp: expExamples,
  expandDims: expandDimsExamples,
  expm1: expm1Examples,
  fakeQuant: fakeQuantExamples,
  fill: fillExamples,
  floor: floorExamples,
  floorDiv: floorDivExamples,
  floorMod: floorModExamples,
  fullyConnected: fullyConnectedExamples,
  gather: gatherExamples,
  gatherNd: gatherNdExamples,
  gelu: geluExamples,
  greater: greaterExamples,
  greaterEqual: greaterEqualExamples,
  groupNormalization: groupNormalizationExamples,
  gru: gruExamples,
  hardSigmoid: hardSigmoidExamples,
  hardSwish: hardSwishExamples,
  hashtable: hashtableExamples,
  hashtableFind: hashtableFindExamples,
  hashtableImport: hashtableImportExamples,
  hashtableLookup: hashtableLookupExamples,
  hashtableSize: hashtableSizeExamples,
  if: ifOpExamples,
  imag: imagExamples,
  l2Normalization: l2NormalizationExamples,
  l2Pool2d: l2Pool2dExamples,
  layerNormalization: layerNormalizationExamples,
  leakyRelu: leakyReluExamples,
  leftShift: leftShiftExamples,
  less: lessExamples,
  lessEqual: lessEqualExamples,
  localResponseNormalization: localResponseNormalizationExamples,
  log: logExamples,
  log1p: log1pExamples,
  logSoftmax: logSoftmaxExamples,
  logicalAnd: logicalAndExamples,
  logicalNot: logicalNotExamples,
  logicalOr: logicalOrExamples,
  logistic: logisticExamples,
  lstm: lstmExamples,
  lstmCell: lstmCellExamples,
  matrixDiag: matrixDiagExamples,
  matrixSetDiag: matrixSetDiagExamples,
  maxPool2d: maxPool2dExamples,
  maxPool3d: maxPool3dExamples,
  maximum: maximumExamples,
  mean: meanExamples,
  minimum: minimumExamples,
  mirrorPad: mirrorPadExamples,
  mish: mishExamples,
  mul: mulExamples,
  multinomial: multinomialExamples,
  neg: negExamples,
  nonMaxSuppressionV4: nonMaxSuppressionV4Examples,
  nonMaxSuppressionV5: nonMaxSuppressionV5Examples,
  notEqual: notEqualExamples,
  oneHot: oneHotExamples,
  pack: packExamples,
  pad: padExamples,
  padV2: padV2Examples,
  pow: powExamples,
  prelu: preluExamples,
  quantize: quantizeExamples,
  randomStandardNormal: randomStandardNormalExamples,
  randomUniform: randomUniformExamples,
  range: rangeExamples,
  rank: rankExamples,
  readVariable: readVariableExamples,
  real: realExamples,
  reduceAll: reduceAllExamples,
  reduceAny: reduceAnyExamples,
  reduceMax: reduceMaxExamples,
  reduceMin: reduceMinExamples,
  reduceProd: reduceProdExamples,
  reduceWindow: reduceWindowExamples,
  relu: reluExamples,
  relu0To1: relu0To1Examples,
  relu6: relu6Examples,
  relu6Grad: relu6GradExamples,
  reluGrad: reluGradExamples,
  reluN1To1: reluN1To1Examples,
  reshape: reshapeExamples,
  resizeBilinear: resizeBilinearExamples,
  resizeNearestNeighbor: resizeNearestNeighborExamples,
  restore: restoreExamples,
  restoreV2: restoreV2Examples,
  reverseSequence: reverseSequenceExamples,
  reverseV2: reverseV2Examples,
  rfft2d: rfft2dExamples,
  rightShift: rightShiftExamples,
  rmsNormalization: rmsNormalizationExamples,
  rngBitGenerator: rngBitGeneratorExamples,
  rnnCell: rnnCellExamples,
  round: roundExamples,
  rsqrt: rsqrtExamples,
  save: saveExamples,
  saveV2: saveV2Examples,
  scatterNd: scatterNdExamples,
  segmentSum: segmentSumExamples,
  select: selectExamples,
  selectV2: selectV2Examples,
  selu: seluExamples,
  shape: shapeExamples,
  sign: signExamples,
  silu: siluExamples,
  simpleRnn: simpleRnnExamples,
  sin: sinExamples,
  slice: sliceExamples,
  softmax: softmaxExamples,
  softplus: softplusExamples,
  softsign: softsignExamples,
  spaceToBatchNd: spaceToBatchNdExamples,
  spaceToDepth: spaceToDepthExamples,
  sparseToDense: sparseToDenseExamples,
  split: splitExamples,
  splitV: splitVExamples,
  sqrt: sqrtExamples,
  square: squareExamples,
  squaredDifference: squaredDifferenceExamples,
  squeeze: squeezeExamples,
  stablehloGather: stablehloGatherExamples,
  stablehloPad: stablehloPadExamples,
  stablehloReduceWindow: stablehloReduceWindowExamples,
  stablehloScatter: stablehloScatterExamples,
  statelessRandomAlgorithm: statelessRandomAlgorithmExamples,
  statelessRandomKeyCounter: statelessRandomKeyCounterExamples,
  statelessRandomNormal: statelessRandomNormalExamples,
  statelessRandomUniform: statelessRandomUniformExamples,
  statelessRandomUniformFullInt: statelessRandomUniformFullIntExamples,
  statelessRandomUniformInt: statelessRandomUniformIntExamples,
  statelessTruncatedNormal: statelessTruncatedNormalExamples,
  stridedSlice: stridedSliceExamples,
  sub: subExamples,
  sum: sumExamples,
  svdf: svdfExamples,
  switchCase: switchCaseExamples,
  tanh: tanhExamples,
  thresholdedRelu: thresholdedReluExamples,
  tile: tileExamples,
  topKV2: topKV2Examples,
  trainingOnly: trainingOnlyExamples,
  transpose: transposeExamples,
  transposeConv: transposeConvExamples,
  unidirectionalSequenceLstm: unidirectionalSequenceLstmExamples,
  unidirectionalSequenceRnn: unidirectionalSequenceRnnExamples,
  unique: uniqueExamples,
  unpack: unpackExamples,
  unsortedSegmentMax: unsortedSegmentMaxExamples,
  unsortedSegmentMin: unsortedSegmentMinExamples,
  unsortedSegmentProd: unsortedSegmentProdExamples,
  unsortedSegmentSum: unsortedSegmentSumExamples,
  varHandle: varHandleExamples,
  where: whereExamples,
  while: whileOpExamples,
  zerosLike: zerosLikeExamples,
};
