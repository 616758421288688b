/** Model formats that are recognised by their content although there is no reader for them. */
export type ModelKindId =
  | "caffe"
  | "caffe-prototxt"
  | "core-ml"
  | "core-ml-package"
  | "darknet"
  | "executorch"
  | "ggml"
  | "gguf"
  | "graph-def"
  | "graph-def-text"
  | "hugging-face"
  | "meta-graph"
  | "mnn"
  | "mxnet"
  | "ncnn"
  | "onnx"
  | "openvino"
  | "ort"
  | "paddle"
  | "pytorch-archive"
  | "pytorch-legacy"
  | "pytorch-tar"
  | "pt2"
  | "safetensors"
  | "safetensors-index"
  | "saved-model"
  | "tensorrt"
  | "tf-checkpoint"
  | "tflite-source"
  | "torchscript";

export interface ModelKind {
  /** With its article, for "the file is ...". */
  readonly title: string;
  /** What the user can do to get a model that is read. */
  readonly next: string;
  readonly command?: string;
}

const fromPython = "Load it in the framework that wrote it and export a TensorFlow Lite or Keras file.";
const torchExport =
  "In the Python environment it was trained in, build the module, load these weights and export it to ONNX or, with litert-torch, to TensorFlow Lite.";

/** What each format is called and what to do with it. */
export const modelKinds: { readonly [K in ModelKindId]: ModelKind } = {
  caffe: { title: "a Caffe model", next: "Convert it with its .prototxt to ONNX or TensorFlow first." },
  "caffe-prototxt": { title: "a Caffe network description", next: "Convert it with its .caffemodel first." },
  "core-ml": { title: "a Core ML model", next: "Convert the model it was made from; Core ML is not converted back." },
  "core-ml-package": {
    title: "a Core ML package",
    next: "Convert the model it was made from; Core ML is not converted back.",
  },
  darknet: {
    title: "a Darknet network description",
    next: "Convert it with its .weights to ONNX or TensorFlow first.",
  },
  executorch: { title: "an ExecuTorch program", next: "Export the PyTorch module it was made from once more." },
  ggml: { title: "a GGML file", next: "Use the model it was made from; its weights are quantized for llama.cpp." },
  gguf: { title: "a GGUF file", next: "Use the model it was made from; its weights are quantized for llama.cpp." },
  "graph-def": {
    title: "a TensorFlow GraphDef (frozen graph)",
    next: "Convert it with TensorFlow, naming its inputs and outputs.",
    command:
      "tflite_convert --graph_def_file=graph.pb --output_file=model.tflite --input_arrays=INPUT --output_arrays=OUTPUT --enable_v1_converter",
  },
  "graph-def-text": {
    title: "a TensorFlow graph in text form",
    next: "Freeze it with its checkpoint in TensorFlow, then convert the frozen graph.",
  },
  "hugging-face": {
    title: "a Hugging Face configuration",
    next: "It holds settings only; the weights lie in *.safetensors or pytorch_model.bin beside it.",
  },
  "meta-graph": {
    title: "a TensorFlow 1 meta graph (.meta)",
    next: "It is the graph of a checkpoint: freeze it with the .index and .data files beside it in TensorFlow.",
  },
  mnn: { title: "an MNN model", next: "Convert the model it was made from." },
  mxnet: { title: "MXNet parameters", next: "Export them with their -symbol.json to ONNX first." },
  ncnn: { title: "an ncnn network description", next: "Convert the model it was made from." },
  onnx: {
    title: "an ONNX model",
    next: "Convert it to TensorFlow Lite first.",
    command: "onnx2tf -i model.onnx -o converted",
  },
  openvino: { title: "an OpenVINO IR model", next: "Convert the model it was made from." },
  ort: { title: "an ONNX Runtime model (.ort)", next: "Use the .onnx file it was made from." },
  paddle: { title: "a PaddlePaddle model", next: "Convert it to ONNX with paddle2onnx first." },
  "pytorch-archive": { title: "a PyTorch file of weights or a pickled module (zip)", next: torchExport },
  "pytorch-legacy": { title: "a PyTorch file of before version 1.6 (pickles)", next: torchExport },
  "pytorch-tar": { title: "a PyTorch file of version 0.1 (tar)", next: torchExport },
  pt2: { title: "a PyTorch exported program (.pt2)", next: fromPython },
  safetensors: {
    title: "a safetensors file",
    next: "It holds weights only, no network: load them into the model's code and export that.",
  },
  "safetensors-index": {
    title: "the index of a safetensors file in several parts",
    next: "It names the parts only; they hold weights without a network.",
  },
  "saved-model": {
    title: "a TensorFlow SavedModel",
    next: "Convert it with TensorFlow.",
    command: "tflite_convert --saved_model_dir=FOLDER --output_file=model.tflite",
  },
  tensorrt: { title: "a TensorRT engine", next: "Use the model it was built from; an engine runs on one kind of GPU." },
  "tf-checkpoint": {
    title: "a TensorFlow checkpoint",
    next: "It holds weights only: freeze it with its graph (.meta or the model's code) in TensorFlow.",
  },
  "tflite-source": {
    title: "C source of a TensorFlow Lite model",
    next: "Turn the byte array back into the .tflite file it was made from.",
    command: "grep -oE '0x[0-9a-fA-F]{1,2}' model.cc | sed 's/0x\\(.\\)$/0\\1/; s/0x//' | xxd -r -p > model.tflite",
  },
  torchscript: {
    title: "a TorchScript module",
    next: "Export the module it was traced from to ONNX or, with litert-torch, to TensorFlow Lite.",
  },
};
