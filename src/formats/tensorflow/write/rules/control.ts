import type { TensorType } from "../../../../ir/index.ts";
import { int, type NodeWriter, type Tensor, typeList } from "../node-writer.ts";
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

/** TensorFlow takes a condition with axes for true when it has elements. */
function scalar(w: NodeWriter, x: Tensor): Tensor {
  if (x.type.shape?.length === 0) return x;
  const attrs = { T: w.dtype(x.type.dtype), Tshape: w.dtype("int32") };
  return w.emit("Reshape", [x, w.ints([], "scalar")], attrs, { ...x.type, shape: [] });
}

const branches: WriteNode<unknown> = (w) => {
  const [condition, ...args] = w.present;
  const attrs = {
    Tcond: w.dtype("bool"),
    Tin: typeList(
      w,
      args.map(({ type }) => type),
    ),
    Tout: typeList(w, w.outputs),
    then_branch: w.region(0),
    else_branch: w.region(1),
  };
  return w.emitAll("StatelessIf", [scalar(w, condition ?? w.input(0)), ...args], attrs, w.outputs);
};

const loop: WriteNode<unknown> = (w) =>
  w.emitAll(
    "StatelessWhile",
    w.present,
    { T: typeList(w, w.outputs), cond: w.region(0), body: w.region(1) },
    w.outputs,
  );

const state = unsupported("a frozen graph has no variables");

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
  if: nodes(branches),
  while: nodes(loop),
  callOnce: state,
  call: nodes((w) => w.inline(0)),
  composite: nodes((w) => w.inline(0)),
  varHandle: state,
  readVariable: state,
  assignVariable: state,
  randomUniform: nodes(random("RandomUniform")),
  randomStandardNormal: nodes(random("RandomStandardNormal")),
};
