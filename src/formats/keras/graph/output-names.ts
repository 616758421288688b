import { type Argument, isListArgument, tensorsIn } from "../config/argument.ts";
import type { Dialect } from "../dialect/dialect.ts";

/**
 * Names of a model's outputs, in the order in which Keras flattens them: keys of a dictionary, else the names of the layers.
 * A layer that gives several outputs is numbered: `split`, `split_1` by Keras 2 itself; Keras 3 repeats the name, and the
 * position tells them apart: `split#0`, `split#1`.
 */
export function outputNames(outputs: Argument, dialect: Dialect): readonly string[] {
  const proposed = proposals(outputs);
  if (dialect.major === 3) {
    const count = (name: string): number => proposed.filter((other) => other === name).length;
    return proposed.map((name, index) => (count(name) === 1 ? name : `${name}#${index}`));
  }
  const taken = new Set<string>();
  const used = new Map<string, number>();
  return proposed.map((name) => {
    let unique = name;
    while (taken.has(unique)) {
      const next = used.get(name) ?? 1;
      used.set(name, next + 1);
      unique = `${name}_${next}`;
    }
    taken.add(unique);
    return unique;
  });
}

function proposals(outputs: Argument): readonly string[] {
  if (outputs !== null && typeof outputs === "object" && !isListArgument(outputs) && outputs.kind === "record") {
    return [...outputs.entries.keys()].sort().flatMap((key) => {
      const inside = [...tensorsIn(outputs.entries.get(key))];
      return inside.length === 1 ? [key] : inside.map((_, index) => `${key}_${index}`);
    });
  }
  return Array.from(tensorsIn(outputs), ({ layer }) => layer);
}
