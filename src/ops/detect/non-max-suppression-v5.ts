import { scalar, toNumbers, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { outputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { chooseBoxes, chosenType, filledUp, inferSuppression, suppressionInputs } from "./non-max-suppression.ts";

/**
 * Inputs of {@link suppressionInputs}, and sigma: 0 for hard suppression. Results: int32 and float32 `[most]`, filled up
 * with 0, and how many were chosen.
 */
export const nonMaxSuppressionV5: OpDef<"nonMaxSuppressionV5", NoAttrs> = defineOp({
  name: "nonMaxSuppressionV5",
  summary: "Indices and scores of the boxes that score best when overlapping ones lose part of their score",
  attrs: {},
  inputs: [...suppressionInputs, { name: "sigma" }],
  outputs: [{ name: "indices" }, { name: "scores" }, { name: "count" }],
  infer(context) {
    const most = inferSuppression(context) ?? unknownDim;
    return [chosenType(context, "int32", most), chosenType(context, "float32", most), outputType(context, "int32", [])];
  },
  effects: "pure",
  tolerance: "rounding",
});

export const nonMaxSuppressionV5Reference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const sigma = toNumbers(tensorAt(inputs, 5))[0] as number;
  const chosen = chooseBoxes("nonMaxSuppressionV5", inputs, sigma);
  return [
    filledUp(
      "int32",
      outputs,
      0,
      chosen.map(({ index }) => index),
    ),
    filledUp(
      "float32",
      outputs,
      1,
      chosen.map(({ score }) => score),
    ),
    scalar("int32", chosen.length),
  ];
};

const boxes = f32([3, 4], [0, 0, 1, 1, 0, 0.5, 1, 1.5, 2, 2, 3, 3]);

export const nonMaxSuppressionV5Examples: readonly Example<NoAttrs>[] = [
  {
    name: "an overlap of one third lowers the score by e^(-1/9)",
    attrs: {},
    inputs: [boxes, f32([3], [1, 0.9, 0.85]), i32([], [4]), f32([], [1]), f32([], [0]), f32([], [0.5])],
    outputs: [i32([4], [0, 2, 1, 0]), f32([4], [1, 0.85, 0.9 * Math.exp(-1 / 9), 0]), i32([], [3])],
  },
  {
    name: "sigma 0 lowers nothing",
    attrs: {},
    inputs: [boxes, f32([3], [1, 0.9, 0.85]), i32([], [2]), f32([], [0.5]), f32([], [0]), f32([], [0])],
    outputs: [i32([2], [0, 1]), f32([2], [1, 0.9]), i32([], [2])],
  },
];
