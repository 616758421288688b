import { rise, sink } from "./heap.ts";

/** A box that may be chosen, and how many chosen ones it has been compared with. */
export interface Candidate {
  readonly index: number;
  readonly score: number;
  readonly compared: number;
}

/** Candidates that come out by falling score. */
export interface CandidateQueue {
  push(candidate: Candidate): void;
  pop(): Candidate | undefined;
  size(): number;
}

/** A queue that orders equal scores as C++'s `priority_queue` does. */
export function createQueue(): CandidateQueue {
  const heap: Candidate[] = [];
  const below = (a: Candidate, b: Candidate): boolean => a.score < b.score;
  return {
    size: () => heap.length,
    push: (candidate) => rise(heap, heap.length, 0, candidate, below),
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(heap, 0, heap.length, last, below);
      return top;
    },
  };
}
