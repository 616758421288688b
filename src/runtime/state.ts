import { constantTensor, type GraphId, type Model } from "../ir/index.ts";
import type { Tensor } from "../numerics/index.ts";
import { variableKey } from "../ops/index.ts";

/** What outlives a run: variables, stateful tensors, which initialisers have run, and what was drawn at random. */
export interface SessionState {
  readonly variables: Map<string, Tensor>;
  readonly initialized: Set<GraphId>;
  /** Random blocks that each node has drawn of its own stream, by the node's key. */
  readonly drawn: Map<string, number>;
  random(): number;
}

/** Key of the variable behind a stateful tensor. */
export function statefulKey(variable: number): string {
  return `#${variable}`;
}

/** The state before the first run: initial values where the model has them. */
export function initialState(model: Model, seed = 0): SessionState {
  const variables = new Map<string, Tensor>();
  for (const variable of model.variables) {
    if (variable.initial === undefined) continue;
    const value = constantTensor(variable.initial);
    variables.set(statefulKey(variable.id), value);
    if (variable.sharedName !== "") variables.set(variableKey(variable.container, variable.sharedName), value);
  }
  return { variables, initialized: new Set(), drawn: new Map(), random: seededRandom(seed) };
}

/** Numbers in [0, 1) from a seed: Mulberry32, enough for dropout masks and test data. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
