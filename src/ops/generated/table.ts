// Written by tools/generate-op-tables.mjs from the operator files; do not edit.
import type { OpDef } from "../define.ts";
import { abs } from "../elementwise/abs.ts";
import { add } from "../elementwise/add.ts";
import { addN } from "../reduce/add-n.ts";
import { argMax } from "../reduce/arg-max.ts";
import { argMin } from "../reduce/arg-min.ts";
import { assignVariable } from "../control/assign-variable.ts";
import { atan2 } from "../elementwise/atan2.ts";
import { averagePool2d } from "../pool/average-pool2d.ts";
import { averagePool3d } from "../pool/average-pool3d.ts";
import { basicLstmCell } from "../sequence/basic-lstm-cell.ts";
import { batchMatmul } from "../dense/batch-matmul.ts";
import { batchNormalization } from "../normalization/batch-normalization.ts";
import { batchToSpaceNd } from "../shape/batch-to-space-nd.ts";
import { bidirectionalSequenceLstm } from "../sequence/bidirectional-sequence-lstm.ts";
import { bidirectionalSequenceRnn } from "../sequence/bidirectional-sequence-rnn.ts";
import { bitcast } from "../shape/bitcast.ts";
import { bitwiseAnd } from "../elementwise/bitwise-and.ts";
import { bitwiseXor } from "../elementwise/bitwise-xor.ts";
import { broadcastArgs } from "../shape/broadcast-args.ts";
import { broadcastGradientArgs } from "../training/broadcast-gradient-args.ts";
import { broadcastTo } from "../shape/broadcast-to.ts";
import { bucketize } from "../index/bucketize.ts";
import { call } from "../control/call.ts";
import { callOnce } from "../control/call-once.ts";
import { cast } from "../shape/cast.ts";
import { ceil } from "../elementwise/ceil.ts";
import { celu } from "../elementwise/celu.ts";
import { complexAbs } from "../signal/complex-abs.ts";
import { composite } from "../control/composite.ts";
import { concatenation } from "../shape/concatenation.ts";
import { conv2d } from "../conv/conv2d.ts";
import { conv2dBackpropFilter } from "../training/conv2d-backprop-filter.ts";
import { conv3d } from "../conv/conv3d.ts";
import { conv3dTranspose } from "../conv/conv3d-transpose.ts";
import { cos } from "../elementwise/cos.ts";
import { cumsum } from "../reduce/cumsum.ts";
import { depthToSpace } from "../shape/depth-to-space.ts";
import { depthwiseConv2d } from "../conv/depthwise-conv2d.ts";
import { dequantize } from "../quantize/dequantize.ts";
import { detectionPostProcess } from "../detect/detection-post-process.ts";
import { dilate } from "../shape/dilate.ts";
import { div } from "../elementwise/div.ts";
import { dynamicUpdateSlice } from "../shape/dynamic-update-slice.ts";
import { einsum } from "../dense/einsum.ts";
import { elu } from "../activation/elu.ts";
import { embeddingLookup } from "../index/embedding-lookup.ts";
import { ensureShape } from "../training/ensure-shape.ts";
import { equal } from "../compare/equal.ts";
import { erf } from "../elementwise/erf.ts";
import { exp } from "../elementwise/exp.ts";
import { expandDims } from "../shape/expand-dims.ts";
import { expm1 } from "../elementwise/expm1.ts";
import { fakeQuant } from "../quantize/fake-quant.ts";
import { fill } from "../shape/fill.ts";
import { floor } from "../elementwise/floor.ts";
import { floorDiv } from "../elementwise/floor-div.ts";
import { floorMod } from "../elementwise/floor-mod.ts";
import { fullyConnected } from "../dense/fully-connected.ts";
import { gather } from "../index/gather.ts";
import { gatherNd } from "../index/gather-nd.ts";
import { gelu } from "../activation/gelu.ts";
import { greater } from "../compare/greater.ts";
import { greaterEqual } from "../compare/greater-equal.ts";
import { groupNormalization } from "../normalization/group-normalization.ts";
import { gru } from "../recurrent/gru.ts";
import { hardSigmoid } from "../elementwise/hard-sigmoid.ts";
import { hardSwish } from "../activation/hard-swish.ts";
import { hashtable } from "../table/hashtable.ts";
import { hashtableFind } from "../table/hashtable-find.ts";
import { hashtableImport } from "../table/hashtable-import.ts";
import { hashtableLookup } from "../table/hashtable-lookup.ts";
import { hashtableSize } from "../table/hashtable-size.ts";
import { ifOp } from "../control/if.ts";
import { imag } from "../signal/imag.ts";
import { l2Normalization } from "../normalization/l2-normalization.ts";
import { l2Pool2d } from "../pool/l2-pool2d.ts";
import { layerNormalization } from "../normalization/layer-normalization.ts";
import { leakyRelu } from "../activation/leaky-relu.ts";
import { leftShift } from "../elementwise/left-shift.ts";
import { less } from "../compare/less.ts";
import { lessEqual } from "../compare/less-equal.ts";
import { localResponseNormalization } from "../normalization/local-response-normalization.ts";
import { log } from "../elementwise/log.ts";
import { log1p } from "../elementwise/log1p.ts";
import { logSoftmax } from "../activation/log-softmax.ts";
import { logicalAnd } from "../logic/logical-and.ts";
import { logicalNot } from "../logic/logical-not.ts";
import { logicalOr } from "../logic/logical-or.ts";
import { logistic } from "../elementwise/logistic.ts";
import { lstm } from "../recurrent/lstm.ts";
import { lstmCell } from "../sequence/lstm-cell.ts";
import { matrixDiag } from "../index/matrix-diag.ts";
import { matrixSetDiag } from "../index/matrix-set-diag.ts";
import { maxPool2d } from "../pool/max-pool2d.ts";
import { maxPool3d } from "../pool/max-pool3d.ts";
import { maximum } from "../elementwise/maximum.ts";
import { mean } from "../reduce/mean.ts";
import { minimum } from "../elementwise/minimum.ts";
import { mirrorPad } from "../shape/mirror-pad.ts";
import { mish } from "../elementwise/mish.ts";
import { mul } from "../elementwise/mul.ts";
import { multinomial } from "../control/multinomial.ts";
import { neg } from "../elementwise/neg.ts";
import { nonMaxSuppressionV4 } from "../detect/non-max-suppression-v4.ts";
import { nonMaxSuppressionV5 } from "../detect/non-max-suppression-v5.ts";
import { notEqual } from "../compare/not-equal.ts";
import { oneHot } from "../index/one-hot.ts";
import { pack } from "../shape/pack.ts";
import { pad } from "../shape/pad.ts";
import { padV2 } from "../shape/pad-v2.ts";
import { pow } from "../elementwise/pow.ts";
import { prelu } from "../activation/prelu.ts";
import { quantize } from "../quantize/quantize.ts";
import { randomStandardNormal } from "../control/random-standard-normal.ts";
import { randomUniform } from "../control/random-uniform.ts";
import { range } from "../shape/range.ts";
import { rank } from "../shape/rank.ts";
import { readVariable } from "../control/read-variable.ts";
import { real } from "../signal/real.ts";
import { reduceAll } from "../reduce/reduce-all.ts";
import { reduceAny } from "../reduce/reduce-any.ts";
import { reduceMax } from "../reduce/reduce-max.ts";
import { reduceMin } from "../reduce/reduce-min.ts";
import { reduceProd } from "../reduce/reduce-prod.ts";
import { reduceWindow } from "../pool/reduce-window.ts";
import { relu } from "../activation/relu.ts";
import { relu0To1 } from "../activation/relu0-to1.ts";
import { relu6 } from "../activation/relu6.ts";
import { relu6Grad } from "../training/relu6-grad.ts";
import { reluGrad } from "../training/relu-grad.ts";
import { reluN1To1 } from "../activation/relu-n1-to1.ts";
import { reshape } from "../shape/reshape.ts";
import { resizeBilinear } from "../resize/resize-bilinear.ts";
import { resizeNearestNeighbor } from "../resize/resize-nearest-neighbor.ts";
import { restore } from "../checkpoint/restore.ts";
import { restoreV2 } from "../checkpoint/restore-v2.ts";
import { reverseSequence } from "../shape/reverse-sequence.ts";
import { reverseV2 } from "../shape/reverse-v2.ts";
import { rfft2d } from "../signal/rfft2d.ts";
import { rightShift } from "../elementwise/right-shift.ts";
import { rmsNormalization } from "../normalization/rms-normalization.ts";
import { rngBitGenerator } from "../stablehlo/rng-bit-generator.ts";
import { rnnCell } from "../sequence/rnn-cell.ts";
import { round } from "../elementwise/round.ts";
import { rsqrt } from "../elementwise/rsqrt.ts";
import { save } from "../checkpoint/save.ts";
import { saveV2 } from "../checkpoint/save-v2.ts";
import { scatterNd } from "../index/scatter-nd.ts";
import { segmentSum } from "../index/segment-sum.ts";
import { select } from "../select/select.ts";
import { selectV2 } from "../select/select-v2.ts";
import { selu } from "../elementwise/selu.ts";
import { shape } from "../shape/shape.ts";
import { sign } from "../elementwise/sign.ts";
import { silu } from "../elementwise/silu.ts";
import { simpleRnn } from "../recurrent/simple-rnn.ts";
import { sin } from "../elementwise/sin.ts";
import { slice } from "../shape/slice.ts";
import { softmax } from "../activation/softmax.ts";
import { softplus } from "../elementwise/softplus.ts";
import { softsign } from "../elementwise/softsign.ts";
import { spaceToBatchNd } from "../shape/space-to-batch-nd.ts";
import { spaceToDepth } from "../shape/space-to-depth.ts";
import { sparseToDense } from "../index/sparse-to-dense.ts";
import { split } from "../shape/split.ts";
import { splitV } from "../shape/split-v.ts";
import { sqrt } from "../elementwise/sqrt.ts";
import { square } from "../elementwise/square.ts";
import { squaredDifference } from "../elementwise/squared-difference.ts";
import { squeeze } from "../shape/squeeze.ts";
import { stablehloGather } from "../stablehlo/stablehlo-gather.ts";
import { stablehloPad } from "../stablehlo/stablehlo-pad.ts";
import { stablehloReduceWindow } from "../stablehlo/stablehlo-reduce-window.ts";
import { stablehloScatter } from "../stablehlo/stablehlo-scatter.ts";
import { statelessRandomAlgorithm } from "../random/stateless-random-algorithm.ts";
import { statelessRandomKeyCounter } from "../random/stateless-random-key-counter.ts";
import { statelessRandomNormal } from "../random/stateless-random-normal.ts";
import { statelessRandomUniform } from "../random/stateless-random-uniform.ts";
import { statelessRandomUniformFullInt } from "../random/stateless-random-uniform-full-int.ts";
import { statelessRandomUniformInt } from "../random/stateless-random-uniform-int.ts";
import { statelessTruncatedNormal } from "../random/stateless-truncated-normal.ts";
import { stridedSlice } from "../shape/strided-slice.ts";
import { sub } from "../elementwise/sub.ts";
import { sum } from "../reduce/sum.ts";
import { svdf } from "../sequence/svdf.ts";
import { switchCase } from "../control/switch-case.ts";
import { tanh } from "../elementwise/tanh.ts";
import { thresholdedRelu } from "../elementwise/thresholded-relu.ts";
import { tile } from "../shape/tile.ts";
import { topKV2 } from "../reduce/top-k-v2.ts";
import { trainingOnly } from "../control/training-only.ts";
import { transpose } from "../shape/transpose.ts";
import { transposeConv } from "../conv/transpose-conv.ts";
import { unidirectionalSequenceLstm } from "../sequence/unidirectional-sequence-lstm.ts";
import { unidirectionalSequenceRnn } from "../sequence/unidirectional-sequence-rnn.ts";
import { unique } from "../index/unique.ts";
import { unpack } from "../shape/unpack.ts";
import { unsortedSegmentMax } from "../index/unsorted-segment-max.ts";
import { unsortedSegmentMin } from "../index/unsorted-segment-min.ts";
import { unsortedSegmentProd } from "../index/unsorted-segment-prod.ts";
import { unsortedSegmentSum } from "../index/unsorted-segment-sum.ts";
import { varHandle } from "../control/var-handle.ts";
import { where } from "../index/where.ts";
import { whileOp } from "../control/while.ts";
import { zerosLike } from "../shape/zeros-like.ts";

export interface Ops {
  readonly abs: typeof abs;
  readonly add: typeof add;
  readonly addN: typeof addN;
  readonly argMax: typeof argMax;
  readonly argMin: typeof argMin;
  readonly assignVariable: typeof assignVariable;
  readonly atan2: typeof atan2;
  readonly averagePool2d: typeof averagePool2d;
  readonly averagePool3d: typeof averagePool3d;
  readonly basicLstmCell: typeof basicLstmCell;
  readonly batchMatmul: typeof batchMatmul;
  readonly batchNormalization: typeof batchNormalization;
  readonly batchToSpaceNd: typeof batchToSpaceNd;
  readonly bidirectionalSequenceLstm: typeof bidirectionalSequenceLstm;
  readonly bidirectionalSequenceRnn: typeof bidirectionalSequenceRnn;
  readonly bitcast: typeof bitcast;
  readonly bitwiseAnd: typeof bitwiseAnd;
  readonly bitwiseXor: typeof bitwiseXor;
  readonly broadcastArgs: typeof broadcastArgs;
  readonly broadcastGradientArgs: typeof broadcastGradientArgs;
  readonly broadcastTo: typeof broadcastTo;
  readonly bucketize: typeof bucketize;
  readonly call: typeof call;
  readonly callOnce: typeof callOnce;
  readonly cast: typeof cast;
  readonly ceil: typeof ceil;
  readonly celu: typeof celu;
  readonly complexAbs: typeof complexAbs;
  readonly composite: typeof composite;
  readonly concatenation: typeof concatenation;
  readonly conv2d: typeof conv2d;
  readonly conv2dBackpropFilter: typeof conv2dBackpropFilter;
  readonly conv3d: typeof conv3d;
  readonly conv3dTranspose: typeof conv3dTranspose;
  readonly cos: typeof cos;
  readonly cumsum: typeof cumsum;
  readonly depthToSpace: typeof depthToSpace;
  readonly depthwiseConv2d: typeof depthwiseConv2d;
  readonly dequantize: typeof dequantize;
  readonly detectionPostProcess: typeof detectionPostProcess;
  readonly dilate: typeof dilate;
  readonly div: typeof div;
  readonly dynamicUpdateSlice: typeof dynamicUpdateSlice;
  readonly einsum: typeof einsum;
  readonly elu: typeof elu;
  readonly embeddingLookup: typeof embeddingLookup;
  readonly ensureShape: typeof ensureShape;
  readonly equal: typeof equal;
  readonly erf: typeof erf;
  readonly exp: typeof exp;
  readonly expandDims: typeof expandDims;
  readonly expm1: typeof expm1;
  readonly fakeQuant: typeof fakeQuant;
  readonly fill: typeof fill;
  readonly floor: typeof floor;
  readonly floorDiv: typeof floorDiv;
  readonly floorMod: typeof floorMod;
  readonly fullyConnected: typeof fullyConnected;
  readonly gather: typeof gather;
  readonly gatherNd: typeof gatherNd;
  readonly gelu: typeof gelu;
  readonly greater: typeof greater;
  readonly greaterEqual: typeof greaterEqual;
  readonly groupNormalization: typeof groupNormalization;
  readonly gru: typeof gru;
  readonly hardSigmoid: typeof hardSigmoid;
  readonly hardSwish: typeof hardSwish;
  readonly hashtable: typeof hashtable;
  readonly hashtableFind: typeof hashtableFind;
  readonly hashtableImport: typeof hashtableImport;
  readonly hashtableLookup: typeof hashtableLookup;
  readonly hashtableSize: typeof hashtableSize;
  readonly if: typeof ifOp;
  readonly imag: typeof imag;
  readonly l2Normalization: typeof l2Normalization;
  readonly l2Pool2d: typeof l2Pool2d;
  readonly layerNormalization: typeof layerNormalization;
  readonly leakyRelu: typeof leakyRelu;
  readonly leftShift: typeof leftShift;
  readonly less: typeof less;
  readonly lessEqual: typeof lessEqual;
  readonly localResponseNormalization: typeof localResponseNormalization;
  readonly log: typeof log;
  readonly log1p: typeof log1p;
  readonly logSoftmax: typeof logSoftmax;
  readonly logicalAnd: typeof logicalAnd;
  readonly logicalNot: typeof logicalNot;
  readonly logicalOr: typeof logicalOr;
  readonly logistic: typeof logistic;
  readonly lstm: typeof lstm;
  readonly lstmCell: typeof lstmCell;
  readonly matrixDiag: typeof matrixDiag;
  readonly matrixSetDiag: typeof matrixSetDiag;
  readonly maxPool2d: typeof maxPool2d;
  readonly maxPool3d: typeof maxPool3d;
  readonly maximum: typeof maximum;
  readonly mean: typeof mean;
  readonly minimum: typeof minimum;
  readonly mirrorPad: typeof mirrorPad;
  readonly mish: typeof mish;
  readonly mul: typeof mul;
  readonly multinomial: typeof multinomial;
  readonly neg: typeof neg;
  readonly nonMaxSuppressionV4: typeof nonMaxSuppressionV4;
  readonly nonMaxSuppressionV5: typeof nonMaxSuppressionV5;
  readonly notEqual: typeof notEqual;
  readonly oneHot: typeof oneHot;
  readonly pack: typeof pack;
  readonly pad: typeof pad;
  readonly padV2: typeof padV2;
  readonly pow: typeof pow;
  readonly prelu: typeof prelu;
  readonly quantize: typeof quantize;
  readonly randomStandardNormal: typeof randomStandardNormal;
  readonly randomUniform: typeof randomUniform;
  readonly range: typeof range;
  readonly rank: typeof rank;
  readonly readVariable: typeof readVariable;
  readonly real: typeof real;
  readonly reduceAll: typeof reduceAll;
  readonly reduceAny: typeof reduceAny;
  readonly reduceMax: typeof reduceMax;
  readonly reduceMin: typeof reduceMin;
  readonly reduceProd: typeof reduceProd;
  readonly reduceWindow: typeof reduceWindow;
  readonly relu: typeof relu;
  readonly relu0To1: typeof relu0To1;
  readonly relu6: typeof relu6;
  readonly relu6Grad: typeof relu6Grad;
  readonly reluGrad: typeof reluGrad;
  readonly reluN1To1: typeof reluN1To1;
  readonly reshape: typeof reshape;
  readonly resizeBilinear: typeof resizeBilinear;
  readonly resizeNearestNeighbor: typeof resizeNearestNeighbor;
  readonly restore: typeof restore;
  readonly restoreV2: typeof restoreV2;
  readonly reverseSequence: typeof reverseSequence;
  readonly reverseV2: typeof reverseV2;
  readonly rfft2d: typeof rfft2d;
  readonly rightShift: typeof rightShift;
  readonly rmsNormalization: typeof rmsNormalization;
  readonly rngBitGenerator: typeof rngBitGenerator;
  readonly rnnCell: typeof rnnCell;
  readonly round: typeof round;
  readonly rsqrt: typeof rsqrt;
  readonly save: typeof save;
  readonly saveV2: typeof saveV2;
  readonly scatterNd: typeof scatterNd;
  readonly segmentSum: typeof segmentSum;
  readonly select: typeof select;
  readonly selectV2: typeof selectV2;
  readonly selu: typeof selu;
  readonly shape: typeof shape;
  readonly sign: typeof sign;
  readonly silu: typeof silu;
  readonly simpleRnn: typeof simpleRnn;
  readonly sin: typeof sin;
  readonly slice: typeof slice;
  readonly softmax: typeof softmax;
  readonly softplus: typeof softplus;
  readonly softsign: typeof softsign;
  readonly spaceToBatchNd: typeof spaceToBatchNd;
  readonly spaceToDepth: typeof spaceToDepth;
  readonly sparseToDense: typeof sparseToDense;
  readonly split: typeof split;
  readonly splitV: typeof splitV;
  readonly sqrt: typeof sqrt;
  readonly square: typeof square;
  readonly squaredDifference: typeof squaredDifference;
  readonly squeeze: typeof squeeze;
  readonly stablehloGather: typeof stablehloGather;
  readonly stablehloPad: typeof stablehloPad;
  readonly stablehloReduceWindow: typeof stablehloReduceWindow;
  readonly stablehloScatter: typeof stablehloScatter;
  readonly statelessRandomAlgorithm: typeof statelessRandomAlgorithm;
  readonly statelessRandomKeyCounter: typeof statelessRandomKeyCounter;
  readonly statelessRandomNormal: typeof statelessRandomNormal;
  readonly statelessRandomUniform: typeof statelessRandomUniform;
  readonly statelessRandomUniformFullInt: typeof statelessRandomUniformFullInt;
  readonly statelessRandomUniformInt: typeof statelessRandomUniformInt;
  readonly statelessTruncatedNormal: typeof statelessTruncatedNormal;
  readonly stridedSlice: typeof stridedSlice;
  readonly sub: typeof sub;
  readonly sum: typeof sum;
  readonly svdf: typeof svdf;
  readonly switchCase: typeof switchCase;
  readonly tanh: typeof tanh;
  readonly thresholdedRelu: typeof thresholdedRelu;
  readonly tile: typeof tile;
  readonly topKV2: typeof topKV2;
  readonly trainingOnly: typeof trainingOnly;
  readonly transpose: typeof transpose;
  readonly transposeConv: typeof transposeConv;
  readonly unidirectionalSequenceLstm: typeof unidirectionalSequenceLstm;
  readonly unidirectionalSequenceRnn: typeof unidirectionalSequenceRnn;
  readonly unique: typeof unique;
  readonly unpack: typeof unpack;
  readonly unsortedSegmentMax: typeof unsortedSegmentMax;
  readonly unsortedSegmentMin: typeof unsortedSegmentMin;
  readonly unsortedSegmentProd: typeof unsortedSegmentProd;
  readonly unsortedSegmentSum: typeof unsortedSegmentSum;
  readonly varHandle: typeof varHandle;
  readonly where: typeof where;
  readonly while: typeof whileOp;
  readonly zerosLike: typeof zerosLike;
}

/** Every operator, by name. */
export const ops: Ops = {
  abs: abs,
  add: add,
  addN: addN,
  argMax: argMax,
  argMin: argMin,
  assignVariable: assignVariable,
  atan2: atan2,
  averagePool2d: averagePool2d,
  averagePool3d: averagePool3d,
  basicLstmCell: basicLstmCell,
  batchMatmul: batchMatmul,
  batchNormalization: batchNormalization,
  batchToSpaceNd: batchToSpaceNd,
  bidirectionalSequenceLstm: bidirectionalSequenceLstm,
  bidirectionalSequenceRnn: bidirectionalSequenceRnn,
  bitcast: bitcast,
  bitwiseAnd: bitwiseAnd,
  bitwiseXor: bitwiseXor,
  broadcastArgs: broadcastArgs,
  broadcastGradientArgs: broadcastGradientArgs,
  broadcastTo: broadcastTo,
  bucketize: bucketize,
  call: call,
  callOnce: callOnce,
  cast: cast,
  ceil: ceil,
  celu: celu,
  complexAbs: complexAbs,
  composite: composite,
  concatenation: concatenation,
  conv2d: conv2d,
  conv2dBackpropFilter: conv2dBackpropFilter,
  conv3d: conv3d,
  conv3dTranspose: conv3dTranspose,
  cos: cos,
  cumsum: cumsum,
  depthToSpace: depthToSpace,
  depthwiseConv2d: depthwiseConv2d,
  dequantize: dequantize,
  detectionPostProcess: detectionPostProcess,
  dilate: dilate,
  div: div,
  dynamicUpdateSlice: dynamicUpdateSlice,
  einsum: einsum,
  elu: elu,
  embeddingLookup: embeddingLookup,
  ensureShape: ensureShape,
  equal: equal,
  erf: erf,
  exp: exp,
  expandDims: expandDims,
  expm1: expm1,
  fakeQuant: fakeQuant,
  fill: fill,
  floor: floor,
  floorDiv: floorDiv,
  floorMod: floorMod,
  fullyConnected: fullyConnected,
  gather: gather,
  gatherNd: gatherNd,
  gelu: gelu,
  greater: greater,
  greaterEqual: greaterEqual,
  groupNormalization: groupNormalization,
  gru: gru,
  hardSigmoid: hardSigmoid,
  hardSwish: hardSwish,
  hashtable: hashtable,
  hashtableFind: hashtableFind,
  hashtableImport: hashtableImport,
  hashtableLookup: hashtableLookup,
  hashtableSize: hashtableSize,
  if: ifOp,
  imag: imag,
  l2Normalization: l2Normalization,
  l2Pool2d: l2Pool2d,
  layerNormalization: layerNormalization,
  leakyRelu: leakyRelu,
  leftShift: leftShift,
  less: less,
  lessEqual: lessEqual,
  localResponseNormalization: localResponseNormalization,
  log: log,
  log1p: log1p,
  logSoftmax: logSoftmax,
  logicalAnd: logicalAnd,
  logicalNot: logicalNot,
  logicalOr: logicalOr,
  logistic: logistic,
  lstm: lstm,
  lstmCell: lstmCell,
  matrixDiag: matrixDiag,
  matrixSetDiag: matrixSetDiag,
  maxPool2d: maxPool2d,
  maxPool3d: maxPool3d,
  maximum: maximum,
  mean: mean,
  minimum: minimum,
  mirrorPad: mirrorPad,
  mish: mish,
  mul: mul,
  multinomial: multinomial,
  neg: neg,
  nonMaxSuppressionV4: nonMaxSuppressionV4,
  nonMaxSuppressionV5: nonMaxSuppressionV5,
  notEqual: notEqual,
  oneHot: oneHot,
  pack: pack,
  pad: pad,
  padV2: padV2,
  pow: pow,
  prelu: prelu,
  quantize: quantize,
  randomStandardNormal: randomStandardNormal,
  randomUniform: randomUniform,
  range: range,
  rank: rank,
  readVariable: readVariable,
  real: real,
  reduceAll: reduceAll,
  reduceAny: reduceAny,
  reduceMax: reduceMax,
  reduceMin: reduceMin,
  reduceProd: reduceProd,
  reduceWindow: reduceWindow,
  relu: relu,
  relu0To1: relu0To1,
  relu6: relu6,
  relu6Grad: relu6Grad,
  reluGrad: reluGrad,
  reluN1To1: reluN1To1,
  reshape: reshape,
  resizeBilinear: resizeBilinear,
  resizeNearestNeighbor: resizeNearestNeighbor,
  restore: restore,
  restoreV2: restoreV2,
  reverseSequence: reverseSequence,
  reverseV2: reverseV2,
  rfft2d: rfft2d,
  rightShift: rightShift,
  rmsNormalization: rmsNormalization,
  rngBitGenerator: rngBitGenerator,
  rnnCell: rnnCell,
  round: round,
  rsqrt: rsqrt,
  save: save,
  saveV2: saveV2,
  scatterNd: scatterNd,
  segmentSum: segmentSum,
  select: select,
  selectV2: selectV2,
  selu: selu,
  shape: shape,
  sign: sign,
  silu: silu,
  simpleRnn: simpleRnn,
  sin: sin,
  slice: slice,
  softmax: softmax,
  softplus: softplus,
  softsign: softsign,
  spaceToBatchNd: spaceToBatchNd,
  spaceToDepth: spaceToDepth,
  sparseToDense: sparseToDense,
  split: split,
  splitV: splitV,
  sqrt: sqrt,
  square: square,
  squaredDifference: squaredDifference,
  squeeze: squeeze,
  stablehloGather: stablehloGather,
  stablehloPad: stablehloPad,
  stablehloReduceWindow: stablehloReduceWindow,
  stablehloScatter: stablehloScatter,
  statelessRandomAlgorithm: statelessRandomAlgorithm,
  statelessRandomKeyCounter: statelessRandomKeyCounter,
  statelessRandomNormal: statelessRandomNormal,
  statelessRandomUniform: statelessRandomUniform,
  statelessRandomUniformFullInt: statelessRandomUniformFullInt,
  statelessRandomUniformInt: statelessRandomUniformInt,
  statelessTruncatedNormal: statelessTruncatedNormal,
  stridedSlice: stridedSlice,
  sub: sub,
  sum: sum,
  svdf: svdf,
  switchCase: switchCase,
  tanh: tanh,
  thresholdedRelu: thresholdedRelu,
  tile: tile,
  topKV2: topKV2,
  trainingOnly: trainingOnly,
  transpose: transpose,
  transposeConv: transposeConv,
  unidirectionalSequenceLstm: unidirectionalSequenceLstm,
  unidirectionalSequenceRnn: unidirectionalSequenceRnn,
  unique: unique,
  unpack: unpack,
  unsortedSegmentMax: unsortedSegmentMax,
  unsortedSegmentMin: unsortedSegmentMin,
  unsortedSegmentProd: unsortedSegmentProd,
  unsortedSegmentSum: unsortedSegmentSum,
  varHandle: varHandle,
  where: where,
  while: whileOp,
  zerosLike: zerosLike,
};

export type OpName = keyof Ops;
export type AttrsOf<N extends OpName> = Ops[N] extends OpDef<string, infer A> ? A : never;
