import { memorySource } from "../../../bytes/index.ts";
import type { ReadResult } from "../../format.ts";
import { frozenGraph } from "../frozen.ts";
import type { TensorflowReadOptions } from "../options.ts";

/** A node of a text GraphDef: `attributes` as `name: value` pairs in the text form. */
export interface TextNode {
  readonly name: string;
  readonly op: string;
  readonly inputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly device?: string;
}

export const type = (name: string): string => `type: DT_${name}`;
export const shape = (...dims: readonly number[]): string =>
  `shape { ${dims.map((size) => `dim { size: ${size} }`).join(" ")} }`;
/** A tensor of float32 or int32 numbers. */
export const numbers = (dtype: "FLOAT" | "INT32", dims: readonly number[], values: readonly number[]): string => {
  const field = dtype === "FLOAT" ? "float_val" : "int_val";
  const listed = values.map((value) => `${field}: ${value}`).join(" ");
  return `tensor { dtype: DT_${dtype} tensor_shape { ${dims.map((size) => `dim { size: ${size} }`).join(" ")} } ${listed} }`;
};

const float = { T: type("FLOAT") };

export const placeholder = (name: string, ...dims: readonly number[]): TextNode => ({
  name,
  op: "Placeholder",
  attributes: { dtype: type("FLOAT"), shape: shape(...dims) },
});
export const flag = (name: string): TextNode => ({
  name,
  op: "Placeholder",
  attributes: { dtype: type("BOOL"), shape: "shape { }" },
});
export const constant = (name: string, dims: readonly number[], values: readonly number[]): TextNode => ({
  name,
  op: "Const",
  attributes: { dtype: type("FLOAT"), value: numbers("FLOAT", dims, values) },
});
export const floatNode = (name: string, op: string, ...inputs: readonly string[]): TextNode => ({
  name,
  op,
  inputs,
  attributes: float,
});

/** A text GraphDef of a TensorFlow 2 version. */
export function textGraph(nodes: readonly TextNode[], library = ""): string {
  const text = nodes.map(({ name, op, inputs = [], attributes = {}, device = "" }) => {
    const attrs = Object.entries(attributes).map(([key, value]) => `attr { key: "${key}" value { ${value} } }`);
    const refs = inputs.map((input) => `input: "${input}"`);
    return `node { name: "${name}" op: "${op}" ${refs.join(" ")} device: "${device}" ${attrs.join(" ")} }`;
  });
  return `${text.join("\n")}\n${library}\nversions { producer: 1645 }\n`;
}

/** Reads a text GraphDef as a frozen graph. */
export async function readText(text: string, options: TensorflowReadOptions = {}): Promise<ReadResult> {
  const bytes = memorySource(new TextEncoder().encode(text), "graph.pbtxt");
  const result = await frozenGraph.read?.(
    { name: "graph.pbtxt", bytes, sibling: async () => undefined, list: async () => [] },
    options,
  );
  return result ?? { diagnostics: [] };
}
