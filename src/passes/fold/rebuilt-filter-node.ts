import type { AttrValue, Constant, GraphBuilder, ValueId } from "../../ir/index.ts";
import { outputOf } from "../match.ts";
import type { FilterNode } from "./affine.ts";

/** What changes in a filter node; what is undefined stays. */
export interface FilterChange {
  readonly filter?: Constant | undefined;
  readonly bias?: Constant | undefined;
  readonly activation?: AttrValue | undefined;
  readonly data?: ValueId;
}

/** Adds the node again with another filter, bias, activation or data; answers its output. */
export function rebuiltFilterNode(builder: GraphBuilder, { node, roles }: FilterNode, change: FilterChange): ValueId {
  const inputs = [...node.inputs];
  const name = (role: number, suffix: string): string => {
    const id = node.inputs[role];
    return id === null || id === undefined ? `${node.name}/${suffix}` : builder.value(id).name;
  };
  if (change.data !== undefined) inputs[roles.data] = change.data;
  if (change.filter) inputs[roles.filter] = builder.addConstant(change.filter, name(roles.filter, "filter"));
  if (change.bias) {
    while (inputs.length < roles.bias) inputs.push(null);
    inputs[roles.bias] = builder.addConstant(change.bias, name(roles.bias, "bias"));
  }
  const { type, name: outputName } = builder.value(outputOf(node));
  const attrs = change.activation === undefined ? node.attrs : { ...node.attrs, activation: change.activation };
  const added = builder.addNode({
    op: node.op,
    name: node.name,
    attrs,
    inputs,
    outputs: [{ type, name: outputName }],
  });
  return outputOf(added);
}
