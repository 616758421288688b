import { type Graph, type GraphBuilder, getGraph, type Model, type Node, type ValueId } from "../../../ir/index.ts";

/**
 * Adds the nodes of a composite's graph in its place; answers the values of its outputs. Undefined when the graph keeps
 * state, which belongs to a place.
 */
export function inlineComposite(node: Node, model: Model, builder: GraphBuilder): readonly ValueId[] | undefined {
  const region = node.regions[0];
  if (region === undefined) return undefined;
  const graph: Graph = getGraph(model, region);
  if (graph.values.some((value) => value?.variable !== undefined)) return undefined;
  const values = new Map<ValueId, ValueId>();
  graph.inputs.forEach((input, index) => {
    const given = node.inputs[index];
    if (given !== null && given !== undefined) values.set(input, given);
  });
  const place = (id: ValueId): ValueId | undefined => {
    const known = values.get(id);
    const value = graph.values[id];
    if (known !== undefined || value?.constant === undefined) return known;
    const added = builder.addConstant(value.constant, `${node.name}/${value.name}`, { type: value.type });
    values.set(id, added);
    return added;
  };
  for (const inner of graph.nodes) {
    const { source: _, ...rest } = inner;
    const added = builder.addNode({
      ...rest,
      name: `${node.name}/${inner.name}`,
      inputs: inner.inputs.map((input) => (input === null ? null : (place(input) ?? null))),
      outputs: inner.outputs.map((output) => {
        const value = graph.values[output];
        return {
          type: value?.type ?? { dtype: "float32", shape: undefined },
          name: `${node.name}/${value?.name ?? ""}`,
        };
      }),
    });
    inner.outputs.forEach((output, index) => {
      const made = added.outputs[index];
      if (made !== undefined) values.set(output, made);
    });
  }
  const outputs = graph.outputs.map(place);
  return outputs.includes(undefined) ? undefined : (outputs as ValueId[]);
}
