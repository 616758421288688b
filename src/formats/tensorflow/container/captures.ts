import type { AssetFile, Message, MetaGraph } from "../schema/index.ts";
import type { ObjectVariable } from "./objects.ts";

/** What a function of a SavedModel uses beside its arguments: its last arguments, in order. */
export type Capture =
  | { readonly kind: "variable"; readonly variable: ObjectVariable }
  | { readonly kind: "asset"; readonly asset: AssetFile }
  /** A constant of the main graph, by its node. */
  | { readonly kind: "constant"; readonly node: string }
  /** A lookup table or another object that the model makes when it is loaded. */
  | { readonly kind: "resource"; readonly object: number }
  | { readonly kind: "unknown"; readonly object: number };

/** The captures of a concrete function by its name in the library; undefined when the object graph does not list it. */
export function functionCaptures(
  meta: MetaGraph,
  variables: ReadonlyMap<number, ObjectVariable>,
  name: string,
): readonly Capture[] | undefined {
  const concrete = meta.objects?.concrete_functions.get(name);
  return concrete?.bound_inputs.map((object) => capture(meta, variables, object));
}

function capture(meta: MetaGraph, variables: ReadonlyMap<number, ObjectVariable>, object: number): Capture {
  const variable = variables.get(object);
  if (variable !== undefined) return { kind: "variable", variable };
  const node: Message<"SavedObject"> | undefined = meta.objects?.nodes[object];
  const asset = node?.asset === undefined ? undefined : meta.assets[node.asset.asset_file_def_index];
  if (asset !== undefined) return { kind: "asset", asset };
  if (node?.constant !== undefined) return { kind: "constant", node: node.constant.operation };
  return { kind: node?.resource === undefined ? "unknown" : "resource", object };
}

/** A function that Python code can call on the model, beside the signatures. */
export interface TracedFunction {
  /** Attributes that lead to it: `__call__`, `encoder/call`. */
  readonly path: string;
  /** Name in the library. */
  readonly name: string;
}

/** Functions that hang on the model's root object, with every trace of them; not those of parts of it. */
export function tracedFunctions(meta: MetaGraph): readonly TracedFunction[] {
  const root = meta.objects?.nodes[0];
  return (root?.children ?? []).flatMap(({ local_name, node_id }) =>
    (meta.objects?.nodes[node_id]?.function?.concrete_functions ?? []).map((name) => ({ path: local_name, name })),
  );
}
