import type { BodyNode } from "../graph/index.ts";
import { isTfOpName, tfOps } from "../ops/index.ts";

/**
 * Operators that bring data into a graph, or make them of files and records: what they give is where a model begins.
 * Queues, iterators and readers; decoders of pictures and sound.
 */
export function isSource(op: string): boolean {
  if (/^Decode(Jpeg|Png|Gif|Bmp|Image|AndCropJpeg|Wav|Raw|PaddedRaw|CSV)$|^AudioSpectrogram$|^Mfcc$/.test(op))
    return true;
  return /^Queue.*Dequeue|^IteratorGetNext|^Parse(Single|Sequence)?Example|^ReaderRead|^Unstage$|^Barrier/.test(op);
}

export function isPlaceholder(op: string): boolean {
  return op === "Placeholder" || op === "PlaceholderV2" || op === "PlaceholderWithDefault";
}

/** Operators whose result is no output of a model: they assign, save, log, check, or feed a pipeline. */
export function isUpkeep(op: string): boolean {
  if (/Summary|^(Resource)?(Sparse)?Apply|^Assign|Queue|Iterator|Dataset|^Save|^Restore|Checkpoint|^Sharded/.test(op))
    return true;
  if (
    /^(Resource)?Scatter(Update|Add|Sub)$|Initializ|LookupTable|^Reader|^MutableHashTable|^HashTable|^InTopK/.test(op)
  )
    return true;
  return upkeepOps.has(op) || (isTfOpName(op) && isRefusedOutside(op));
}

const upkeepOps = new Set([
  "Assert",
  "Const",
  "ControlTrigger",
  "NoOp",
  "Placeholder",
  "PlaceholderV2",
  "Print",
  "PrintV2",
  "Variable",
  "VariableV2",
  "VarHandleOp",
  "ReadVariableOp",
]);

function isRefusedOutside(op: string): boolean {
  const rule = isTfOpName(op) ? tfOps[op] : undefined;
  return typeof rule === "object" && /pipeline|summaries|checkpoint files|serialized records/.test(rule.refused);
}

/** Operators of losses: what follows them is training. */
export function isLoss(op: string): boolean {
  return /CrossEntropy|^L2Loss$|^CTCLoss|Grad(V\d)?$|Backprop(Filter|Input)$/.test(op) && op !== "Conv2DBackpropInput";
}

/** Scopes that training, saving and logging put their nodes into. */
export function isTrainingScope(name: string): boolean {
  return /(^|\/)(gradients?(_\d+)?|save(_\d+)?|report_uninitialized_(variables|resources)(_\d+)?|init(_\d+)?|Initializer|Regularizer|losses?|l2_regularizer|ExponentialMovingAverage|AssignMovingAvg(_\d+)?|input_producer(_\d+)?|shuffle_batch(_\d+)?|Momentum|RMSProp|Adam|Adagrad|GradientDescent|train(ing|_op)?|accuracy|metrics?|evaluation|confusion_matrix)\//i.test(
    name,
  );
}

/** Everything that depends on some nodes, they included. */
export function dependents(
  users: ReadonlyMap<string, readonly BodyNode[]>,
  starts: Iterable<string>,
): ReadonlySet<string> {
  const found = new Set<string>(starts);
  const todo = [...found];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    for (const { name: user } of users.get(name) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      todo.push(user);
    }
  }
  return found;
}
