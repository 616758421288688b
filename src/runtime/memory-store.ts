import type { Tensor } from "../numerics/index.ts";
import type { TensorStore } from "../ops/index.ts";

/** Keeps what models save in memory; sessions that are given the same store share it. */
export function memoryStore(): TensorStore {
  const saved = new Map<string, ReadonlyMap<string, Tensor>>();
  return {
    read: (name) => saved.get(name),
    write: (name, tensors) => void saved.set(name, new Map(tensors)),
  };
}
