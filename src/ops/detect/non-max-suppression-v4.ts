import { scalar, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { outputType } from "../infer.ts";
import { chooseBoxes, chosenType, filledUp, inferSuppression, suppressionInputs } from "./non-max-suppression.ts";

/** Inputs of {@link suppressionInputs}. Results: int32 `[most]`, filled up with 0, and how many were chosen. */
export const nonMaxSuppressionV4: OpDef<"nonMaxSuppressionV4", NoAttrs> = defineOp({
  name: "nonMaxSuppressionV4",
  summary: "Indices of the boxes that score best and overlap no better one, and their number",
  attrs: {},
  inputs: suppressionInputs,
  outputs: [{ name: "indices" }, { name: "count" }],
  infer(context) {
    const most = inferSuppression(context) ?? unknownDim;
    return [chosenType(context, "int32", most), outputType(context, "int32", [])];
  },
  effects: "pure",
  tolerance: "exact",
});

export const nonMaxSuppressionV4Reference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const chosen = chooseBoxes("nonMaxSuppressionV4", inputs, 0);
  const indices = chosen.map(({ index }) => index);
  return [filledUp("int32", outputs, 0, indices), scalar("int32", chosen.length)];
};

const boxes = f32([4, 4], [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 3, 3, 2, 2]);

export const nonMaxSuppressionV4Examples: readonly Example<NoAttrs>[] = [
  {
    name: "the best box drops the two that overlap it; corners in either order",
    attrs: {},
    inputs: [boxes, f32([4], [0.9, 0.75, 0.6, 0.5]), i32([], [3]), f32([], [0.5]), f32([], [0])],
    outputs: [i32([3], [0, 3, 0]), i32([], [2])],
  },
  {
    name: "none scores enough",
    attrs: {},
    inputs: [boxes, f32([4], [0.9, 0.75, 0.6, 0.5]), i32([], [2]), f32([], [0.5]), f32([], [0.9])],
    outputs: [i32([2], [0, 0]), i32([], [0])],
  },
];
