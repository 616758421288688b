import { type Diagnostic, diagnose, type Where } from "../diagnostics/index.ts";
import { BND_E002, BND_W001, BND_W002 } from "./codes.ts";
import type { Labels } from "./labels.ts";

/** Names that models and label files give to the class "nothing of the others". */
const background = /^(__?)?(background|bg|unlabell?ed|dummy|none|nothing|\?+)(__?)?$/i;
/** ImageNet has 1000 classes; TF-slim and TensorFlow Hub models count the background as a class before them. */
const imageNetClasses = 1000;

/**
 * What is wrong with the number of labels for a model of `outputs` classes. `BND-E002` where the two disagree about a
 * background class at 0, so that every name would be wrong; `BND-W002` for lists that count from 1; `BND-W001` otherwise.
 */
export function checkLabelCount(labels: Labels, outputs: number, where: Where): readonly Diagnostic[] {
  const count = labels.labels.length;
  const [firstLabel = ""] = labels.labels;
  const named = background.test(firstLabel);
  if (labels.firstIndex === 1 && count === outputs + 1) {
    return [diagnose(BND_W002, where, { first: 1, labels: count - 1, outputs })];
  }
  if (count === outputs) return [];
  const evidence = { labels: count, outputs, firstLabel };
  if (count === outputs + 1 && named) {
    return [diagnose(BND_E002, where, { ...evidence, shift: "labels have an extra background" })];
  }
  if (count === imageNetClasses && outputs === imageNetClasses + 1 && !named) {
    return [diagnose(BND_E002, where, { ...evidence, shift: "labels lack the background" })];
  }
  return [diagnose(BND_W001, where, { labels: count, outputs })];
}

/** Labels that fit, after the fix of {@link checkLabelCount}'s finding; the labels themselves where there is none to apply. */
export function alignLabels(labels: Labels, outputs: number): readonly string[] {
  const [finding] = checkLabelCount(labels, outputs, {});
  if (finding?.code === BND_W002.code) return labels.labels.slice(1);
  if (finding?.code !== BND_E002.code) return labels.labels;
  return labels.labels.length > outputs ? labels.labels.slice(1) : ["background", ...labels.labels];
}
