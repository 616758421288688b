import type { ValueId } from "../../../ir/index.ts";
import type { LayerContext } from "./context.ts";

/** Most steps that are written out one by one. */
const stepLimit = 1024;

/** One step: data and states in, output and new states out. States are absent before the first step when zero. */
export type Step = (x: ValueId, states: readonly (ValueId | undefined)[]) => readonly ValueId[];

export interface Unrolled {
  /** Outputs in the order of the steps. */
  readonly outputs: readonly ValueId[];
  readonly states: readonly (ValueId | undefined)[];
}

/**
 * Writes a recurrence out step by step along axis 1. Where `mask` `[batch, steps]` is false, output and states stay what they
 * were; before the first step that counts, zero.
 */
export function unroll(
  context: LayerContext,
  x: ValueId,
  initial: readonly (ValueId | undefined)[],
  options: { readonly backwards: boolean; readonly mask: ValueId | undefined; readonly zeroOutput: boolean },
  step: Step,
): Unrolled {
  const { build } = context;
  const steps = context.extent(x, 1);
  if (steps > stepLimit) context.unsupported(`${steps} steps written out one by one; at most ${stepLimit} are`);
  const order = Array.from({ length: steps }, (_, i) => (options.backwards ? steps - 1 - i : i));
  const outputs: ValueId[] = [];
  let states = initial;
  for (const at of order) {
    const data = build.squeeze(build.sliceAxis(x, 1, at, 1), [1]);
    const [output, ...next] = step(data, states);
    if (output === undefined) return context.unsupported("a cell without output");
    if (options.mask === undefined) {
      outputs.push(output);
      states = next;
      continue;
    }
    const counts = maskAt(context, options.mask, at, build.rank(output));
    const held = (value: ValueId, before: ValueId | undefined): ValueId =>
      build.select(counts, value, before ?? { number: 0 });
    outputs.push(held(output, options.zeroOutput ? undefined : outputs.at(-1)));
    states = next.map((value, i) => held(value, states[i]));
  }
  return { outputs, states };
}

/** One step of the mask, as it broadcasts over an output: `[batch, 1, ...]`. */
function maskAt(context: LayerContext, mask: ValueId, at: number, rank: number): ValueId {
  let value = context.build.sliceAxis(mask, 1, at, 1);
  while (context.build.rank(value) < rank) value = context.build.expandDims(value, context.build.rank(value));
  return value;
}
