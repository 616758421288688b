import {
  type Constant,
  constantTensor,
  type Graph,
  type Model,
  type Node,
  nextNodeId,
  nodeId,
  type Value,
  valueId,
} from "../../ir/index.ts";
import { elementCount, toNumbers } from "../../numerics/index.ts";
import { computedConstant, expression } from "../../ops/index.ts";

/** Largest finite float16 (IEEE 754 binary16). */
const largestFloat16 = 65504;

/**
 * Weights stored in half the bytes: every float32 constant that comes from weights becomes a float16 constant and a
 * DEQUANTIZE, as TensorFlow's float16 quantization writes it. Constants with a value beyond float16 stay.
 */
export function storeWeightsAsFloat16(model: Model): Model {
  return { ...model, graphs: model.graphs.map(halveGraph) };
}

function halveGraph(graph: Graph): Graph {
  const values: (Value | undefined)[] = [...graph.values];
  const nodes: Node[] = [];
  let next: number = nextNodeId(graph);
  for (const value of graph.values) {
    if (value?.constant === undefined || !canHalve(value, value.constant)) continue;
    const { constant, ...rest } = value;
    const stored = valueId(values.length);
    const half = halve(constant);
    values.push({
      id: stored,
      name: `${value.name}/float16`,
      type: { dtype: "float16", shape: constant.shape },
      constant: half,
    });
    values[value.id] = rest;
    nodes.push({
      id: nodeId(next++),
      op: "dequantize",
      name: value.name,
      attrs: {},
      inputs: [stored],
      outputs: [value.id],
      regions: [],
      provenance: [{ rule: "storeWeightsAsFloat16", reason: "half the bytes", from: [] }],
    });
  }
  return { ...graph, values, nodes: [...nodes, ...graph.nodes] };
}

function canHalve(value: Value, constant: Constant): boolean {
  if (value.type.dtype !== "float32" || constant.origin.kind === "literal" || elementCount(constant.shape) < 2)
    return false;
  return toNumbers(constantTensor(constant)).every((x) => !(Math.abs(x) > largestFloat16 && Number.isFinite(x)));
}

function halve(constant: Constant): Constant {
  const cast = expression("cast", [constant], { dtype: "float16" });
  return computedConstant(cast, "float16", constant.shape, "float32 cast to float16");
}
