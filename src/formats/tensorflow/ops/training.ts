import { conv2dFilterGradient, depthwiseFilterGradient, depthwiseInputGradient } from "./convolution-gradients.ts";
import type { trainingDefinitions } from "./definitions/training.ts";
import * as gradients from "./gradients.ts";
import { batchNormGradient } from "./normalization-gradients.ts";
import { int32Input } from "./operands.ts";
import { averagePoolGradient, maxPoolGradient } from "./pool-gradients.ts";
import type { Emit, Family } from "./rule.ts";

const refused = (refused: string) => ({ refused });
const gradient = refused("the gradient of this operator is needed for training only and has no operator here");
const optimizer = refused("a step of this optimizer has no operator here");
const chance = refused("random numbers of this kind have no operator here");

const random =
  (op: "randomUniform" | "randomStandardNormal"): Emit =>
  (n) => {
    const [seed, seed2] = [n.attrs.int("seed"), n.attrs.int("seed2")];
    return n.build.cast(n.emit.one(op, [int32Input(n, 0)], { seed, seed2 }), n.attrs.dtype("dtype"));
  };

/**
 * Random numbers that TensorFlow works out of a seed: other numbers of the same distribution, which is all that dropouts and
 * noise ask for. That they differ is told.
 */
const drawnAnew =
  (op: "randomUniform" | "randomStandardNormal"): Emit =>
  (n) => {
    n.drawsAnew();
    return n.build.cast(n.emit.one(op, [int32Input(n, 0)], { seed: 0, seed2: 0 }), n.attrs.dtype("dtype"));
  };

/** State of a generator that nothing here uses. */
const generator: Emit = (n) => [0, 1, 2].map(() => n.emit.ints([0], "state of a random generator"));

/** Operators of training and chance. */
export const trainingOps: Family<keyof typeof trainingDefinitions> = {
  ReluGrad: gradients.reluGrad,
  Relu6Grad: gradients.relu6Grad,
  EluGrad: gradients.eluGrad,
  SeluGrad: gradients.seluGrad,
  LeakyReluGrad: gradients.leakyReluGrad,
  SoftplusGrad: gradients.softplusGrad,
  SigmoidGrad: gradients.sigmoidGrad,
  TanhGrad: gradients.tanhGrad,
  SqrtGrad: gradients.sqrtGrad,
  RsqrtGrad: gradients.rsqrtGrad,
  ReciprocalGrad: gradients.reciprocalGrad,
  InvGrad: gradients.reciprocalGrad,
  BiasAddGrad: gradients.biasAddGrad,
  BroadcastGradientArgs: gradients.broadcastGradientArgs,
  SoftmaxCrossEntropyWithLogits: gradients.softmaxCrossEntropy,
  SparseSoftmaxCrossEntropyWithLogits: gradients.sparseSoftmaxCrossEntropy,
  Conv2DBackpropFilter: conv2dFilterGradient,
  DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
  MaxPoolGrad: maxPoolGradient,
  MaxPoolGradV2: gradient,
  AvgPoolGrad: averagePoolGradient,
  FusedBatchNormGrad: batchNormGradient,
  FusedBatchNormGradV2: batchNormGradient,
  FusedBatchNormGradV3: batchNormGradient,
  StridedSliceGrad: gradient,
  MirrorPadGrad: gradient,
  ResizeBilinearGrad: gradient,
  ResizeNearestNeighborGrad: gradient,
  LRNGrad: gradient,
  ApplyGradientDescent: "structure",
  ApplyMomentum: "structure",
  ApplyAdam: "structure",
  ApplyRMSProp: "structure",
  ApplyAdagrad: "structure",
  ApplyFtrl: optimizer,
  ResourceApplyGradientDescent: "structure",
  ResourceApplyMomentum: "structure",
  ResourceApplyKerasMomentum: "structure",
  ResourceApplyAdam: "structure",
  ResourceApplyAdamWithAmsgrad: optimizer,
  ResourceApplyRMSProp: "structure",
  ResourceApplyAdagrad: "structure",
  ResourceApplyAdagradV2: "structure",
  ResourceApplyFtrl: optimizer,
  RandomUniform: random("randomUniform"),
  RandomUniformInt: chance,
  RandomStandardNormal: random("randomStandardNormal"),
  TruncatedNormal: chance,
  RandomShuffle: chance,
  Multinomial: chance,
  StatelessRandomUniform: drawnAnew("randomUniform"),
  StatelessRandomUniformV2: drawnAnew("randomUniform"),
  StatelessRandomUniformIntV2: chance,
  StatelessRandomNormal: drawnAnew("randomStandardNormal"),
  StatelessRandomNormalV2: drawnAnew("randomStandardNormal"),
  StatelessTruncatedNormalV2: chance,
  StatelessRandomGetKeyCounter: generator,
  StatelessRandomGetAlg: generator,
  StatelessRandomGetKeyCounterAlg: generator,
  StatelessMultinomial: chance,
  RngReadAndSkip: chance,
};
