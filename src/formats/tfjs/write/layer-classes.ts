/**
 * Layers that TensorFlow.js makes from Keras's JSON (tfjs-layers 4.22, `registerClass`), but for those it calls otherwise or
 * that do not run there (Resizing, CenterCrop).
 */
export const layerClasses: ReadonlySet<string> = new Set(
  `
  Functional Model Sequential InputLayer
  Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional
  Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D Cropping2D Dense DepthwiseConv2D Dot Dropout ELU
  Embedding Flatten GRU GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D
  GlobalMaxPooling2D LSTM LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum Multiply
  PReLU Permute ReLU RepeatVector Rescaling Reshape SeparableConv2D SimpleRNN Softmax SpatialDropout1D
  ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D
  `
    .trim()
    .split(/\s+/),
);

/** Activations by name (tfjs-layers 4.22, `activations.ts`). */
export const activationNames: ReadonlySet<string> = new Set(
  "elu selu relu relu6 linear sigmoid hard_sigmoid softplus softsign tanh softmax log_softmax gelu mish swish".split(
    " ",
  ),
);
