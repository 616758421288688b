import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import {
  type Attrs,
  type Constant,
  type Graph,
  graphId,
  type Model,
  type TensorType,
  type Value,
} from "../../ir/index.ts";
import { type DType, isFloat } from "../../numerics/index.ts";
import { computedConstant, expression, inferGraph } from "../../ops/index.ts";
import { PAS_W006 } from "../codes.ts";

/**
 * The model computed in float32 throughout: float64, float16 and bfloat16 values, constants and casts become float32. For
 * targets whose kernels know no other float. A float16 weight that is only widened (DEQUANTIZE) stays as it is.
 */
export function computeInFloat32(model: Model): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const found = new Set<DType>();
  const graphs = model.graphs.map((graph) => widenGraph(graph, found));
  if (found.size === 0) return { model, diagnostics: [] };
  let current: Model = { ...model, graphs };
  const diagnostics: Diagnostic[] = [diagnose(PAS_W006, {}, { from: [...found].sort(), to: "float32" })];
  for (const index of graphs.keys()) {
    const graph = current.graphs[index] as Graph;
    const inputs = graph.inputs.map((input) => (graph.values[input] as Value).type);
    const inferred = inferGraph(current, graphId(index), inputs);
    current = inferred.model;
    diagnostics.push(...inferred.diagnostics);
  }
  return { model: current, diagnostics };
}

const becomesFloat32 = (dtype: DType): boolean => dtype === "float64" || dtype === "float16" || dtype === "bfloat16";

function widenGraph(graph: Graph, found: Set<DType>): Graph {
  const stored = new Set(
    graph.nodes.filter((node) => node.op === "dequantize").flatMap((node) => node.inputs.filter((id) => id !== null)),
  );
  const values = graph.values.map((value): Value | undefined => {
    if (value === undefined || !becomesFloat32(value.type.dtype)) return value;
    if (value.constant !== undefined && stored.has(value.id)) return value;
    found.add(value.type.dtype);
    const type: TensorType = { ...value.type, dtype: "float32" };
    return value.constant === undefined ? { ...value, type } : { ...value, type, constant: widen(value.constant) };
  });
  const nodes = graph.nodes.map((node) => {
    const attrs = widenAttrs(node.attrs);
    return attrs === node.attrs ? node : { ...node, attrs };
  });
  return { ...graph, values, nodes };
}

function widen(constant: Constant): Constant {
  const cast = expression("cast", [constant], { dtype: "float32" });
  return computedConstant(cast, "float32", constant.shape, `${constant.dtype} cast to float32`);
}

function widenAttrs(attrs: Attrs): Attrs {
  const dtype = attrs["dtype"];
  if (typeof dtype !== "string" || !isFloat(dtype as DType) || !becomesFloat32(dtype as DType)) return attrs;
  return { ...attrs, dtype: "float32" };
}
