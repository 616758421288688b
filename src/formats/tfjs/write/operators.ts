/**
 * Operators that TensorFlow.js executes (tfjs-converter 4.22, `operations/op_list`), but for those that it takes for another
 * (FakeQuantWithMinMaxVars hands its input through) and those that need state.
 */
export const tfjsOperators: ReadonlySet<string> = new Set(
  `
  Add AddV2 AddN BiasAdd Sub RealDiv Div DivNoNan FloorDiv Mul Maximum Minimum Pow SquaredDifference Mod FloorMod
  Abs Acos Asin Atan Atan2 Ceil ClipByValue Complex ComplexAbs Cos Cosh Elu Exp Floor Log Imag Neg Real Prelu Relu Relu6 Selu
  Sigmoid Sin Sinh Sqrt Rsqrt Square Tan Tanh Sign Round Expm1 Log1p Reciprocal Softplus Asinh Acosh Atanh Erf LeakyRelu
  IsNan IsFinite IsInf
  StatelessIf If StatelessWhile While
  AvgPool MaxPool MaxPoolWithArgmax AvgPool3D MaxPool3D Conv1D Conv2D _FusedConv2D Conv2DBackpropInput DepthwiseConv2d
  DepthwiseConv2dNative FusedDepthwiseConv2dNative Conv3D Dilation2D
  Fill LinSpace OneHot Ones OnesLike RandomStandardNormal RandomUniform RandomUniformInt Range TruncatedNormal Zeros ZerosLike
  Multinomial NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 Where ListDiff LowerBound TopKV2
  UpperBound Unique UniqueV2
  PlaceholderWithDefault Placeholder Const Identity IdentityN Snapshot Rank Size Shape ShapeN NoOp StopGradient
  ResizeBilinear ResizeNearestNeighbor CropAndResize ImageProjectiveTransformV3
  Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalNot LogicalOr Select SelectV2 BitwiseAnd
  _FusedMatMul MatMul BatchMatMul BatchMatMulV2 Transpose Einsum MatrixBandPart
  EuclideanNorm FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 LRN Softmax LogSoftmax
  Bincount DenseBincount Max Mean Min Sum All Any ArgMax ArgMin Prod Cumprod Cumsum
  ConcatV2 Concat GatherV2 Gather Reverse ReverseV2 Slice StridedSlice Pack Unpack Tile Split SplitV ScatterNd GatherNd
  SparseToDense TensorScatterUpdate FFT IFFT RFFT IRFFT
  Cast ExpandDims MirrorPad Pad PadV2 Reshape EnsureShape Squeeze SpaceToBatchND BatchToSpaceND DepthToSpace BroadcastTo
  BroadcastArgs
  `
    .trim()
    .split(/\s+/),
);
