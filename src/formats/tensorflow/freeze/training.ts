import { type Body, type BodyNode, withNodes } from "../graph/index.ts";
import { type InputRef, parseInput } from "../schema/index.ts";
import { isTrainingScope } from "./roles.ts";

/** A graph as inference needs it, and what was changed for that. */
export interface InferenceBody {
  readonly body: Body;
  readonly normalizations: number;
  readonly dropouts: number;
}

/**
 * Batch normalizations that compute with the statistics of the batch get the moving ones, dropouts hand their input
 * through. What cannot be told stays as it is.
 */
export function toInference(body: Body): InferenceBody {
  const nodes = new Map<string, BodyNode>();
  let [normalizations, dropouts] = [0, 0];
  for (const node of body.nodes.values()) {
    const fixed = withMovingStatistics(body, node);
    const kept = fixed === undefined ? dropoutInput(body, node) : undefined;
    if (fixed !== undefined) normalizations++;
    if (kept !== undefined) dropouts++;
    nodes.set(
      node.name,
      fixed ?? (kept === undefined ? node : { ...node, op: "Identity", inputs: [kept], attrs: new Map() }),
    );
  }
  return { body: withNodes(body, nodes), normalizations, dropouts };
}

const isNormalization = (op: string): boolean => /^FusedBatchNorm(V2|V3)?$/.test(op);

function withMovingStatistics(body: Body, node: BodyNode): BodyNode | undefined {
  const training = node.attrs.get("is_training");
  if (!isNormalization(node.op) || (training?.kind === "bool" && !training.value)) return undefined;
  const [x, scale, offset, mean, variance] = node.inputs;
  if (x === undefined || scale === undefined || offset === undefined || mean === undefined || variance === undefined)
    return undefined;
  const attrs = new Map([...node.attrs, ["is_training", { kind: "bool", value: false }] as const]);
  if (!isEmptyConstant(body, mean)) return { ...node, attrs };
  const scope = variableName(body, scale) ?? variableName(body, offset);
  const prefix = scope?.slice(0, scope.lastIndexOf("/") + 1);
  const statistics = ["moving_mean", "moving_variance"].map((name) => body.nodes.get(`${prefix ?? ""}${name}`)?.name);
  const [moving, spread] = statistics;
  if (moving === undefined || spread === undefined) return undefined;
  return { ...node, attrs, inputs: [x, scale, offset, parseInput(moving), parseInput(spread)] };
}

function isEmptyConstant(body: Body, ref: InputRef): boolean {
  const value = body.nodes.get(ref.node)?.attrs.get("value");
  return value?.kind === "tensor" && value.value.read().shape.includes(0);
}

/** The variable that a chain of reads ends at. */
function variableName(body: Body, ref: InputRef): string | undefined {
  let node = body.nodes.get(ref.node);
  for (let steps = 0; node !== undefined && steps < 20; steps++) {
    if (/^Var/.test(node.op)) return node.name;
    const [next] = node.inputs;
    if (next === undefined || !/^(Identity|ReadVariableOp|Switch|Merge)$/.test(node.op)) return undefined;
    node = body.nodes.get(next.node);
  }
  return undefined;
}

/** Operators between random numbers and a mask. */
const maskOps =
  /^(Add|AddV2|Sub|Mul|RealDiv|Floor|Cast|Greater|GreaterEqual|Less|LessEqual|Identity|Const|Placeholder.*)$/;
const randomOps = /^(Stateless)?RandomUniform(V2)?$/;

/** The input that a dropout leaves as it is: `select(mask, x / keep, 0)` or `x / keep * floor(keep + random)`. */
function dropoutInput(body: Body, node: BodyNode): InputRef | undefined {
  if (isTrainingScope(node.name)) return undefined;
  const [first, second] = node.inputs;
  if (first === undefined || second === undefined) return undefined;
  if (node.op === "SelectV2" || node.op === "Select") return isMask(body, first) ? unscaled(body, second) : undefined;
  if (node.op !== "Mul") return undefined;
  if (isMask(body, second)) return unscaled(body, first);
  return isMask(body, first) ? unscaled(body, second) : undefined;
}

/** Whether a tensor is made of random numbers and constants only. */
function isMask(body: Body, ref: InputRef): boolean {
  const todo = [ref.node];
  const seen = new Set<string>();
  let isRandom = false;
  for (let name = todo.pop(); name !== undefined && seen.size < 64; name = todo.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = body.nodes.get(name);
    if (node === undefined) return false;
    if (randomOps.test(node.op)) {
      isRandom = true;
      continue;
    }
    if (!maskOps.test(node.op)) return false;
    todo.push(...node.inputs.map((input) => input.node));
  }
  return isRandom;
}

/** What a dropout multiplies by 1 / keep beforehand. */
function unscaled(body: Body, ref: InputRef): InputRef | undefined {
  const node = body.nodes.get(ref.node);
  const isScaling = node !== undefined && (node.op === "Mul" || node.op === "RealDiv") && /drop/i.test(node.name);
  if (!isScaling) return ref;
  const [a, b] = node.inputs;
  if (b !== undefined && isScalar(body, b)) return a;
  return a !== undefined && node.op === "Mul" && isScalar(body, a) ? b : ref;
}

function isScalar(body: Body, ref: InputRef): boolean {
  const node = body.nodes.get(ref.node);
  if (node === undefined) return false;
  if (/^Placeholder/.test(node.op)) return true;
  const value = node.attrs.get("value");
  if (value?.kind === "tensor") return value.value.read().shape.length === 0;
  return /^(RealDiv|Sub|Reciprocal|Mul)$/.test(node.op) && node.inputs.every((input) => isScalar(body, input));
}
