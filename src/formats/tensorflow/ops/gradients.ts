import type { ValueId } from "../../../ir/index.ts";
import { type Dim, sameDim } from "../../../numerics/index.ts";
import { num } from "./build.ts";
import { isChannelsFirst } from "./layout.ts";
import { asInt32 } from "./operands.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** `g` where a condition on the features holds, else 0. */
export const reluGrad: Emit = (n) => n.build.select(n.build.binary("greater", n.input(1), num(0)), n.input(0), num(0));

export const relu6Grad: Emit = (n) => {
  const [g, features] = [n.input(0), n.input(1)];
  const inside = n.build.op(
    "logicalAnd",
    n.build.binary("greater", features, num(0)),
    n.build.binary("less", features, num(6)),
  );
  return n.build.select(inside, g, num(0));
};

/** The slope of Elu from its result: `y + 1` below 0. */
export const eluGrad: Emit = (n) => {
  const [g, y] = [n.input(0), n.input(1)];
  const below = n.build.arithmetic("mul", g, n.build.arithmetic("add", y, num(1)));
  return n.build.select(n.build.binary("less", y, num(0)), below, g);
};

/** scale * alpha and scale of Klambauer et al. (2017), equation 14. */
const seluScale = 1.0507009873554805;
const seluScaleAlpha = 1.7580993408473768;

export const seluGrad: Emit = (n) => {
  const [g, y] = [n.input(0), n.input(1)];
  const below = n.build.arithmetic("mul", g, n.build.arithmetic("add", y, num(seluScaleAlpha)));
  return n.build.select(n.build.binary("less", y, num(0)), below, n.build.arithmetic("mul", g, num(seluScale)));
};

export const leakyReluGrad: Emit = (n) => {
  const [g, features] = [n.input(0), n.input(1)];
  const below = n.build.arithmetic("mul", g, num(n.attrs.float("alpha")));
  return n.build.select(n.build.binary("greater", features, num(0)), g, below);
};

export const softplusGrad: Emit = (n) => n.build.arithmetic("mul", n.input(0), n.build.op("logistic", n.input(1)));

/** `dy y (1 - y)`. */
export const sigmoidGrad: Emit = (n) => {
  const [y, dy] = [n.input(0), n.input(1)];
  return n.build.arithmetic("mul", dy, n.build.arithmetic("mul", y, n.build.arithmetic("sub", num(1), y)));
};

/** `dy (1 - y^2)`. */
export const tanhGrad: Emit = (n) => {
  const [y, dy] = [n.input(0), n.input(1)];
  return n.build.arithmetic("mul", dy, n.build.arithmetic("sub", num(1), n.build.op("square", y)));
};

/** `dy / (2 y)`. */
export const sqrtGrad: Emit = (n) =>
  n.build.arithmetic("div", n.build.arithmetic("mul", n.input(1), num(0.5)), n.input(0));

/** `-dy y^3 / 2`. */
export const rsqrtGrad: Emit = (n) => {
  const [y, dy] = [n.input(0), n.input(1)];
  const cube = n.build.arithmetic("mul", n.build.op("square", y), y);
  return n.build.arithmetic("mul", n.build.arithmetic("mul", dy, num(-0.5)), cube);
};

/** `-dy y^2`. */
export const reciprocalGrad: Emit = (n) =>
  n.build.arithmetic("mul", n.build.op("neg", n.input(1)), n.build.op("square", n.input(0)));

/** The sum over all axes but the channels'. */
export const biasAddGrad: Emit = (n) => {
  const rank = n.build.dims(n.input(0)).length;
  const channels = isChannelsFirst(n) && rank > 2 ? 1 : rank - 1;
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== channels);
  return n.build.reduce("sum", n.input(0), axes, false);
};

/** The axes along which each operand of a broadcast was repeated, from the operands' shapes. */
export const broadcastGradientArgs: Emit = (n) => {
  const shapes = [0, 1].map((at) => n.emit.known(n.input(at)) ?? n.refuse("the shapes of the operands are not known"));
  const [a, b] = shapes as [readonly Dim[], readonly Dim[]];
  const rank = Math.max(a.length, b.length);
  const padded = (shape: readonly Dim[]): readonly Dim[] => [...new Array<Dim>(rank - shape.length).fill(1), ...shape];
  const [x, y] = [padded(a), padded(b)];
  const repeated = (own: readonly Dim[], other: readonly Dim[], missing: number): readonly number[] =>
    own.flatMap((dim, axis) => {
      const facing = other[axis] as Dim;
      if (axis < missing) return [axis];
      if (dim === 1 && facing !== 1) return [axis];
      if (dim !== 1 && facing !== 1 && !sameDim(dim, facing)) n.refuse("the shapes of the operands are not known");
      return [];
    });
  return [
    n.emit.ints(repeated(x, y, rank - a.length), "repeated"),
    n.emit.ints(repeated(y, x, rank - b.length), "repeated"),
  ];
};

/** Loss of each row and its gradient: `-sum(labels log softmax)`, `softmax - labels`. */
function crossEntropy(n: NodeContext, logits: ValueId, labels: ValueId): readonly ValueId[] {
  const products = n.build.arithmetic("mul", labels, n.build.op("logSoftmax", logits));
  const loss = n.build.op("neg", n.build.reduce("sum", products, [1], false));
  return [loss, n.build.arithmetic("sub", n.emit.one("softmax", [logits], { beta: 1 }), labels)];
}

export const softmaxCrossEntropy: Emit = (n) => crossEntropy(n, n.input(0), n.input(1));

export const sparseSoftmaxCrossEntropy: Emit = (n) => {
  const logits = n.input(0);
  const classes = n.build.dims(logits)[1];
  if (typeof classes !== "number") return n.refuse("the number of classes is not known");
  const dtype = n.build.dtype(logits);
  const operands = [
    asInt32(n, n.input(1)),
    n.build.scalar(classes, "int32"),
    n.build.scalar(1, dtype),
    n.build.scalar(0, dtype),
  ];
  return crossEntropy(n, logits, n.emit.one("oneHot", operands, { axis: -1 }));
};
