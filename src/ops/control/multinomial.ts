import { type Dim, type DType, fromNumbers, toNumbers, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype, shapeTypes } from "../dtypes.ts";
import { invalid, outputType, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandScalar } from "../shape/operands.ts";
import { type RandomAttrs, randomAttributes } from "./random.ts";

/**
 * logits `[batch, classes]`, float; samples: how many to draw for each row. Result `[batch, samples]`, int64, or int32 where
 * the node declares it. The session's own generator is used, so numbers differ from other runtimes'.
 */
export const multinomial: OpDef<"multinomial", RandomAttrs> = defineOp({
  name: "multinomial",
  summary: "Classes drawn with the probabilities that the softmax of each row gives",
  attrs: randomAttributes,
  inputs: [{ name: "logits" }, { name: "samples" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 0, floatTypes);
    requireDtype(context, 1, shapeTypes);
    const [batch, classes] = shapeOfRank(context, 0, 2) as [Dim, Dim];
    if (classes === 0) invalid(context, "there is no class to draw");
    const samples = operandScalar(context, 1) ?? unknownDim;
    if (typeof samples === "number" && samples < 0) invalid(context, `it is to draw ${samples} samples`);
    const dtype: DType = context.declared?.[0]?.dtype === "int32" ? "int32" : "int64";
    return [outputType(context, dtype, [batch, samples])];
  },
  effects: "random",
  tolerance: "random",
});

export const multinomialReference: Reference<RandomAttrs> = ({ inputs, outputs, host }) => {
  const logits = tensorAt(inputs, 0);
  const [batch, samples] = staticShape(outputs) as readonly [number, number];
  const classes = logits.shape[1] as number;
  const data = toNumbers(logits);
  const drawn = new Float64Array(batch * samples);
  for (let b = 0; b < batch; b++) {
    const row = data.subarray(b * classes, (b + 1) * classes);
    const largest = row.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
    let total = 0;
    const cumulated = row.map((value) => (total += Math.exp(value - largest)));
    for (let i = 0; i < samples; i++) {
      const target = host.random() * total;
      const found = cumulated.findIndex((sum) => target < sum);
      drawn[b * samples + i] = found === -1 ? classes - 1 : found;
    }
  }
  return [fromNumbers(outputs[0]?.dtype ?? "int64", [batch, samples], drawn)];
};

export const multinomialExamples: readonly Example<RandomAttrs>[] = [];
