import { controlOps } from "./control.ts";
import type { TfOpName } from "./definition.ts";
import { elementwiseOps } from "./elementwise.ts";
import { imageOps } from "./image.ts";
import { neuralOps } from "./neural.ts";
import { outsideOps } from "./outside.ts";
import { reduceOps } from "./reduce.ts";
import type { OpRule } from "./rule.ts";
import { shapeOps } from "./shape.ts";
import { trainingOps } from "./training.ts";

/** What becomes of each operator of TensorFlow that is known. */
export const tfOps: { readonly [N in TfOpName]: OpRule } = {
  ...controlOps,
  ...elementwiseOps,
  ...imageOps,
  ...neuralOps,
  ...outsideOps,
  ...reduceOps,
  ...shapeOps,
  ...trainingOps,
};
