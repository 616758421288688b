import { type Dim, formatShape, fromNumbers } from "../../numerics/index.ts";
import { bool, float, int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { chooseFast, chooseRegular, type Detection, type Limits, type Scored } from "./choose-detections.ts";
import { decodeBoxes, realNumbers } from "./decode-boxes.ts";

/** The options of TensorFlow's `TFLite_Detection_PostProcess`, by their meaning. */
export interface DetectionPostProcessAttrs {
  readonly maxDetections: number;
  /** Rows of the result that one box may take, one for each of its best classes. */
  readonly maxClassesPerDetection: number;
  /** Of each class, when every class is suppressed by itself. */
  readonly detectionsPerClass: number;
  /** A suppression for each class, instead of one over all by the best score. */
  readonly regularNms: boolean;
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
  /** Without the background, which may stand first among the scores. */
  readonly classes: number;
  readonly scaleY: number;
  readonly scaleX: number;
  readonly scaleH: number;
  readonly scaleW: number;
}

/**
 * encodings `[1, boxes, 4 or more]`, scores `[1, boxes, classes]` or with a background class in front, anchors `[boxes, 4]`;
 * float32, or uint8 with a scale, the anchors as the encodings. Results, float32: corners `[1, n, 4]` (top, left, bottom, right), classes `[1, n]`
 * counted from 0, scores `[1, n]`, and the number of detections `[1]`; rows beyond it are 0.
 */
export const detectionPostProcess: OpDef<"detectionPostProcess", DetectionPostProcessAttrs> = defineOp({
  name: "detectionPostProcess",
  summary: "Boxes decoded from anchors, the best of them that overlap no better one, with classes and scores",
  attrs: {
    maxDetections: int({ min: 0 }),
    maxClassesPerDetection: int({ min: 1 }),
    detectionsPerClass: int({ default: 100, min: 1 }),
    regularNms: bool({ default: false }),
    scoreThreshold: float(),
    iouThreshold: float(),
    classes: int({ min: 1 }),
    scaleY: float(),
    scaleX: float(),
    scaleH: float(),
    scaleW: float(),
  },
  inputs: [{ name: "encodings" }, { name: "scores" }, { name: "anchors" }],
  outputs: [{ name: "boxes" }, { name: "classes" }, { name: "scores" }, { name: "count" }],
  infer(context) {
    requireReal(context);
    const [batch, count, codes] = shapeOfRank(context, 0, 3) as [Dim, Dim, Dim];
    const [scoreBatch, scoreCount, classes] = shapeOfRank(context, 1, 3) as [Dim, Dim, Dim];
    const [anchorCount, corners] = shapeOfRank(context, 2, 2) as [Dim, Dim];
    for (const size of [batch, scoreBatch]) requireEqual(context, size, 1, "pictures in a batch");
    for (const size of [scoreCount, anchorCount]) requireEqual(context, size, count, "numbers of boxes");
    requireEqual(context, corners, 4, "numbers of an anchor");
    if (typeof codes === "number" && codes < 4) invalid(context, `a box is encoded in ${codes} numbers, expected 4`);
    const extra = typeof classes === "number" ? classes - context.attrs.classes : 0;
    if (extra !== 0 && extra !== 1) {
      invalid(context, `it has scores of ${formatShape([classes])} classes for ${context.attrs.classes}`);
    }
    const { iouThreshold } = context.attrs;
    if (!(iouThreshold > 0 && iouThreshold <= 1)) invalid(context, `its overlap threshold is ${iouThreshold}`);
    const rows = resultRows(context.attrs);
    return [[1, rows, 4], [1, rows], [1, rows], [1]].map((shape) => outputType(context, "float32", shape));
  },
  effects: "pure",
  tolerance: "rounding",
  quantized: true,
});

/** Rows of the result: with regular suppression a detection is one box in one class. */
function resultRows({ maxDetections, maxClassesPerDetection }: DetectionPostProcessAttrs): number {
  return maxDetections * maxClassesPerDetection;
}

/** Refuses types that the kernel does not read; anchors it reads as it does the encodings. */
function requireReal(context: InferContext<DetectionPostProcessAttrs>): void {
  for (const input of [0, 1, 2]) {
    const { dtype, quantization } = inputType(context, input);
    if (dtype === "float32" || (dtype === "uint8" && quantization !== undefined)) continue;
    unsupportedTypes(context, [dtype], `input ${input} must be float32, or uint8 with a scale`);
  }
  const [encodings, anchors] = [inputType(context, 0).dtype, inputType(context, 2).dtype];
  if (encodings !== anchors) unsupportedTypes(context, [encodings, anchors], "its anchors must be as its encodings");
}

export const detectionPostProcessReference: Reference<DetectionPostProcessAttrs> = ({ attrs, inputs }) => {
  const [encodings, scores, anchors] = [tensorAt(inputs, 0), tensorAt(inputs, 1), tensorAt(inputs, 2)];
  const scales = { y: attrs.scaleY, x: attrs.scaleX, h: attrs.scaleH, w: attrs.scaleW };
  const boxes = decodeBoxes("detectionPostProcess", encodings, anchors, scales);
  const columns = scores.shape[2] as number;
  const background = columns - attrs.classes;
  const numbers = realNumbers(scores);
  const scored: Scored = {
    boxes,
    classes: attrs.classes,
    score: (box, category) => numbers[box * columns + background + category] as number,
  };
  const limits: Limits = {
    detections: attrs.maxDetections,
    classesPerDetection: attrs.maxClassesPerDetection,
    detectionsPerClass: attrs.detectionsPerClass,
    scoreThreshold: attrs.scoreThreshold,
    iouThreshold: attrs.iouThreshold,
  };
  const rows = resultRows(attrs);
  const found: (Detection | undefined)[] = new Array(rows).fill(undefined);
  let count = 0;
  if (attrs.regularNms) {
    const taken = chooseRegular(scored, limits);
    taken.forEach((detection, row) => {
      found[row] = detection;
    });
    count = taken.length;
  } else {
    const taken = chooseFast(scored, limits);
    taken.forEach((detections, at) => {
      detections.forEach((detection, i) => {
        found[at * attrs.maxClassesPerDetection + i] = detection;
      });
    });
    count = taken.length;
  }
  const column = (of: (detection: Detection) => number) => found.map((d) => (d === undefined ? 0 : of(d)));
  return [
    fromNumbers(
      "float32",
      [1, rows, 4],
      found.flatMap((d) => (d === undefined ? [0, 0, 0, 0] : (boxes[d.box] ?? []))),
    ),
    fromNumbers(
      "float32",
      [1, rows],
      column((d) => d.category),
    ),
    fromNumbers(
      "float32",
      [1, rows],
      column((d) => d.score),
    ),
    fromNumbers("float32", [1], [count]),
  ];
};

const attrs: DetectionPostProcessAttrs = {
  maxDetections: 2,
  maxClassesPerDetection: 1,
  detectionsPerClass: 100,
  regularNms: false,
  scoreThreshold: 0.3,
  iouThreshold: 0.5,
  classes: 2,
  scaleY: 10,
  scaleX: 10,
  scaleH: 5,
  scaleW: 5,
};
const anchors = f32([3, 4], [0.5, 0.5, 1, 1, 0.5, 0.5, 1, 1, 0.5, 2.5, 1, 1]);
const encodings = f32([1, 3, 4], [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const scores = f32([1, 3, 3], [0, 0.5, 0.4, 0, 0.1, 0.9, 0, 0.8, 0.2]);

export const detectionPostProcessExamples: readonly Example<DetectionPostProcessAttrs>[] = [
  {
    name: "the first box overlaps a better one of another class",
    attrs,
    inputs: [encodings, scores, anchors],
    outputs: [
      f32([1, 2, 4], [0, 0.1, 1, 1.1, 0, 2, 1, 3]),
      f32([1, 2], [1, 0]),
      f32([1, 2], [0.9, 0.8]),
      f32([1], [2]),
    ],
  },
  {
    name: "class by class",
    attrs: { ...attrs, maxDetections: 4, regularNms: true },
    inputs: [encodings, scores, anchors],
    outputs: [
      f32([1, 4, 4], [0, 0.1, 1, 1.1, 0, 2, 1, 3, 0, 0, 1, 1, 0, 0, 0, 0]),
      f32([1, 4], [1, 0, 0, 0]),
      f32([1, 4], [0.9, 0.8, 0.5, 0]),
      f32([1], [3]),
    ],
  },
  {
    name: "uint8, two classes for each box",
    attrs: { ...attrs, maxClassesPerDetection: 2 },
    inputs: [
      stored("uint8", [1, 2, 4], [128, 138, 128, 128, 128, 128, 138, 118], perTensor(0.1, 128)),
      stored("uint8", [1, 2, 2], [200, 180, 100, 150], perTensor(0.00390625, 0)),
      stored("uint8", [2, 4], [2, 2, 4, 4, 2, 10, 4, 4], perTensor(0.25, 0)),
    ],
    outputs: [
      f32(
        [1, 4, 4],
        [
          0, 0.1, 1, 1.1, 0, 0.1, 1, 1.1, -0.1107014, 2.090635, 1.110701, 2.909365, -0.1107014, 2.090635, 1.110701,
          2.909365,
        ],
      ),
      f32([1, 4], [0, 1, 1, 0]),
      f32([1, 4], [0.78125, 0.703125, 0.5859375, 0.390625]),
      f32([1], [2]),
    ],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
