import { constantTensor, type Graph, getGraph, getValue, type Model, type Node, type ValueId } from "../ir/index.ts";
import { elementCount, integerRange, toNumbers } from "../numerics/index.ts";

/** What the first operators of a graph make of pixel values. */
export interface PixelRange {
  /** Names of the operators. */
  readonly nodes: readonly string[];
  /** What 0 and 255 become. */
  readonly low: number;
  readonly high: number;
}

/** Numbers that networks compute with; a model that maps 0..255 into this range takes pixels as they are. */
const usualRange = 8;

/**
 * The scaling that a model itself applies to its first input, when it maps 0..255 to small numbers: then pixels are fed as
 * they are. Undefined when the graph begins otherwise.
 */
export function findPixelScaling(model: Model): PixelRange | undefined {
  const signature = model.signatures[0];
  const input = signature?.inputs[0]?.value;
  if (signature === undefined || input === undefined) return undefined;
  const graph = getGraph(model, signature.graph);
  let [at, low, high]: [ValueId, number, number] = [input, 0, 255];
  const nodes: string[] = [];
  for (;;) {
    const users = graph.nodes.filter((node) => node.inputs.includes(at));
    const step = users.length === 1 && users[0] ? arithmetic(graph, users[0], at) : undefined;
    if (step === undefined) break;
    [low, high] = [step.apply(low), step.apply(high)];
    nodes.push(step.node.name);
    at = step.node.outputs[0] as ValueId;
  }
  const small = Math.abs(low) <= usualRange && Math.abs(high) <= usualRange;
  return nodes.length > 0 && small ? { nodes, low, high } : undefined;
}

/**
 * The range of real numbers that a model's first input is quantized to, when that is all that happens to it and the result
 * has 8 bits: pixels spread over it are stored as they are. Undefined when the graph begins otherwise.
 */
export function findQuantizedRange(model: Model): PixelRange | undefined {
  const signature = model.signatures[0];
  const input = signature?.inputs[0]?.value;
  if (signature === undefined || input === undefined) return undefined;
  const graph = getGraph(model, signature.graph);
  const [node, ...others] = graph.nodes.filter(({ inputs }) => inputs.includes(input));
  if (node?.op !== "quantize" || others.length > 0) return undefined;
  const { dtype, quantization } = getValue(graph, node.outputs[0] as ValueId).type;
  if (quantization?.kind !== "perTensor" || (dtype !== "int8" && dtype !== "uint8")) return undefined;
  const { min, max } = integerRange(dtype);
  const [low, high] = [min, max].map((q) => (q - quantization.zeroPoint) * quantization.scale) as [number, number];
  return { nodes: [node.name], low, high };
}

/** A node that adds, subtracts, multiplies or divides by a constant, as a function of one number. */
function arithmetic(
  graph: Graph,
  node: Node,
  data: ValueId,
): { readonly node: Node; readonly apply: (x: number) => number } | undefined {
  const [a, b] = node.inputs;
  const other = a === data ? b : a;
  const constant = other === null || other === undefined ? undefined : graph.values[other]?.constant;
  if (constant === undefined || elementCount(constant.shape) > 4) return undefined;
  const [c = Number.NaN] = toNumbers(constantTensor(constant));
  const right = a === data;
  switch (node.op) {
    case "add":
      return { node, apply: (x) => x + c };
    case "mul":
      return { node, apply: (x) => x * c };
    case "sub":
      return { node, apply: (x) => (right ? x - c : c - x) };
    case "div":
      return right ? { node, apply: (x) => x / c } : undefined;
    default:
      return undefined;
  }
}
