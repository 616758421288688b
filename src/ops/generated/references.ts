// Written by tools/generate-op-tables.mjs from the operator files; do not edit.
import type { Reference, RegionReference } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";
import { absReference } from "../elementwise/abs.ts";
import { addNReference } from "../reduce/add-n.ts";
import { addReference } from "../elementwise/add.ts";
import { argMaxReference } from "../reduce/arg-max.ts";
import { argMinReference } from "../reduce/arg-min.ts";
import { assignVariableReference } from "../control/assign-variable.ts";
import { atan2Reference } from "../elementwise/atan2.ts";
import { averagePool2dReference } from "../pool/average-pool2d.ts";
import { averagePool3dReference } from "../pool/average-pool3d.ts";
import { basicLstmCellReference } from "../sequence/basic-lstm-cell.ts";
import { batchMatmulReference } from "../dense/batch-matmul.ts";
import { batchNormalizationReference } from "../normalization/batch-normalization.ts";
import { batchToSpaceNdReference } from "../shape/batch-to-space-nd.ts";
import { bidirectionalSequenceLstmReference } from "../sequence/bidirectional-sequence-lstm.ts";
import { bidirectionalSequenceRnnReference } from "../sequence/bidirectional-sequence-rnn.ts";
import { bitcastReference } from "../shape/bitcast.ts";
import { bitwiseAndReference } from "../elementwise/bitwise-and.ts";
import { bitwiseXorReference } from "../elementwise/bitwise-xor.ts";
import { broadcastArgsReference } from "../shape/broadcast-args.ts";
import { broadcastGradientArgsReference } from "../training/broadcast-gradient-args.ts";
import { broadcastToReference } from "../shape/broadcast-to.ts";
import { bucketizeReference } from "../index/bucketize.ts";
import { callOnceReference } from "../control/call-once.ts";
import { callReference } from "../control/call.ts";
import { castReference } from "../shape/cast.ts";
import { ceilReference } from "../elementwise/ceil.ts";
import { celuReference } from "../elementwise/celu.ts";
import { complexAbsReference } from "../signal/complex-abs.ts";
import { compositeReference } from "../control/composite.ts";
import { concatenationReference } from "../shape/concatenation.ts";
import { conv2dBackpropFilterReference } from "../training/conv2d-backprop-filter.ts";
import { conv2dReference } from "../conv/conv2d.ts";
import { conv3dReference } from "../conv/conv3d.ts";
import { conv3dTransposeReference } from "../conv/conv3d-transpose.ts";
import { cosReference } from "../elementwise/cos.ts";
import { cumsumReference } from "../reduce/cumsum.ts";
import { depthToSpaceReference } from "../shape/depth-to-space.ts";
import { depthwiseConv2dReference } from "../conv/depthwise-conv2d.ts";
import { dequantizeReference } from "../quantize/dequantize.ts";
import { detectionPostProcessReference } from "../detect/detection-post-process.ts";
import { dilateReference } from "../shape/dilate.ts";
import { divReference } from "../elementwise/div.ts";
import { dynamicUpdateSliceReference } from "../shape/dynamic-update-slice.ts";
import { einsumReference } from "../dense/einsum.ts";
import { eluReference } from "../activation/elu.ts";
import { embeddingLookupReference } from "../index/embedding-lookup.ts";
import { ensureShapeReference } from "../training/ensure-shape.ts";
import { equalReference } from "../compare/equal.ts";
import { erfReference } from "../elementwise/erf.ts";
import { expReference } from "../elementwise/exp.ts";
import { expandDimsReference } from "../shape/expand-dims.ts";
import { expm1Reference } from "../elementwise/expm1.ts";
import { fakeQuantReference } from "../quantize/fake-quant.ts";
import { fillReference } from "../shape/fill.ts";
import { floorDivReference } from "../elementwise/floor-div.ts";
import { floorModReference } from "../elementwise/floor-mod.ts";
import { floorReference } from "../elementwise/floor.ts";
import { fullyConnectedReference } from "../dense/fully-connected.ts";
import { gatherNdReference } from "../index/gather-nd.ts";
import { gatherReference } from "../index/gather.ts";
import { geluReference } from "../activation/gelu.ts";
import { greaterEqualReference } from "../compare/greater-equal.ts";
import { greaterReference } from "../compare/greater.ts";
import { groupNormalizationReference } from "../normalization/group-normalization.ts";
import { gruReference } from "../recurrent/gru.ts";
import { hardSigmoidReference } from "../elementwise/hard-sigmoid.ts";
import { hardSwishReference } from "../activation/hard-swish.ts";
import { hashtableFindReference } from "../table/hashtable-find.ts";
import { hashtableImportReference } from "../table/hashtable-import.ts";
import { hashtableLookupReference } from "../table/hashtable-lookup.ts";
import { hashtableReference } from "../table/hashtable.ts";
import { hashtableSizeReference } from "../table/hashtable-size.ts";
import { ifOpReference } from "../control/if.ts";
import { imagReference } from "../signal/imag.ts";
import { l2NormalizationReference } from "../normalization/l2-normalization.ts";
import { l2Pool2dReference } from "../pool/l2-pool2d.ts";
import { layerNormalizationReference } from "../normalization/layer-normalization.ts";
import { leakyReluReference } from "../activation/leaky-relu.ts";
import { leftShiftReference } from "../elementwise/left-shift.ts";
import { lessEqualReference } from "../compare/less-equal.ts";
import { lessReference } from "../compare/less.ts";
import { localResponseNormalizationReference } from "../normalization/local-response-normalization.ts";
import { log1pReference } from "../elementwise/log1p.ts";
import { logReference } from "../elementwise/log.ts";
import { logSoftmaxReference } from "../activation/log-softmax.ts";
import { logicalAndReference } from "../logic/logical-and.ts";
import { logicalNotReference } from "../logic/logical-not.ts";
import { logicalOrReference } from "../logic/logical-or.ts";
import { logisticReference } from "../elementwise/logistic.ts";
import { lstmCellReference } from "../sequence/lstm-cell.ts";
import { lstmReference } from "../recurrent/lstm.ts";
import { matrixDiagReference } from "../index/matrix-diag.ts";
import { matrixSetDiagReference } from "../index/matrix-set-diag.ts";
import { maxPool2dReference } from "../pool/max-pool2d.ts";
import { maxPool3dReference } from "../pool/max-pool3d.ts";
import { maximumReference } from "../elementwise/maximum.ts";
import { meanReference } from "../reduce/mean.ts";
import { minimumReference } from "../elementwise/minimum.ts";
import { mirrorPadReference } from "../shape/mirror-pad.ts";
import { mishReference } from "../elementwise/mish.ts";
import { mulReference } from "../elementwise/mul.ts";
import { multinomialReference } from "../control/multinomial.ts";
import { negReference } from "../elementwise/neg.ts";
import { nonMaxSuppressionV4Reference } from "../detect/non-max-suppression-v4.ts";
import { nonMaxSuppressionV5Reference } from "../detect/non-max-suppression-v5.ts";
import { notEqualReference } from "../compare/not-equal.ts";
import { oneHotReference } from "../index/one-hot.ts";
import { packReference } from "../shape/pack.ts";
import { padReference } from "../shape/pad.ts";
import { padV2Reference } from "../shape/pad-v2.ts";
import { powReference } from "../elementwise/pow.ts";
import { preluReference } from "../activation/prelu.ts";
import { quantizeReference } from "../quantize/quantize.ts";
import { randomStandardNormalReference } from "../control/random-standard-normal.ts";
import { randomUniformReference } from "../control/random-uniform.ts";
import { rangeReference } from "../shape/range.ts";
import { rankReference } from "../shape/rank.ts";
import { readVariableReference } from "../control/read-variable.ts";
import { realReference } from "../signal/real.ts";
import { reduceAllReference } from "../reduce/reduce-all.ts";
import { reduceAnyReference } from "../reduce/reduce-any.ts";
import { reduceMaxReference } from "../reduce/reduce-max.ts";
import { reduceMinReference } from "../reduce/reduce-min.ts";
import { reduceProdReference } from "../reduce/reduce-prod.ts";
import { reduceWindowReference } from "../pool/reduce-window.ts";
import { relu0To1Reference } from "../activation/relu0-to1.ts";
import { relu6GradReference } from "../training/relu6-grad.ts";
import { relu6Reference } from "../activation/relu6.ts";
import { reluGradReference } from "../training/relu-grad.ts";
import { reluN1To1Reference } from "../activation/relu-n1-to1.ts";
import { reluReference } from "../activation/relu.ts";
import { reshapeReference } from "../shape/reshape.ts";
import { resizeBilinearReference } from "../resize/resize-bilinear.ts";
import { resizeNearestNeighborReference } from "../resize/resize-nearest-neighbor.ts";
import { restoreReference } from "../checkpoint/restore.ts";
import { restoreV2Reference } from "../checkpoint/restore-v2.ts";
import { reverseSequenceReference } from "../shape/reverse-sequence.ts";
import { reverseV2Reference } from "../shape/reverse-v2.ts";
import { rfft2dReference } from "../signal/rfft2d.ts";
import { rightShiftReference } from "../elementwise/right-shift.ts";
import { rmsNormalizationReference } from "../normalization/rms-normalization.ts";
import { rngBitGeneratorReference } from "../stablehlo/rng-bit-generator.ts";
import { rnnCellReference } from "../sequence/rnn-cell.ts";
import { roundReference } from "../elementwise/round.ts";
import { rsqrtReference } from "../elementwise/rsqrt.ts";
import { saveReference } from "../checkpoint/save.ts";
import { saveV2Reference } from "../checkpoint/save-v2.ts";
import { scatterNdReference } from "../index/scatter-nd.ts";
import { segmentSumReference } from "../index/segment-sum.ts";
import { selectReference } from "../select/select.ts";
import { selectV2Reference } from "../select/select-v2.ts";
import { seluReference } from "../elementwise/selu.ts";
import { shapeReference } from "../shape/shape.ts";
import { signReference } from "../elementwise/sign.ts";
import { siluReference } from "../elementwise/silu.ts";
import { simpleRnnReference } from "../recurrent/simple-rnn.ts";
import { sinReference } from "../elementwise/sin.ts";
import { sliceReference } from "../shape/slice.ts";
import { softmaxReference } from "../activation/softmax.ts";
import { softplusReference } from "../elementwise/softplus.ts";
import { softsignReference } from "../elementwise/softsign.ts";
import { spaceToBatchNdReference } from "../shape/space-to-batch-nd.ts";
import { spaceToDepthReference } from "../shape/space-to-depth.ts";
import { sparseToDenseReference } from "../index/sparse-to-dense.ts";
import { splitReference } from "../shape/split.ts";
import { splitVReference } from "../shape/split-v.ts";
import { sqrtReference } from "../elementwise/sqrt.ts";
import { squareReference } from "../elementwise/square.ts";
import { squaredDifferenceReference } from "../elementwise/squared-difference.ts";
import { squeezeReference } from "../shape/squeeze.ts";
import { stablehloGatherReference } from "../stablehlo/stablehlo-gather.ts";
import { stablehloPadReference } from "../stablehlo/stablehlo-pad.ts";
import { stablehloReduceWindowReference } from "../stablehlo/stablehlo-reduce-window.ts";
import { stablehloScatterReference } from "../stablehlo/stablehlo-scatter.ts";
import { statelessRandomAlgorithmReference } from "../random/stateless-random-algorithm.ts";
import { statelessRandomKeyCounterReference } from "../random/stateless-random-key-counter.ts";
import { statelessRandomNormalReference } from "../random/stateless-random-normal.ts";
import { statelessRandomUniformFullIntReference } from "../random/stateless-random-uniform-full-int.ts";
import { statelessRandomUniformIntReference } from "../random/stateless-random-uniform-int.ts";
import { statelessRandomUniformReference } from "../random/stateless-random-uniform.ts";
import { statelessTruncatedNormalReference } from "../random/stateless-truncated-normal.ts";
import { stridedSliceReference } from "../shape/strided-slice.ts";
import { subReference } from "../elementwise/sub.ts";
import { sumReference } from "../reduce/sum.ts";
import { svdfReference } from "../sequence/svdf.ts";
import { switchCaseReference } from "../control/switch-case.ts";
import { tanhReference } from "../elementwise/tanh.ts";
import { thresholdedReluReference } from "../elementwise/thresholded-relu.ts";
import { tileReference } from "../shape/tile.ts";
import { topKV2Reference } from "../reduce/top-k-v2.ts";
import { trainingOnlyReference } from "../control/training-only.ts";
import { transposeConvReference } from "../conv/transpose-conv.ts";
import { transposeReference } from "../shape/transpose.ts";
import { unidirectionalSequenceLstmReference } from "../sequence/unidirectional-sequence-lstm.ts";
import { unidirectionalSequenceRnnReference } from "../sequence/unidirectional-sequence-rnn.ts";
import { uniqueReference } from "../index/unique.ts";
import { unpackReference } from "../shape/unpack.ts";
import { unsortedSegmentMaxReference } from "../index/unsorted-segment-max.ts";
import { unsortedSegmentMinReference } from "../index/unsorted-segment-min.ts";
import { unsortedSegmentProdReference } from "../index/unsorted-segment-prod.ts";
import { unsortedSegmentSumReference } from "../index/unsorted-segment-sum.ts";
import { varHandleReference } from "../control/var-handle.ts";
import { whereReference } from "../index/where.ts";
import { whileOpReference } from "../control/while.ts";
import { zerosLikeReference } from "../shape/zeros-like.ts";

/** Reference semantics of every operator. */
export const references: { readonly [N in OpName]: Reference<AttrsOf<N>> | RegionReference<AttrsOf<N>> } = {
  abs: absReference,
  add: addReference,
  addN: addNReference,
  argMax: argMaxReference,
  argMin: argMinReference,
  assignVariable: assignVariableReference,
  atan2: atan2Reference,
  averagePool2d: averagePool2dReference,
  averagePool3d: averagePool3dReference,
  basicLstmCell: basicLstmCellReference,
  batchMatmul: batchMatmulReference,
  batchNormalization: batchNormalizationReference,
  batchToSpaceNd: batchToSpaceNdReference,
  bidirectionalSequenceLstm: bidirectionalSequenceLstmReference,
  bidirectionalSequenceRnn: bidirectionalSequenceRnnReference,
  bitcast: bitcastReference,
  bitwiseAnd: bitwiseAndReference,
  bitwiseXor: bitwiseXorReference,
  broadcastArgs: broadcastArgsReference,
  broadcastGradientArgs: broadcastGradientArgsReference,
  broadcastTo: broadcastToReference,
  bucketize: bucketizeReference,
  call: callReference,
  callOnce: callOnceReference,
  cast: castReference,
  ceil: ceilReference,
  celu: celuReference,
  complexAbs: complexAbsReference,
  composite: compositeReference,
  concatenation: concatenationReference,
  conv2d: conv2dReference,
  conv2dBackpropFilter: conv2dBackpropFilterReference,
  conv3d: conv3dReference,
  conv3dTranspose: conv3dTransposeReference,
  cos: cosReference,
  cumsum: cumsumReference,
  depthToSpace: depthToSpaceReference,
  depthwiseConv2d: depthwiseConv2dReference,
  dequantize: dequantizeReference,
  detectionPostProcess: detectionPostProcessReference,
  dilate: dilateReference,
  div: divReference,
  dynamicUpdateSlice: dynamicUpdateSliceReference,
  einsum: einsumReference,
  elu: eluReference,
  embeddingLookup: embeddingLookupReference,
  ensureShape: ensureShapeReference,
  equal: equalReference,
  erf: erfReference,
  exp: expReference,
  expandDims: expandDimsReference,
  expm1: expm1Reference,
  fakeQuant: fakeQuantReference,
  fill: fillReference,
  floor: floorReference,
  floorDiv: floorDivReference,
  floorMod: floorModReference,
  fullyConnected: fullyConnectedReference,
  gather: gatherReference,
  gatherNd: gatherNdReference,
  gelu: geluReference,
  greater: greaterReference,
  greaterEqual: greaterEqualReference,
  groupNormalization: groupNormalizationReference,
  gru: gruReference,
  hardSigmoid: hardSigmoidReference,
  hardSwish: hardSwishReference,
  hashtable: hashtableReference,
  hashtableFind: hashtableFindReference,
  hashtableImport: hashtableImportReference,
  hashtableLookup: hashtableLookupReference,
  hashtableSize: hashtableSizeReference,
  if: ifOpReference,
  imag: imagReference,
  l2Normalization: l2NormalizationReference,
  l2Pool2d: l2Pool2dReference,
  layerNormalization: layerNormalizationReference,
  leakyRelu: leakyReluReference,
  leftShift: leftShiftReference,
  less: lessReference,
  lessEqual: lessEqualReference,
  localResponseNormalization: localResponseNormalizationReference,
  log: logReference,
  log1p: log1pReference,
  logSoftmax: logSoftmaxReference,
  logicalAnd: logicalAndReference,
  logicalNot: logicalNotReference,
  logicalOr: logicalOrReference,
  logistic: logisticReference,
  lstm: lstmReference,
  lstmCell: lstmCellReference,
  matrixDiag: matrixDiagReference,
  matrixSetDiag: matrixSetDiagReference,
  maxPool2d: maxPool2dReference,
  maxPool3d: maxPool3dReference,
  maximum: maximumReference,
  mean: meanReference,
  minimum: minimumReference,
  mirrorPad: mirrorPadReference,
  mish: mishReference,
  mul: mulReference,
  multinomial: multinomialReference,
  neg: negReference,
  nonMaxSuppressionV4: nonMaxSuppressionV4Reference,
  nonMaxSuppressionV5: nonMaxSuppressionV5Reference,
  notEqual: notEqualReference,
  oneHot: oneHotReference,
  pack: packReference,
  pad: padReference,
  padV2: padV2Reference,
  pow: powReference,
  prelu: preluReference,
  quantize: quantizeReference,
  randomStandardNormal: randomStandardNormalReference,
  randomUniform: randomUniformReference,
  range: rangeReference,
  rank: rankReference,
  readVariable: readVariableReference,
  real: realReference,
  reduceAll: reduceAllReference,
  reduceAny: reduceAnyReference,
  reduceMax: reduceMaxReference,
  reduceMin: reduceMinReference,
  reduceProd: reduceProdReference,
  reduceWindow: reduceWindowReference,
  relu: reluReference,
  relu0To1: relu0To1Reference,
  relu6: relu6Reference,
  relu6Grad: relu6GradReference,
  reluGrad: reluGradReference,
  reluN1To1: reluN1To1Reference,
  reshape: reshapeReference,
  resizeBilinear: resizeBilinearReference,
  resizeNearestNeighbor: resizeNearestNeighborReference,
  restore: restoreReference,
  restoreV2: restoreV2Reference,
  reverseSequence: reverseSequenceReference,
  reverseV2: reverseV2Reference,
  rfft2d: rfft2dReference,
  rightShift: rightShiftReference,
  rmsNormalization: rmsNormalizationReference,
  rngBitGenerator: rngBitGeneratorReference,
  rnnCell: rnnCellReference,
  round: roundReference,
  rsqrt: rsqrtReference,
  save: saveReference,
  saveV2: saveV2Reference,
  scatterNd: scatterNdReference,
  segmentSum: segmentSumReference,
  select: selectReference,
  selectV2: selectV2Reference,
  selu: seluReference,
  shape: shapeReference,
  sign: signReference,
  silu: siluReference,
  simpleRnn: simpleRnnReference,
  sin: sinReference,
  slice: sliceReference,
  softmax: softmaxReference,
  softplus: softplusReference,
  softsign: softsignReference,
  spaceToBatchNd: spaceToBatchNdReference,
  spaceToDepth: spaceToDepthReference,
  sparseToDense: sparseToDenseReference,
  split: splitReference,
  splitV: splitVReference,
  sqrt: sqrtReference,
  square: squareReference,
  squaredDifference: squaredDifferenceReference,
  squeeze: squeezeReference,
  stablehloGather: stablehloGatherReference,
  stablehloPad: stablehloPadReference,
  stablehloReduceWindow: stablehloReduceWindowReference,
  stablehloScatter: stablehloScatterReference,
  statelessRandomAlgorithm: statelessRandomAlgorithmReference,
  statelessRandomKeyCounter: statelessRandomKeyCounterReference,
  statelessRandomNormal: statelessRandomNormalReference,
  statelessRandomUniform: statelessRandomUniformReference,
  statelessRandomUniformFullInt: statelessRandomUniformFullIntReference,
  statelessRandomUniformInt: statelessRandomUniformIntReference,
  statelessTruncatedNormal: statelessTruncatedNormalReference,
  stridedSlice: stridedSliceReference,
  sub: subReference,
  sum: sumReference,
  svdf: svdfReference,
  switchCase: switchCaseReference,
  tanh: tanhReference,
  thresholdedRelu: thresholdedReluReference,
  tile: tileReference,
  topKV2: topKV2Reference,
  trainingOnly: trainingOnlyReference,
  transpose: transposeReference,
  transposeConv: transposeConvReference,
  unidirectionalSequenceLstm: unidirectionalSequenceLstmReference,
  unidirectionalSequenceRnn: unidirectionalSequenceRnnReference,
  unique: uniqueReference,
  unpack: unpackReference,
  unsortedSegmentMax: unsortedSegmentMaxReference,
  unsortedSegmentMin: unsortedSegmentMinReference,
  unsortedSegmentProd: unsortedSegmentProdReference,
  unsortedSegmentSum: unsortedSegmentSumReference,
  varHandle: varHandleReference,
  where: whereReference,
  while: whileOpReference,
  zerosLike: zerosLikeReference,
};
