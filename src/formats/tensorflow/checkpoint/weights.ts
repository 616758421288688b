import { attempt, type Diagnostic, diagnose } from "../../../diagnostics/index.ts";
import { constantView, type Model, type SourceWeight } from "../../../ir/index.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { CKP_W001 } from "./codes.ts";

/** Weights of a checkpoint as the ledger counts them, and what is wrong with entries of its index. */
export interface CheckpointWeights {
  readonly weights: readonly SourceWeight[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Problems that the checkpoint's own diagnostics tell of, and types that have no numbers. */
const toldElsewhere = ["CKP-E005", "CKP-E006", "CKP-E011"];

/**
 * Every tensor of a checkpoint as a weight. Values are not read; those whose file is missing or cut off have no constant,
 * nor have strings.
 */
export function checkpointWeights(checkpoint: Checkpoint): CheckpointWeights {
  const weights: SourceWeight[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const tensor of checkpoint.tensors.values()) {
    const { name, shape, byteLength, type } = tensor;
    const { dtype } = type;
    if (dtype === undefined) continue;
    const weight = { name, dtype, shape, byteLength, role: roleOf(tensor, checkpoint) };
    const opened = dtype === "string" ? undefined : attempt(tensor.open);
    if (opened !== undefined && "value" in opened) {
      const constant = constantView(dtype, shape, opened.value, 0, { kind: "source", weight: name });
      weights.push({ ...weight, constant });
      continue;
    }
    weights.push(weight);
    if (opened !== undefined && !toldElsewhere.includes(opened.diagnostic.code)) diagnostics.push(opened.diagnostic);
  }
  return { weights, diagnostics };
}

/**
 * What a tensor is for by its name. TensorFlow 1 names what an optimizer keeps beside a variable `variable/Slot`; TensorFlow
 * 2 writes `.OPTIMIZER_SLOT` or the optimizer's attribute into the path.
 */
function roleOf({ name, type }: CheckpointTensor, { tensors }: Checkpoint): SourceWeight["role"] {
  if (type.dtype === "string") return "metadata";
  if (/\/\.OPTIMIZER_SLOT\/|^_?optimizer\/|(^|\/)beta[12]_power(_\d+)?$/.test(name)) return "optimizer";
  const slot = name.lastIndexOf("/");
  if (slot > 0 && tensors.has(name.slice(0, slot))) {
    return name.endsWith("/ExponentialMovingAverage") ? "state" : "optimizer";
  }
  return /^(global_step|save_counter\/\.ATTRIBUTES\/VARIABLE_VALUE)$/.test(name) ? "state" : "weight";
}

/** Scopes named in a message. */
const mostScopes = 5;

/** A model that holds the weights of a checkpoint and nothing that computes: for inspection, with `CKP-W001`. */
export function weightsOnlyModel(
  checkpoint: Checkpoint,
  name: string,
): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const { weights, diagnostics } = checkpointWeights(checkpoint);
  const model: Model = {
    name,
    source: { format: "checkpoint", fileName: name, byteLength: checkpoint.byteLength },
    graphs: [{ name: "main", values: [], nodes: [], inputs: [], outputs: [] }],
    signatures: [],
    variables: [],
    metadata: [],
    weights,
    dropped: [],
  };
  const scopes = [
    ...new Set(weights.filter(({ role }) => role === "weight").map((weight) => weight.name.split("/")[0] ?? "")),
  ];
  const evidence = { variables: weights.length, scopes: scopes.slice(0, mostScopes) };
  return { model, diagnostics: [...diagnostics, diagnose(CKP_W001, { file: name }, evidence)] };
}
