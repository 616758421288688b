import type { LayerDefinition, LayerTable } from "./definition.ts";

/** Noise, dropout and regularization: the input goes through, in the layer's compute dtype. */
const identity: LayerDefinition = { emit: ({ input }) => input, trainingOnly: true, mask: "pass" };

/** Random changes of pictures: the picture goes through as numbers of the compute dtype. */
const picture: LayerDefinition = {
  emit: ({ build, input, dtype }) => build.cast(input, dtype),
  trainingOnly: true,
  keepsDtype: true,
};

/** Layers that change their input in training only. */
export const trainingOnlyLayers: LayerTable = {
  Dropout: identity,
  SpatialDropout1D: identity,
  SpatialDropout2D: identity,
  SpatialDropout3D: identity,
  GaussianNoise: identity,
  GaussianDropout: identity,
  AlphaDropout: identity,
  ActivityRegularization: identity,
  RandomFlip: picture,
  RandomRotation: picture,
  RandomZoom: picture,
  RandomTranslation: picture,
  RandomShear: picture,
  RandomPerspective: picture,
  RandomElasticTransform: picture,
  RandomContrast: picture,
  RandomBrightness: picture,
  RandomHue: picture,
  RandomSaturation: picture,
  RandomSharpness: picture,
  RandomColorJitter: picture,
  RandomColorDegeneration: picture,
  RandomGrayscale: picture,
  RandomPosterization: picture,
  RandomInvert: picture,
  RandomErasing: picture,
  RandomGaussianBlur: picture,
  RandomHeight: picture,
  RandomWidth: picture,
  RandAugment: picture,
  AugMix: picture,
  CutMix: picture,
  MixUp: picture,
  Solarization: picture,
};
