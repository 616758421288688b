import { num } from "./build.ts";
import { biasAdd, conv2d, conv3d, depthwise, transposedConv2d, transposedConv3d } from "./convolution.ts";
import type { neuralDefinitions } from "./definitions/neural.ts";
import { batchMatMul, einsum, matMul } from "./dense.ts";
import { fusedConv2d, fusedDepthwise, fusedMatMul } from "./fused.ts";
import { fusedBatchNorm, fusedBatchNormEx, globalBatchNorm, localResponseNormalization } from "./normalization.ts";
import { averagePool2d, averagePool3d, maxPool2d, maxPool3d } from "./pool.ts";
import { dequantize, fakeQuantArgs, fakeQuantVars } from "./quantization.ts";
import type { Emit, Family } from "./rule.ts";

const refused = (refused: string) => ({ refused });
const quantizedKernel = refused(
  "it computes on TensorFlow 1's quantized types with ranges as tensors; convert the float graph and quantize it here",
);
const patches = refused("there is no operator that lays out the patches under a window");
const fractional = refused("its windows are drawn at random");

/** Half the sum of squares. */
const l2Loss: Emit = (n) => {
  const x = n.input(0);
  const flat = n.build.reshape(n.build.op("square", x), [-1]);
  return n.build.arithmetic("mul", n.build.reduce("sum", flat, [0], false), num(0.5));
};

/** Operators of neural networks. */
export const neuralOps: Family<keyof typeof neuralDefinitions> = {
  Conv2D: (n) => conv2d(n),
  DepthwiseConv2dNative: (n) => depthwise(n),
  Conv3D: conv3d,
  Conv: refused("the convolution of any rank is written by no exporter that is known"),
  Conv2DBackpropInput: transposedConv2d,
  Conv3DBackpropInputV2: transposedConv3d,
  MatMul: (n) => matMul(n),
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
  BatchMatMulV3: batchMatMul,
  Einsum: einsum,
  BiasAdd: biasAdd,
  BiasAddV1: biasAdd,
  MaxPool: maxPool2d,
  MaxPoolV2: maxPool2d,
  AvgPool: averagePool2d,
  MaxPool3D: maxPool3d,
  AvgPool3D: averagePool3d,
  MaxPoolWithArgmax: refused("there is no operator that says where the largest element was"),
  FractionalMaxPool: fractional,
  FractionalAvgPool: fractional,
  FusedBatchNorm: fusedBatchNorm,
  FusedBatchNormV2: fusedBatchNorm,
  FusedBatchNormV3: fusedBatchNorm,
  BatchNormWithGlobalNormalization: globalBatchNorm,
  _FusedConv2D: fusedConv2d,
  _FusedDepthwiseConv2dNative: fusedDepthwise,
  _FusedMatMul: fusedMatMul,
  _FusedBatchNormEx: fusedBatchNormEx,
  LRN: localResponseNormalization,
  Softmax: (n) => n.emit.one("softmax", [n.input(0)], { beta: 1 }),
  LogSoftmax: (n) => n.build.op("logSoftmax", n.input(0)),
  Dilation2D: refused("there is no operator for morphological dilation"),
  ExtractImagePatches: patches,
  ExtractVolumePatches: patches,
  FakeQuantWithMinMaxArgs: fakeQuantArgs,
  FakeQuantWithMinMaxVars: fakeQuantVars,
  FakeQuantWithMinMaxVarsPerChannel: refused("ranges of fake quantization differ between channels"),
  QuantizeV2: quantizedKernel,
  Dequantize: dequantize,
  QuantizeAndDequantizeV2: refused("its rounding differs from that of every fake quantization here"),
  QuantizeAndDequantizeV3: refused("its rounding differs from that of every fake quantization here"),
  QuantizedConv2D: quantizedKernel,
  QuantizedMatMul: quantizedKernel,
  QuantizedRelu: quantizedKernel,
  QuantizedRelu6: quantizedKernel,
  QuantizedMaxPool: quantizedKernel,
  QuantizedAvgPool: quantizedKernel,
  QuantizedBiasAdd: quantizedKernel,
  QuantizedReshape: quantizedKernel,
  QuantizedConcat: quantizedKernel,
  QuantizeDownAndShrinkRange: quantizedKernel,
  Requantize: quantizedKernel,
  RequantizationRange: quantizedKernel,
  L2Loss: l2Loss,
  _MklConv2D: refused("it is what one build of TensorFlow makes of Conv2D in memory; save the graph before that"),
  _MklMatMul: refused("it is what one build of TensorFlow makes of MatMul in memory; save the graph before that"),
};
