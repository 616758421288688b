import type { TensorType } from "../../../../ir/index.ts";
import { int, type NodeWriter } from "../node-writer.ts";
import { nodes, unsupported, type WriteFamily, type WriteNode } from "../rule.ts";

const first = (w: NodeWriter): TensorType => w.outputs[0] ?? w.refuse("it has no output");

const random =
  (op: string): WriteNode<{ readonly seed: number; readonly seed2: number }> =>
  (w, { seed, seed2 }) =>
    w.emit(
      op,
      w.present,
      {
        seed: int(seed),
        seed2: int(seed2),
        dtype: w.dtype(first(w).dtype),
        T: w.dtype(w.input(0).type.dtype),
      },
      first(w),
    );

const state = unsupported("a frozen graph has no variables");
const region = unsupported("graphs that run graphs are not written yet as functions");

export const controlRules: WriteFamily<
  | "if"
  | "while"
  | "callOnce"
  | "call"
  | "composite"
  | "varHandle"
  | "readVariable"
  | "assignVariable"
  | "randomUniform"
  | "randomStandardNormal"
> = {
  if: region,
  while: region,
  callOnce: state,
  call: region,
  composite: region,
  varHandle: state,
  readVariable: state,
  assignVariable: state,
  randomUniform: nodes(random("RandomUniform")),
  randomStandardNormal: nodes(random("RandomStandardNormal")),
};
