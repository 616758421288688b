import { paddingOf } from "./convolution.ts";
import { channelsLast, spatialOf } from "./layout.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** Window and strides by attributes, or by operands (MaxPoolV2). */
function windowOf(n: NodeContext): { readonly kernel: readonly number[]; readonly strides: readonly number[] } {
  const byOperand = n.op === "MaxPoolV2";
  const sizes = byOperand ? n.known(1, "its window") : n.attrs.ints("ksize");
  const steps = byOperand ? n.known(2, "its strides") : n.attrs.ints("strides");
  return { kernel: spatialOf(n, sizes, "a window"), strides: spatialOf(n, steps, "strides") };
}

const pool2d =
  (op: "maxPool2d" | "averagePool2d"): Emit =>
  (n) => {
    const window = windowOf(n);
    const padding = paddingOf(n);
    return channelsLast(n, n.input(0), 4, (x) => n.emit.one(op, [x], { ...window, padding, activation: "none" }));
  };

const pool3d =
  (op: "maxPool3d" | "averagePool3d"): Emit =>
  (n) => {
    const window = windowOf(n);
    const padding = paddingOf(n);
    return channelsLast(n, n.input(0), 5, (x) => n.emit.one(op, [x], { ...window, padding }));
  };

export const maxPool2d: Emit = pool2d("maxPool2d");
export const averagePool2d: Emit = pool2d("averagePool2d");
export const maxPool3d: Emit = pool3d("maxPool3d");
export const averagePool3d: Emit = pool3d("averagePool3d");
