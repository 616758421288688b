import type { Constant } from "../../../ir/index.ts";
import { computedConstant, expression } from "../../../ops/index.ts";
import type { WeightSpec } from "../bind/plan.ts";
import type { KerasLayer } from "../config/layer.ts";
import { ints, joinConstants, joined } from "../emit/constants.ts";
import type { WeightScope } from "./context.ts";

/** Gates in the order in which Keras 2 and 3 join them, and in which Keras 1 made their weights. */
const gates = {
  lstm: { joined: ["i", "f", "c", "o"], made: ["i", "c", "f", "o"] },
  gru: { joined: ["z", "r", "h"], made: ["z", "r", "h"] },
} as const;

/** Letters of Keras 1 for the weights of a gate. */
const letters: Readonly<Record<string, string>> = { kernel: "W", recurrent_kernel: "U", bias: "b" };

/** Keras 1 keeps the weights of each gate apart, unless it was told to save time on a GPU. */
export function keepsGatesApart(layer: KerasLayer): boolean {
  return layer.dialect.major === 1 && layer.config.get("consume_less") !== "gpu";
}

/** Weights of a Keras 1 layer, gate by gate. */
export function gateWeights(kind: keyof typeof gates): readonly WeightSpec[] {
  return gates[kind].made.flatMap((gate) => Object.values(letters).map((letter) => ({ name: `${letter}_${gate}` })));
}

/** The weights of gates that are kept apart, joined. */
export function joinedGates(scope: WeightScope, kind: keyof typeof gates): WeightScope {
  const order = gates[kind].joined;
  return {
    ...scope,
    weight(name, shape) {
      const part = [...shape.slice(0, -1), (shape.at(-1) ?? 0) / order.length];
      const parts = order.map((gate) => scope.weight(`${letters[name] ?? name}_${gate}`, part));
      return joinConstants(parts, part.length - 1, `gates ${order.join(", ")} joined`);
    },
  };
}

/**
 * The weights of cuDNN's layers as those of Keras's own (`_convert_rnn_weights` of Keras 2): kernels of gates are
 * transposed, and there is a bias for the data and one for the state.
 */
export function cudnnGates(scope: WeightScope, kind: keyof typeof gates, units: number): WeightScope {
  const count = gates[kind].joined.length;
  return {
    ...scope,
    weight(name, shape) {
      if (name === "bias") return cudnnBias(scope.weight("bias", [2 * count * units]), kind);
      const [rows, wide] = [shape[0] ?? null, count * units];
      const stored = scope.weight(name, [rows, wide]);
      const height = stored.shape[0] ?? 0;
      const parts = Array.from({ length: count }, (_, gate) => {
        const begin = ints([0, gate * units], "begin");
        const piece = expression("slice", [stored, begin, ints([height, units], "size")], {});
        const turned = expression("reshape", [piece, ints([units, height], "shape")], {});
        return expression("transpose", [name === "kernel" ? turned : piece, ints([1, 0], "permutation")], {});
      });
      return computedConstant(joined(parts, 1), stored.dtype, stored.shape, "from cuDNN's order");
    },
  };
}

/** An LSTM adds its two biases up; a GRU needs them apart. */
function cudnnBias(stored: Constant, kind: keyof typeof gates): Constant {
  const half = (stored.shape[0] ?? 0) / 2;
  const rows = expression("reshape", [stored, ints([2, half], "shape")], {});
  if (kind === "gru") return computedConstant(rows, stored.dtype, [2, half], "biases of data and state");
  const sum = expression("sum", [rows, ints([0], "axis")], { keepDims: false });
  return computedConstant(sum, stored.dtype, [half], "biases of data and state added up");
}
