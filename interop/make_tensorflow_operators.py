"""Writes src/formats/tensorflow/ops/definitions/*.ts: names of inputs, outputs and attributes of TensorFlow operators.

Usage: python make_tensorflow_operators.py <repository>. Facts come from the operator registry of the installed TensorFlow;
which operators are listed is decided here.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from tensorflow.core.framework import types_pb2
from tensorflow.python.framework import op_def_registry

FAMILIES = {
    "elementwise": """
        Abs Neg Sign Ceil Floor Round Rint Exp Expm1 Log Log1p Sqrt Rsqrt Square Reciprocal Inv Sin Cos Tan Asin Acos Atan
        Sinh Cosh Asinh Acosh Atanh Tanh Sigmoid Softplus Softsign Erf Erfc Erfinv Ndtri Lgamma Digamma LogicalNot Relu Relu6
        Elu Selu LeakyRelu OnesLike ZerosLike IsNan IsInf IsFinite Invert Cast Bitcast Complex Real Imag ComplexAbs Conj Angle
        Add AddV2 Sub Mul Div RealDiv DivNoNan MulNoNan TruncateDiv TruncateMod FloorDiv FloorMod Mod Pow Maximum Minimum
        SquaredDifference Atan2 Xdivy Xlogy Xlog1py Equal NotEqual Less LessEqual Greater GreaterEqual ApproximateEqual
        LogicalAnd LogicalOr BitwiseAnd BitwiseOr BitwiseXor LeftShift RightShift AddN AccumulateNV2 ClipByValue Select
        SelectV2 Where NextAfter Cross Polygamma Zeta Igamma Igammac Betainc
        """,
    "reduce": """
        Sum Mean Prod Max Min All Any EuclideanNorm ArgMax ArgMin Cumsum Cumprod CumulativeLogsumexp TopK TopKV2 InTopK InTopKV2
        UnsortedSegmentSum UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentProd SegmentSum SegmentMean SegmentMax
        SegmentMin SegmentProd NthElement Bincount DenseBincount
        """,
    "shape": """
        Reshape Squeeze ExpandDims Transpose ConjugateTranspose Concat ConcatV2 ConcatOffset Pack ParallelConcat Unpack Split
        SplitV Slice StridedSlice Tile Pad PadV2 MirrorPad Gather GatherV2 GatherNd Shape ShapeN Size Rank Fill BroadcastTo
        BroadcastArgs Range LinSpace OneHot SpaceToBatch SpaceToBatchND BatchToSpace BatchToSpaceND DepthToSpace SpaceToDepth
        Reverse ReverseV2 ReverseSequence Unique UniqueV2 UniqueWithCounts ScatterNd TensorScatterUpdate TensorScatterAdd
        TensorScatterSub SparseToDense MatrixDiag MatrixDiagV2 MatrixDiagV3 MatrixSetDiag MatrixSetDiagV2 MatrixSetDiagV3
        MatrixDiagPart MatrixDiagPartV2 MatrixDiagPartV3 MatrixBandPart InvertPermutation DynamicStitch DynamicPartition
        ParallelDynamicStitch EnsureShape Bucketize Roll Diag DiagPart ImmutableConst DataFormatDimMap DataFormatVecPermute
        XlaDynamicUpdateSlice
        """,
    "neural": """
        Conv2D DepthwiseConv2dNative Conv3D Conv2DBackpropInput Conv3DBackpropInputV2 MatMul BatchMatMul BatchMatMulV2
        BatchMatMulV3 Einsum BiasAdd BiasAddV1 MaxPool MaxPoolV2 AvgPool MaxPool3D AvgPool3D MaxPoolWithArgmax
        FractionalMaxPool FractionalAvgPool FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3
        BatchNormWithGlobalNormalization _FusedConv2D _FusedDepthwiseConv2dNative _FusedMatMul _FusedBatchNormEx LRN Softmax
        LogSoftmax Dilation2D ExtractImagePatches ExtractVolumePatches FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars
        FakeQuantWithMinMaxVarsPerChannel QuantizeV2 Dequantize QuantizeAndDequantizeV2 QuantizeAndDequantizeV3
        QuantizedConv2D QuantizedMatMul QuantizedRelu QuantizedRelu6 QuantizedMaxPool QuantizedAvgPool QuantizedBiasAdd
        QuantizedReshape QuantizedConcat QuantizeDownAndShrinkRange Requantize RequantizationRange Conv L2Loss
        _MklConv2D _MklMatMul
        """,
    "image": """
        ResizeBilinear ResizeNearestNeighbor ResizeBicubic ResizeArea ScaleAndTranslate CropAndResize
        ImageProjectiveTransformV2 ImageProjectiveTransformV3 AdjustContrastv2 AdjustHue AdjustSaturation RGBToHSV HSVToRGB
        DrawBoundingBoxes DrawBoundingBoxesV2 NonMaxSuppression NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionV4
        NonMaxSuppressionV5 CombinedNonMaxSuppression DecodeJpeg DecodePng DecodeGif DecodeBmp DecodeImage
        DecodeAndCropJpeg EncodeJpeg EncodePng ExtractGlimpse SampleDistortedBoundingBox SampleDistortedBoundingBoxV2
        RFFT RFFT2D IRFFT FFT IFFT FFT2D IFFT2D DecodeWav AudioSpectrogram Mfcc
        """,
    "training": """
        ReluGrad Relu6Grad EluGrad SeluGrad LeakyReluGrad SoftplusGrad SigmoidGrad TanhGrad SqrtGrad RsqrtGrad
        ReciprocalGrad InvGrad BiasAddGrad BroadcastGradientArgs SoftmaxCrossEntropyWithLogits
        SparseSoftmaxCrossEntropyWithLogits Conv2DBackpropFilter DepthwiseConv2dNativeBackpropInput
        DepthwiseConv2dNativeBackpropFilter MaxPoolGrad MaxPoolGradV2 AvgPoolGrad FusedBatchNormGrad FusedBatchNormGradV2
        FusedBatchNormGradV3 StridedSliceGrad MirrorPadGrad ResizeBilinearGrad ResizeNearestNeighborGrad LRNGrad
        ApplyGradientDescent ApplyMomentum ApplyAdam ApplyRMSProp ApplyAdagrad ApplyFtrl ResourceApplyGradientDescent
        ResourceApplyMomentum ResourceApplyKerasMomentum ResourceApplyAdam ResourceApplyAdamWithAmsgrad
        ResourceApplyRMSProp ResourceApplyAdagrad ResourceApplyAdagradV2 ResourceApplyFtrl
        RandomUniform RandomUniformInt RandomStandardNormal TruncatedNormal RandomShuffle Multinomial
        StatelessRandomUniform StatelessRandomUniformV2 StatelessRandomUniformIntV2 StatelessRandomNormal
        StatelessRandomNormalV2 StatelessTruncatedNormalV2 StatelessRandomGetKeyCounter StatelessRandomGetAlg
        StatelessRandomGetKeyCounterAlg StatelessMultinomial RngReadAndSkip
        """,
    "control": """
        Const Placeholder PlaceholderV2 PlaceholderWithDefault Identity IdentityN StopGradient PreventGradient CheckNumerics
        CheckNumericsV2 Snapshot NoOp ControlTrigger Assert Print PrintV2 Switch Merge RefSwitch RefMerge RefIdentity Enter
        RefEnter Exit RefExit NextIteration RefNextIteration LoopCond PartitionedCall StatefulPartitionedCall If StatelessIf
        While StatelessWhile Case StatelessCase SymbolicGradient RemoteCall Variable VariableV2 VarHandleOp ReadVariableOp
        AssignVariableOp AssignAddVariableOp AssignSubVariableOp Assign AssignAdd AssignSub IsVariableInitialized
        VarIsInitializedOp DisableCopyOnRead VariableShape ResourceGather ResourceGatherNd DestroyResourceOp ScatterUpdate
        ScatterAdd ScatterSub ResourceScatterUpdate ResourceScatterAdd ResourceScatterSub TemporaryVariable
        DestroyTemporaryVariable _Arg _Retval _SwitchN _ParallelConcatUpdate
        EmptyTensorList TensorListReserve TensorListFromTensor TensorListStack TensorListGetItem TensorListSetItem
        TensorListPushBack TensorListPopBack TensorListLength TensorListElementShape TensorListConcatV2 TensorListSplit
        TensorListGather TensorListScatterV2 TensorListResize TensorListPushBackBatch TensorListConcatLists
        TensorArrayV3 TensorArrayReadV3 TensorArrayWriteV3 TensorArrayGatherV3 TensorArrayScatterV3 TensorArraySizeV3
        TensorArrayCloseV3 TensorArrayConcatV3 TensorArraySplitV3 TensorArrayGradV3
        """,
    "outside": """
        Save SaveV2 SaveSlices Restore RestoreV2 RestoreSlice MergeV2Checkpoints ShardedFilename ShardedFilespec StringJoin
        StaticRegexFullMatch StaticRegexReplace RegexReplace StringSplit StringSplitV2 StringToNumber StringLower StringUpper
        StringStrip StringFormat StringToHashBucketFast StringToHashBucket StringToHashBucketStrong AsString Substr
        EncodeBase64 DecodeBase64 ReduceJoin UnicodeDecode UnicodeEncode ReadFile WriteFile MatchingFiles DecodeRaw
        DecodePaddedRaw DecodeCSV DecodeCompressed ParseTensor SerializeTensor ParseExample ParseExampleV2
        ParseSingleExample ParseSequenceExample ParseSequenceExampleV2 HashTable HashTableV2 MutableHashTable
        MutableHashTableV2 MutableDenseHashTableV2 LookupTableFind LookupTableFindV2 LookupTableInsertV2 LookupTableImportV2
        LookupTableExportV2 LookupTableSize LookupTableSizeV2 InitializeTable InitializeTableV2 InitializeTableFromTextFile
        InitializeTableFromTextFileV2 FIFOQueue FIFOQueueV2 RandomShuffleQueue RandomShuffleQueueV2 PaddingFIFOQueueV2
        QueueEnqueue QueueEnqueueV2 QueueEnqueueMany QueueEnqueueManyV2 QueueDequeue QueueDequeueV2 QueueDequeueMany
        QueueDequeueManyV2 QueueDequeueUpTo QueueDequeueUpToV2 QueueClose QueueCloseV2 QueueSize QueueSizeV2 Barrier
        Stage Unstage TFRecordReader TFRecordReaderV2 WholeFileReader WholeFileReaderV2 FixedLengthRecordReaderV2
        TextLineReaderV2 IdentityReaderV2 ReaderRead ReaderReadV2 ReaderReadUpToV2 IteratorV2 Iterator OneShotIterator
        IteratorGetNext IteratorGetNextSync IteratorGetNextAsOptional IteratorFromStringHandle IteratorFromStringHandleV2
        IteratorToStringHandle MakeIterator AnonymousIterator AnonymousIteratorV2 AnonymousIteratorV3 TensorDataset
        TensorSliceDataset RangeDataset MapDataset ParallelMapDataset ParallelMapDatasetV2 BatchDataset BatchDatasetV2
        RepeatDataset ShuffleDataset ShuffleDatasetV3 PrefetchDataset TakeDataset SkipDataset ZipDataset ModelDataset
        OptimizeDatasetV2 ScalarSummary HistogramSummary ImageSummary AudioSummary AudioSummaryV2 MergeSummary
        TensorSummary TensorSummaryV2 WriteSummary WriteScalarSummary WriteHistogramSummary WriteImageSummary
        SummaryWriter CreateSummaryFileWriter FlushSummaryWriter CloseSummaryWriter PyFunc PyFuncStateless EagerPyFunc
        SparseTensorDenseMatMul SparseReshape SparseReorder SparseSlice SparseConcat SparseFillEmptyRows SparseSegmentSum
        SparseSegmentMean SparseSegmentSqrtN SparseReduceSum SparseSoftmax RaggedRange RaggedTensorToSparse
        RaggedTensorToTensor RaggedTensorToVariant RaggedTensorFromVariant CTCGreedyDecoder CTCBeamSearchDecoder CTCLoss
        Svd SelfAdjointEigV2 Qr Cholesky MatrixInverse MatrixDeterminant MatrixSolve MatrixTriangularSolve
        LSTMBlockCell BlockLSTM BlockLSTMV2 GRUBlockCell CudnnRNN CudnnRNNV2 CudnnRNNV3 XlaCallModule
        XlaLaunch EditDistance ReadVariableXlaSplitND Timestamp MlirPassthroughOp
        """,
}

HEAD = {
    "elementwise": "of one element at a time",
    "reduce": "that sum up axes or segments",
    "shape": "that move elements",
    "neural": "of neural networks",
    "image": "of pictures and signals",
    "training": "of training and chance",
    "control": "of control flow and state",
    "outside": "that need what a model file does not hold, or that no runtime of vision models has",
}


def value_text(attr):
    kind = attr.default_value.WhichOneof("value")
    value = attr.default_value
    if kind is None:
        return None
    if kind == "s":
        return "".join(value.s.decode("utf-8", "replace").split())
    if kind == "type":
        return types_pb2.DataType.Name(value.type)
    if kind == "b":
        return "true" if value.b else "false"
    if kind == "f":
        return repr(round(value.f, 9)) if value.f != value.f or abs(value.f) < 1e30 else str(value.f)
    if kind == "i":
        return str(value.i)
    if kind == "list":
        items = list(value.list.i) + list(value.list.f) + [s.decode() for s in value.list.s] + list(value.list.type)
        return "[" + ",".join(str(item) for item in items) + "]"
    if kind == "shape":
        return "?" if value.shape.unknown_rank else "[" + ",".join(str(d.size) for d in value.shape.dim) + "]"
    if kind == "func":
        return "{" + value.func.name + "}"
    return ""


def slot(arg):
    if arg.number_attr:
        return f"{arg.name}*{arg.number_attr}"
    if arg.type_list_attr:
        return f"{arg.name}*{arg.type_list_attr}"
    return arg.name


def result(arg):
    kind = types_pb2.DataType.Name(arg.type) if arg.type else arg.type_attr
    return slot(arg) if arg.type_list_attr else f"{slot(arg)}:{kind}"


def row(name):
    definition = op_def_registry.get(name)
    if definition is None:
        return None
    attrs = []
    for attr in definition.attr:
        text = value_text(attr) if attr.HasField("default_value") else None
        attrs.append(attr.name if text is None else f"{attr.name}={text}".replace(" ", ""))
    inputs = " ".join(slot(a) for a in definition.input_arg)
    outputs = " ".join(result(a) for a in definition.output_arg)
    text = f"{inputs} -> {outputs}".strip()
    return f"{text} | {' '.join(attrs)}" if attrs else text


def main():
    folder = os.path.join(sys.argv[1], "src/formats/tensorflow/ops/definitions")
    os.makedirs(folder, exist_ok=True)
    for family, names in FAMILIES.items():
        rows = []
        for name in sorted(set(names.split())):
            text = row(name)
            if text is None:
                print("not registered:", name)
                continue
            rows.append(f'  {name}: {chr(34)}{text.replace(chr(92), chr(92) * 2)}{chr(34)},')
        lines = [
            f"/** Operators {HEAD[family]}: TensorFlow's registry by `interop/make_tensorflow_operators.py`. */",
            f"export const {family}Definitions = {{",
            *rows,
            "} as const;",
            "",
        ]
        with open(os.path.join(folder, f"{family}.ts"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


main()
