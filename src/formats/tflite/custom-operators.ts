/** Custom operators that are known by name: what they are, where they run, and where the portable original comes from. */
const known: { readonly [name: string]: string } = {
  "edgetpu-custom-op":
    "a program compiled for the Coral Edge TPU, which only its delegate runs; the portable original is the quantized .tflite that edgetpu_compiler was given",
  "edgetpu-custom-op-2":
    "a program compiled for the Coral Edge TPU, which only its delegate runs; the portable original is the quantized .tflite that edgetpu_compiler was given",
  "ethos-u":
    "a program compiled for an Arm Ethos-U processor, which only its driver runs; the portable original is the quantized .tflite that vela was given",
  ParseExample: "TensorFlow Serving's parser of example records, a custom operator",
  ParseExampleV2: "TensorFlow Serving's parser of example records, a custom operator",
  Mfcc: "mel frequency cepstral coefficients, a custom operator of the runtime",
  AudioSpectrogram: "a spectrogram, a custom operator of the runtime",
  NumericVerify: "a check of quantized against float values, a debugging aid of the quantizer",
  Convolution2DTransposeBias: "MediaPipe's transposed convolution with bias, a custom operator",
  MaxPoolingWithArgmax2D: "MediaPipe's pooling that keeps positions, a custom operator",
  MaxUnpooling2D: "MediaPipe's inverse of pooling, a custom operator",
  TransformLandmarks: "MediaPipe's change of landmark coordinates, a custom operator",
  TransformTensorBilinear: "MediaPipe's bilinear warp, a custom operator",
  Landmarks2TransformMatrix: "MediaPipe's transform from landmarks, a custom operator",
};

/** The prefix of TensorFlow operators that run through the Flex delegate. */
const flexPrefix = "Flex";

/** What a custom operator is, in words. */
export function customKind(name: string): string {
  if (Object.hasOwn(known, name)) return known[name] as string;
  if (name.startsWith(flexPrefix)) {
    const op = name.slice(flexPrefix.length);
    return `the TensorFlow operator ${op}, which needs the Flex delegate (Select TF ops); the portable original is the TensorFlow model, converted without it`;
  }
  if (name.startsWith("tftext:")) return `the TensorFlow Text operator ${name.slice(7)}, a custom operator`;
  if (name.startsWith("aeq.") || name.startsWith("odml."))
    return `${name}, a custom operator of Google's AI Edge tools`;
  return "a custom operator of whoever made the file";
}
