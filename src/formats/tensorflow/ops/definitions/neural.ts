/** Operators of neural networks: TensorFlow's registry by `interop/make_tensorflow_operators.py`. */
export const neuralDefinitions = {
  AvgPool: "value -> output:T | ksize strides padding data_format=NHWC T",
  AvgPool3D: "input -> output:T | ksize strides padding data_format=NDHWC T",
  BatchMatMul: "x y -> output:T | T adj_x=false adj_y=false grad_x=false grad_y=false",
  BatchMatMulV2: "x y -> output:T | T adj_x=false adj_y=false grad_x=false grad_y=false",
  BatchMatMulV3: "x y -> output:Tout | Ta Tb Tout adj_x=false adj_y=false grad_x=false grad_y=false",
  BatchNormWithGlobalNormalization: "t m v beta gamma -> result:T | T variance_epsilon scale_after_normalization",
  BiasAdd: "value bias -> output:T | T data_format=NHWC",
  BiasAddV1: "value bias -> output:T | T",
  Conv: "input filter -> output:T | T strides padding explicit_paddings=[] data_format=CHANNELS_LAST dilations=[] batch_dims=1 groups=1",
  Conv2D:
    "input filter -> output:T | T strides use_cudnn_on_gpu=true padding explicit_paddings=[] data_format=NHWC dilations=[1,1,1,1]",
  Conv2DBackpropInput:
    "input_sizes filter out_backprop -> output:T | T strides use_cudnn_on_gpu=true padding explicit_paddings=[] data_format=NHWC dilations=[1,1,1,1]",
  Conv3D: "input filter -> output:T | T strides padding data_format=NDHWC dilations=[1,1,1,1,1]",
  Conv3DBackpropInputV2:
    "input_sizes filter out_backprop -> output:T | T strides padding data_format=NDHWC dilations=[1,1,1,1,1] Tshape=DT_INT32",
  DepthwiseConv2dNative:
    "input filter -> output:T | T strides padding explicit_paddings=[] data_format=NHWC dilations=[1,1,1,1]",
  Dequantize:
    "input min_range max_range -> output:dtype | T mode=MIN_COMBINED narrow_range=false axis=-1 dtype=DT_FLOAT",
  Dilation2D: "input filter -> output:T | T strides rates padding",
  Einsum: "inputs*N -> output:T | equation N T",
  ExtractImagePatches: "images -> patches:T | ksizes strides rates T padding",
  ExtractVolumePatches: "input -> patches:T | ksizes strides T padding",
  FakeQuantWithMinMaxArgs: "inputs -> outputs:DT_FLOAT | min=-6.0 max=6.0 num_bits=8 narrow_range=false",
  FakeQuantWithMinMaxVars: "inputs min max -> outputs:DT_FLOAT | num_bits=8 narrow_range=false",
  FakeQuantWithMinMaxVarsPerChannel: "inputs min max -> outputs:DT_FLOAT | num_bits=8 narrow_range=false",
  FractionalAvgPool:
    "value -> output:T row_pooling_sequence:DT_INT64 col_pooling_sequence:DT_INT64 | pooling_ratio pseudo_random=false overlapping=false deterministic=false seed=0 seed2=0 T",
  FractionalMaxPool:
    "value -> output:T row_pooling_sequence:DT_INT64 col_pooling_sequence:DT_INT64 | pooling_ratio pseudo_random=false overlapping=false deterministic=false seed=0 seed2=0 T",
  FusedBatchNorm:
    "x scale offset mean variance -> y:T batch_mean:T batch_variance:T reserve_space_1:T reserve_space_2:T | T epsilon=0.0001 exponential_avg_factor=1.0 data_format=NHWC is_training=true",
  FusedBatchNormV2:
    "x scale offset mean variance -> y:T batch_mean:U batch_variance:U reserve_space_1:U reserve_space_2:U | T U epsilon=0.0001 exponential_avg_factor=1.0 data_format=NHWC is_training=true",
  FusedBatchNormV3:
    "x scale offset mean variance -> y:T batch_mean:U batch_variance:U reserve_space_1:U reserve_space_2:U reserve_space_3:U | T U epsilon=0.0001 exponential_avg_factor=1.0 data_format=NHWC is_training=true",
  L2Loss: "t -> output:T | T",
  LRN: "input -> output:T | depth_radius=5 bias=1.0 alpha=1.0 beta=0.5 T=DT_FLOAT",
  LogSoftmax: "logits -> logsoftmax:T | T",
  MatMul: "a b -> product:T | transpose_a=false transpose_b=false T grad_a=false grad_b=false",
  MaxPool: "input -> output:T | T=DT_FLOAT ksize strides padding explicit_paddings=[] data_format=NHWC",
  MaxPool3D: "input -> output:T | ksize strides padding data_format=NDHWC T",
  MaxPoolV2: "input ksize strides -> output:T | T=DT_FLOAT padding data_format=NHWC",
  MaxPoolWithArgmax:
    "input -> output:T argmax:Targmax | ksize strides Targmax=DT_INT64 padding include_batch_in_index=false T",
  QuantizeAndDequantizeV2:
    "input input_min input_max -> output:T | signed_input=true num_bits=8 range_given=false T round_mode=HALF_TO_EVEN narrow_range=false axis=-1",
  QuantizeAndDequantizeV3:
    "input input_min input_max num_bits -> output:T | signed_input=true range_given=true T narrow_range=false axis=-1",
  QuantizeDownAndShrinkRange:
    "input input_min input_max -> output:out_type output_min:DT_FLOAT output_max:DT_FLOAT | Tinput out_type",
  QuantizeV2:
    "input min_range max_range -> output:T output_min:DT_FLOAT output_max:DT_FLOAT | T mode=MIN_COMBINED round_mode=HALF_AWAY_FROM_ZERO narrow_range=false axis=-1 ensure_minimum_range=0.01",
  QuantizedAvgPool:
    "input min_input max_input -> output:T min_output:DT_FLOAT max_output:DT_FLOAT | T ksize strides padding",
  QuantizedBiasAdd:
    "input bias min_input max_input min_bias max_bias -> output:out_type min_out:DT_FLOAT max_out:DT_FLOAT | T1 T2 out_type",
  QuantizedConcat:
    "concat_dim values*N input_mins*N input_maxes*N -> output:T output_min:DT_FLOAT output_max:DT_FLOAT | N T",
  QuantizedConv2D:
    "input filter min_input max_input min_filter max_filter -> output:out_type min_output:DT_FLOAT max_output:DT_FLOAT | Tinput Tfilter out_type=DT_QINT32 strides padding dilations=[1,1,1,1]",
  QuantizedMatMul:
    "a b min_a max_a min_b max_b -> out:Toutput min_out:DT_FLOAT max_out:DT_FLOAT | T1 T2 Toutput=DT_QINT32 transpose_a=false transpose_b=false Tactivation=DT_QUINT8",
  QuantizedMaxPool:
    "input min_input max_input -> output:T min_output:DT_FLOAT max_output:DT_FLOAT | T ksize strides padding",
  QuantizedRelu:
    "features min_features max_features -> activations:out_type min_activations:DT_FLOAT max_activations:DT_FLOAT | Tinput out_type=DT_QUINT8",
  QuantizedRelu6:
    "features min_features max_features -> activations:out_type min_activations:DT_FLOAT max_activations:DT_FLOAT | Tinput out_type=DT_QUINT8",
  QuantizedReshape:
    "tensor shape input_min input_max -> output:T output_min:DT_FLOAT output_max:DT_FLOAT | T Tshape=DT_INT32",
  RequantizationRange: "input input_min input_max -> output_min:DT_FLOAT output_max:DT_FLOAT | Tinput",
  Requantize:
    "input input_min input_max requested_output_min requested_output_max -> output:out_type output_min:DT_FLOAT output_max:DT_FLOAT | Tinput out_type",
  Softmax: "logits -> softmax:T | T",
  _FusedBatchNormEx:
    "x scale offset mean variance side_input*num_side_inputs -> y:T batch_mean:U batch_variance:U reserve_space_1:U reserve_space_2:U reserve_space_3:U | T U epsilon=0.0001 exponential_avg_factor=1.0 num_side_inputs=0 activation_mode=Identity data_format=NHWC is_training=true",
  _FusedConv2D:
    "input filter args*TArgs host_args*num_host_args -> output:T | T TArgs num_args num_host_args=0 strides padding explicit_paddings=[] data_format=NHWC filter_format=HWIO dilations=[1,1,1,1] use_cudnn_on_gpu=true fused_ops=[] epsilon=0.0001 leakyrelu_alpha=0.200000003",
  _FusedDepthwiseConv2dNative:
    "input filter args*num_args -> output:T | T num_args strides padding data_format=NHWC dilations=[1,1,1,1] fused_ops=[] epsilon=0.0001 leakyrelu_alpha=0.200000003",
  _FusedMatMul:
    "a b args*num_args -> product:T | transpose_a=false transpose_b=false T num_args fused_ops=[] epsilon=0.0001 leakyrelu_alpha=0.200000003",
  _MklConv2D:
    "input filter mkl_input mkl_filter -> output:T filter_output:T mkl_output:DT_UINT8 mkl_filter_output:DT_UINT8 | T strides use_cudnn_on_gpu=true is_filter_const=false padding data_format=NHWC explicit_paddings=[] dilations=[1,1,1,1]",
  _MklMatMul: "a b -> product:T | transpose_a=false transpose_b=false T grad_a=false grad_b=false",
} as const;
