import type { Collector } from "../../diagnostics/index.ts";
import {
  type Constant,
  constantView,
  type DroppedWeight,
  type Graph,
  type SourceWeight,
  type Variable,
} from "../../ir/index.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint/index.ts";

/** A tensor of a checkpoint as a constant; undefined for text and types that have no numbers. Throws `CKP-E...`. */
export function checkpointConstant(tensor: CheckpointTensor): Constant | undefined {
  const { dtype } = tensor.type;
  if (dtype === undefined || dtype === "string") return undefined;
  return constantView(dtype, tensor.shape, tensor.open(), 0, { kind: "source", weight: tensor.name });
}

/** Reads the values that were used and compares their checksums; files that are missing or cut off are known already. */
export function verifyUsed(
  opened: ReadonlySet<CheckpointTensor>,
  checkpoint: Checkpoint | undefined,
  file: string,
  report: Collector,
): void {
  if ((checkpoint?.diagnostics ?? []).some(({ severity }) => severity === "error")) return;
  for (const tensor of opened) {
    const problem = tensor.verify();
    if (problem !== undefined) report.add({ ...problem, where: { file, ...problem.where } });
  }
}

/** Names of the weights that constants of graphs and initial values come from, whole or in part. */
export function usedWeights(graphs: readonly Graph[], variables: readonly Variable[]): ReadonlySet<string> {
  const constants = [
    ...graphs.flatMap(({ values }) =>
      values.flatMap((value) => (value?.constant === undefined ? [] : [value.constant])),
    ),
    ...variables.flatMap(({ initial }) => (initial === undefined ? [] : [initial])),
  ];
  return new Set(constants.flatMap(({ origin }) => (origin.kind === "source" ? [origin.weight] : [])));
}

const reasons: { readonly [R in SourceWeight["role"]]: string } = {
  weight: "no entry point uses it",
  optimizer: "optimizer state: training only",
  state: "state of the training run",
  metadata: "names and objects of the checkpoint itself",
};

/** Why each weight that is not used is left out; `reason` knows better for some. */
export function droppedWeights(
  weights: readonly SourceWeight[],
  used: ReadonlySet<string>,
  reason: (name: string) => string | undefined = () => undefined,
): readonly DroppedWeight[] {
  return weights
    .filter(({ name }) => !used.has(name))
    .map(({ name, role }) => ({ weight: name, reason: reason(name) ?? reasons[role] }));
}
