import { type Dim, type DType, fromNumbers, toNumbers, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference, type ReferenceHost } from "../define.ts";
import { floatTypes, requireDtype, shapeTypes } from "../dtypes.ts";
import { invalid, outputType, shapeOfRank } from "../infer.ts";
import { uniform } from "../random/distributions.ts";
import { seededStream } from "../random/philox-stream.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandScalar } from "../shape/operands.ts";
import { type RandomAttrs, randomAttributes } from "./random.ts";

/**
 * logits `[batch, classes]`, float; samples: how many to draw for each row. Result `[batch, samples]`, int64, or int32 where
 * the node declares it. Logits that are not finite are never drawn.
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

/** Blocks that a run takes of the node's own stream for each number, far more than it uses (`random_ops.cc`). */
const blocksPerSample = 2 * 256;

export const multinomialReference: Reference<RandomAttrs> = ({ attrs, inputs, outputs, host }) => {
  const logits = tensorAt(inputs, 0);
  const [batch, samples] = staticShape(outputs) as readonly [number, number];
  const classes = logits.shape[1] as number;
  const data = toNumbers(logits);
  const drawn = new Float64Array(batch * samples);
  const draw = drawUnits(attrs, host, batch, samples);
  for (let b = 0; b < batch; b++) {
    const row = data.subarray(b * classes, (b + 1) * classes);
    const largest = row.reduce((max, value) => (value < Infinity ? Math.max(max, value) : max), -Infinity);
    let total = 0;
    const cumulated = row.map((value) => {
      if (Number.isFinite(value)) total += Math.exp(value - largest);
      return total;
    });
    for (let i = 0; i < samples; i++) {
      const target = draw() * total;
      const found = cumulated.findIndex((sum) => target < sum);
      drawn[b * samples + i] = found === -1 ? classes - 1 : found;
    }
  }
  return [fromNumbers(outputs[0]?.dtype ?? "int64", [batch, samples], drawn)];
};

/** Numbers in [0, 1): from the node's own stream, two words each, where it is seeded, else from the session's generator. */
function drawUnits(attrs: RandomAttrs, host: ReferenceHost, batch: number, samples: number): () => number {
  if (attrs.seed === 0 && attrs.seed2 === 0) return () => host.random();
  const first = host.drawBlocks(batch * 4 * Math.ceil(samples / 4) * blocksPerSample);
  const units = uniform(seededStream(attrs.seed, attrs.seed2), first, batch * samples, "float64");
  let next = 0;
  return () => units[next++] as number;
}

export const multinomialExamples: readonly Example<RandomAttrs>[] = [];
