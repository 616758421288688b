import type { trainingDefinitions } from "./definitions/training.ts";
import * as gradients from "./gradients.ts";
import { int32Input } from "./operands.ts";
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
  Conv2DBackpropFilter: gradient,
  DepthwiseConv2dNativeBackpropInput: gradient,
  DepthwiseConv2dNativeBackpropFilter: gradient,
  MaxPoolGrad: gradient,
  MaxPoolGradV2: gradient,
  AvgPoolGrad: gradient,
  FusedBatchNormGrad: gradient,
  FusedBatchNormGradV2: gradient,
  FusedBatchNormGradV3: gradient,
  StridedSliceGrad: gradient,
  MirrorPadGrad: gradient,
  ResizeBilinearGrad: gradient,
  ResizeNearestNeighborGrad: gradient,
  LRNGrad: gradient,
  ApplyGradientDescent: optimizer,
  ApplyMomentum: optimizer,
  ApplyAdam: optimizer,
  ApplyRMSProp: optimizer,
  ApplyAdagrad: optimizer,
  ApplyFtrl: optimizer,
  ResourceApplyGradientDescent: optimizer,
  ResourceApplyMomentum: optimizer,
  ResourceApplyKerasMomentum: optimizer,
  ResourceApplyAdam: optimizer,
  ResourceApplyAdamWithAmsgrad: optimizer,
  ResourceApplyRMSProp: optimizer,
  ResourceApplyAdagrad: optimizer,
  ResourceApplyAdagradV2: optimizer,
  ResourceApplyFtrl: optimizer,
  RandomUniform: random("randomUniform"),
  RandomUniformInt: chance,
  RandomStandardNormal: random("randomStandardNormal"),
  TruncatedNormal: chance,
  RandomShuffle: chance,
  Multinomial: chance,
  StatelessRandomUniform: chance,
  StatelessRandomUniformV2: chance,
  StatelessRandomUniformIntV2: chance,
  StatelessRandomNormal: chance,
  StatelessRandomNormalV2: chance,
  StatelessTruncatedNormalV2: chance,
  StatelessRandomGetKeyCounter: chance,
  StatelessRandomGetAlg: chance,
  StatelessRandomGetKeyCounterAlg: chance,
  StatelessMultinomial: chance,
  RngReadAndSkip: chance,
};
