import { attempt, type Collector } from "../../../diagnostics/index.ts";
import {
  formatType,
  type Graph,
  type GraphId,
  type Node,
  type TensorType,
  tensorType,
  type Value,
  type ValueId,
} from "../../../ir/index.ts";
import { type Dim, type Shape, sameShape } from "../../../numerics/index.ts";
import { evaluateKnown, findOp, inferOutputs, nodeContext, type OpName, regionType } from "../../../ops/index.ts";
import { TFL_W003, TFL_W004 } from "../codes.ts";

/**
 * The graphs with the types that follow from the operators joined to those that the file declares: symbols of the inputs
 * are carried through, and ranks that the file leaves open are found. Graphs that others run come first, each once.
 */
export function inferTypes(graphs: readonly Graph[], file: string, report: Collector): readonly Graph[] {
  const refined = [...graphs];
  const state = new Set<GraphId>();

  function visit(id: GraphId): void {
    const graph = graphs[id];
    if (graph === undefined || state.has(id)) return;
    state.add(id);
    for (const region of new Set(graph.nodes.flatMap((node) => node.regions))) visit(region);
    refined[id] = inferGraphTypes(graph, refined, file, report);
  }

  graphs.forEach((_, index) => void visit(index as GraphId));
  return refined;
}

function inferGraphTypes(graph: Graph, graphs: readonly Graph[], file: string, report: Collector): Graph {
  const values: (Value | undefined)[] = [...graph.values];
  const dims = new Map<ValueId, readonly Dim[]>();

  for (const node of graph.nodes) {
    if (findOp(node.op) === undefined || hasEndlessShape(node, values)) continue;
    const regions = node.regions.flatMap((region) => graphs[region] ?? []).map(regionType);
    const context = nodeContext(node, regions, values, dims);
    const where = { file, graph: graph.name, node: node.name, op: node.source?.op ?? node.op };
    const inferred = attempt(() => inferOutputs(context, node.name));
    if ("diagnostic" in inferred) {
      const { code, explain, evidence } = inferred.diagnostic;
      if (code === "OPS-E001") report.report(TFL_W004, where, { problem: String(evidence["problem"]) });
      if (code === "OPS-E009") report.report(TFL_W004, where, { problem: explain });
      continue;
    }
    node.outputs.forEach((output, index) => {
      const made = inferred.value[index];
      const value = values[output];
      if (made === undefined || value === undefined) return;
      const joined = joinType(value.type, made);
      if (joined === undefined) {
        const evidence = { declared: formatType(value.type), made: formatType(made) };
        report.report(TFL_W003, { ...where, tensor: value.name }, evidence);
        return;
      }
      if (!sameShape(joined.shape, value.type.shape)) values[output] = { ...value, type: joined };
      const known = evaluateKnown(context, inferred.value, index);
      if (known !== undefined) dims.set(output, known);
    });
  }
  return { ...graph, values };
}

/** Longest vector of integers, not known before the run, that may stand for a shape. */
const longestShape = 1024;

/** Whether a node takes a shape with more dimensions than any: types of that many dimensions would be made of it. */
function hasEndlessShape(node: Node, values: readonly (Value | undefined)[]): boolean {
  const operand = Object.hasOwn(shapeOperands, node.op) ? shapeOperands[node.op as OpName] : undefined;
  const input = operand === undefined ? undefined : node.inputs[operand];
  const length = input === undefined || input === null ? undefined : values[input]?.type.shape?.[0];
  return typeof length === "number" && length > longestShape;
}

/** The operand that has as many elements as the result has axes. */
const shapeOperands: { readonly [N in OpName]?: number } = {
  broadcastTo: 1,
  fill: 0,
  randomStandardNormal: 0,
  randomUniform: 0,
  reshape: 1,
  scatterNd: 2,
  sparseToDense: 1,
};

/** The declared type with what inference knows better; undefined when they contradict each other. */
function joinType(declared: TensorType, made: TensorType): TensorType | undefined {
  if (declared.dtype !== made.dtype) return undefined;
  const shape = joinShape(declared.shape, made.shape);
  return shape === null ? undefined : tensorType(declared.dtype, shape, declared.quantization);
}

function joinShape(declared: Shape, made: Shape): Shape | null {
  if (declared === undefined) return made;
  if (made === undefined) return declared;
  if (declared.length !== made.length) return null;
  const joined = made.map((dim, axis): Dim | null => {
    const other = declared[axis] as Dim;
    if (typeof dim === "object" && dim.kind === "unknown") return typeof other === "number" ? other : dim;
    // A number in the file is a placeholder where the operator's result depends on an open dimension.
    return typeof dim === "number" && typeof other === "number" && dim !== other ? null : dim;
  });
  return joined.includes(null) ? null : (joined as Dim[]);
}
