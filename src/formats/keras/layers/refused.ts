import type { LayerDefinition, LayerTable } from "./definition.ts";

const refuse = (why: string): LayerDefinition => ({ emit: ({ unsupported }) => unsupported(why) });

const text = refuse(
  "it works on text, which is not part of a vision model's graph; prepare its output before the model",
);
const sound = refuse("it computes spectra of sound, which is not read");
const foreign = refuse("it runs code of another framework, which is not in the file");
const histogram = refuse("it equalises histograms, which is not read; prepare the picture before the model");

/** Layers of Keras that are known and not read, and why. */
export const refusedLayers: LayerTable = {
  ReversibleEmbedding: refuse("it is a layer of language models, which are not read"),
  DynamicEmbedding: refuse("it looks indices up in a table that grows, which is not read"),
  DynamicLookup: refuse("it looks indices up in a table that grows, which is not read"),
  StringLookup: text,
  IntegerLookup: refuse("it looks indices up in a vocabulary, which is not read; prepare its output before the model"),
  TextVectorization: text,
  Hashing: refuse("it hashes its input, which is not read; prepare its output before the model"),
  HashedCrossing: refuse("it hashes its input, which is not read; prepare its output before the model"),
  DenseFeatures: refuse("it takes columns of features of TensorFlow 1, which are not read"),
  FeatureSpace: text,
  MelSpectrogram: sound,
  STFTSpectrogram: sound,
  FlaxLayer: foreign,
  JaxLayer: foreign,
  TFSMLayer: foreign,
  TorchModuleWrapper: foreign,
  AutoContrast: histogram,
  Equalization: histogram,
  ContrastLimitedAdaptiveHistogramEqualization: histogram,
  MaxNumBoundingBoxes: refuse("it works on bounding boxes in training"),
};
