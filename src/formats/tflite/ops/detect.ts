import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { type AnyOptions, custom, plain, type Refusal, refuse, type TfliteRule } from "./rule.ts";

type DetectOp = Extract<OpName, "nonMaxSuppressionV4" | "nonMaxSuppressionV5" | "detectionPostProcess">;

type Numbers = Exclude<keyof AttrsOf<"detectionPostProcess">, "regularNms">;

/** Names of the options in the FlexBuffer map of TensorFlow's object detection exporter. */
const optionNames: { readonly [A in Numbers]: string } = {
  maxDetections: "max_detections",
  maxClassesPerDetection: "max_classes_per_detection",
  detectionsPerClass: "detections_per_class",
  scoreThreshold: "nms_score_threshold",
  iouThreshold: "nms_iou_threshold",
  classes: "num_classes",
  scaleY: "y_scale",
  scaleX: "x_scale",
  scaleH: "h_scale",
  scaleW: "w_scale",
};

const entries = Object.entries(optionNames) as [Numbers, string][];

function readPostProcess(options: AnyOptions): AttrsOf<"detectionPostProcess"> | Refusal {
  const given: AnyOptions = { detections_per_class: 100, ...options };
  const missing = entries.find(([, name]) => typeof given[name] !== "number");
  if (missing !== undefined) return refuse(`its option ${missing[1]} is missing`);
  const numbers = Object.fromEntries(entries.map(([attr, name]) => [attr, given[name]])) as Record<Numbers, number>;
  return { ...numbers, regularNms: Boolean(given["use_regular_nms"]) };
}

/** Choosing boxes. */
export const detectRules: { readonly [N in DetectOp]: TfliteRule<N> } = {
  nonMaxSuppressionV4: plain("NON_MAX_SUPPRESSION_V4", () => ({})),
  nonMaxSuppressionV5: plain("NON_MAX_SUPPRESSION_V5", () => ({})),
  detectionPostProcess: custom({
    name: "TFLite_Detection_PostProcess",
    read: readPostProcess,
    write: (attrs) => ({
      ...Object.fromEntries(entries.map(([attr, name]) => [name, attrs[attr]])),
      use_regular_nms: attrs.regularNms,
    }),
  }),
};
