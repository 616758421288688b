import { tensorType } from "../../ir/index.ts";
import { type BoundVariable, functionCaptures, objectVariables, tracedFunctions } from "./container/index.ts";
import type { BodyNode, EntryPoint } from "./graph/index.ts";
import { type AttrValue, type MetaGraph, parseInput } from "./schema/index.ts";

/** Entry points of a model without signatures, and the nodes of the calls that they name. */
export interface TracedEntries {
  readonly entries: readonly EntryPoint[];
  readonly nodes: readonly (readonly [string, BodyNode])[];
}

/**
 * The functions that Python code can call on the model as entry points: for each a call in the main graph, whose captured
 * variables are the nodes of those variables.
 */
export function tracedEntries(meta: MetaGraph, bound: ReadonlyMap<string, BoundVariable>): TracedEntries {
  const variables = objectVariables(meta, undefined);
  const entries: EntryPoint[] = [];
  const nodes: (readonly [string, BodyNode])[] = [];
  const names = new Set<string>();
  for (const { path, name } of tracedFunctions(meta)) {
    const definition = meta.graph.functions.get(name);
    const captures = functionCaptures(meta, variables, name);
    if (definition === undefined || captures === undefined) continue;
    const handles = captures.map((capture) =>
      capture.kind === "variable"
        ? [...bound.values()].find(({ object }) => object !== undefined && object.object === capture.variable.object)
            ?.node
        : capture.kind === "constant"
          ? capture.node
          : undefined,
    );
    if (handles.includes(undefined)) continue;
    const entry = uniqueName(names, path);
    const own = definition.inputs.slice(0, definition.inputs.length - captures.length);
    const args = own.map((arg) => ({ arg, node: `${entry}/${arg.name}` }));
    const f: AttrValue = { kind: "func", value: { name, attrs: new Map() } };
    nodes.push([
      entry,
      {
        name: entry,
        op: "StatefulPartitionedCall",
        inputs: [...args.map(({ node }) => node), ...(handles as readonly string[])].map(parseInput),
        controls: [],
        attrs: new Map([["f", f]]),
        device: "",
      },
    ]);
    entries.push({
      name: entry,
      implied: true,
      inputs: args.map(({ arg, node }, index) => {
        const shapes = definition.argAttrs.get(index)?.get("_output_shapes");
        const shape = shapes?.kind === "list" ? shapes.value.shapes[0] : undefined;
        return { name: arg.name, ref: parseInput(node), type: tensorType(arg.type.dtype ?? "float32", shape) };
      }),
      outputs: definition.outputs.map((_, index) => ({
        name: `output_${index}`,
        ref: { node: entry, index, isControl: false },
      })),
      fixed: [],
    });
  }
  return { entries, nodes };
}

function uniqueName(taken: Set<string>, name: string): string {
  let unique = name;
  for (let i = 1; taken.has(unique); i++) unique = `${name}_${i}`;
  taken.add(unique);
  return unique;
}
