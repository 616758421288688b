/** Index of a value in its graph's `values`. */
export type ValueId = number & { readonly brand: "ValueId" };
/** Identity of a node within its graph; never reused while the graph is rewritten. */
export type NodeId = number & { readonly brand: "NodeId" };
/** Index of a graph in its model's `graphs`. */
export type GraphId = number & { readonly brand: "GraphId" };
/** Index of a variable in its model's `variables`. */
export type VariableId = number & { readonly brand: "VariableId" };

export const valueId = (index: number): ValueId => index as ValueId;
export const nodeId = (index: number): NodeId => index as NodeId;
export const graphId = (index: number): GraphId => index as GraphId;
export const variableId = (index: number): VariableId => index as VariableId;
