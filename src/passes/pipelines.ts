import { foldChannelMapAfterFilter } from "./fold/channel-map-after-filter.ts";
import { foldChannelMapBeforeFilter } from "./fold/channel-map-before-filter.ts";
import { foldConstants } from "./fold/fold-constants.ts";
import { fuseActivation } from "./fuse/activation.ts";
import { mergePadding } from "./fuse/padding.ts";
import { recognizeHardSwish, recognizeMish, recognizeRelu6, recognizeSwish } from "./fuse/recognize.ts";
import { cancelReshapes, cancelTransposes } from "./layout/cancel.ts";
import { dropTrainingOnly } from "./prune/inference.ts";
import type { Stage } from "./rule.ts";

/** Computes what does not depend on the inputs, in the source's own arithmetic. */
export const evaluateConstants: readonly Stage[] = [
  {
    name: "evaluate constants",
    why: "before float types change, so that a weight that the source rounds to a narrow type stays rounded",
    rules: [foldConstants],
  },
];

/** Makes a model smaller and faster without changing what it computes; for every target. */
export const optimize: readonly Stage[] = [
  {
    name: "prune",
    why: "first, so that no later rule has to look through operators that do nothing",
    rules: [dropTrainingOnly],
  },
  {
    name: "simplify",
    why: "formulas are recognised before folding moves their constants into filters",
    rules: [
      foldConstants,
      cancelTransposes,
      cancelReshapes,
      recognizeRelu6,
      recognizeHardSwish,
      recognizeSwish,
      recognizeMish,
    ],
  },
  {
    name: "fold",
    why: "before activations are fused, because a map cannot cross an activation",
    rules: [foldChannelMapAfterFilter, foldChannelMapBeforeFilter, mergePadding],
  },
  {
    name: "fuse",
    why: "last, when every operator has reached its place",
    rules: [fuseActivation],
  },
];

/** Cleans up after lowering, whose decompositions bring constants and reshapes of their own. */
export const tidy: readonly Stage[] = [
  {
    name: "tidy",
    why: "decompositions are written for reading; their constant parts fold here",
    rules: [foldConstants, cancelTransposes, cancelReshapes, fuseActivation],
  },
];
