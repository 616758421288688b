import type { Value, ValueId } from "../../../ir/index.ts";

/** Names of values: an output has its layer's path, numbered from the layer's second call on; others follow their node. */
export interface Names {
  /** Notes the outputs of one call. Values that went through unchanged keep the name they have. */
  outputs(path: string, outputs: readonly ValueId[], inputs: readonly ValueId[]): void;
  /** The values with their final names: unique, and none but a layer's output has a layer's name. */
  apply(values: readonly Value[]): Value[];
}

export function createNames(): Names {
  const final = new Map<ValueId, string>();
  const calls = new Map<string, number>();

  return {
    outputs(path, outputs, inputs) {
      const call = calls.get(path) ?? 0;
      calls.set(path, call + 1);
      const name = call === 0 ? path : `${path}_${call}`;
      outputs.forEach((output, index) => {
        if (inputs.includes(output)) return;
        // The outermost layer that hands a value out names it: a wrapper, not the layer inside.
        final.set(output, outputs.length === 1 ? name : `${name}:${index}`);
      });
    },
    apply(values) {
      const taken = new Set(final.values());
      const free = (stem: string): string => {
        let name = stem;
        for (let i = 1; taken.has(name); i++) name = `${stem}_${i}`;
        taken.add(name);
        return name;
      };
      const counters = new Map<string, number>();
      const inner = (value: Value): string => {
        if (!taken.has(value.name)) return free(value.name);
        const count = counters.get(value.name) ?? 0;
        counters.set(value.name, count + 1);
        return free(`${value.name}/${count}`);
      };
      return values.map((value) => ({ ...value, name: final.get(value.id) ?? inner(value) }));
    },
  };
}
