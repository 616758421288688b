import { activationLayers } from "./activation-layers.ts";
import { attentionLayers } from "./attention.ts";
import { convLstmLayers } from "./conv-lstm.ts";
import { convolutionLayers } from "./convolution.ts";
import { coreLayers } from "./core.ts";
import type { LayerTable } from "./definition.ts";
import { imageLayers } from "./image.ts";
import { locallyConnectedLayers } from "./locally-connected.ts";
import { mergingLayers } from "./merging.ts";
import { multiHeadAttentionLayers } from "./multi-head-attention.ts";
import { normalizationLayers } from "./normalization.ts";
import { poolingLayers } from "./pooling.ts";
import { preprocessingLayers } from "./preprocessing.ts";
import { recurrentLayers } from "./recurrent.ts";
import { cellLayers } from "./recurrent-cells.ts";
import { refusedLayers } from "./refused.ts";
import { reshapingLayers } from "./reshaping.ts";
import { trainingOnlyLayers } from "./training-only.ts";
import { transposedConvolutionLayers } from "./transposed-convolution.ts";
import { wrapperLayers } from "./wrappers.ts";

/** Every built-in layer of Keras that is known, by class name. */
export const layerTable: LayerTable = {
  ...coreLayers,
  ...convolutionLayers,
  ...transposedConvolutionLayers,
  ...locallyConnectedLayers,
  ...reshapingLayers,
  ...poolingLayers,
  ...mergingLayers,
  ...activationLayers,
  ...normalizationLayers,
  ...imageLayers,
  ...preprocessingLayers,
  ...trainingOnlyLayers,
  ...recurrentLayers,
  ...cellLayers,
  ...convLstmLayers,
  ...attentionLayers,
  ...multiHeadAttentionLayers,
  ...wrapperLayers,
  ...refusedLayers,
};
