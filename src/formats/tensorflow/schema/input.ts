/** An input of a node as it is written: what it refers to. */
export interface InputRef {
  readonly node: string;
  /** Name of the producer's output, in functions only. */
  readonly output?: string;
  /** Index of the output; in functions, within `output`, which may be a list. */
  readonly index: number;
  readonly isControl: boolean;
}

/** Parses `node`, `node:1`, `node:output:0` and `^node` (tensorflow/core/framework/node_def.proto). */
export function parseInput(text: string): InputRef {
  if (text.startsWith("^")) return { node: text.slice(1), index: 0, isControl: true };
  const [node = "", second, third] = text.split(":");
  if (second === undefined) return { node, index: 0, isControl: false };
  if (third === undefined && /^\d+$/.test(second)) return { node, index: Number(second), isControl: false };
  return { node, output: second, index: Number(third ?? 0), isControl: false };
}
