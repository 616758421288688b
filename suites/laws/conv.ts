import type { Tensor } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Drawn, type Draws, type Family, law, vector, wholes } from "./family.ts";

interface Window {
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly attrs: {
    readonly strides: readonly number[];
    readonly dilations: readonly number[];
    readonly padding: "same" | "valid" | readonly number[];
    readonly activation: "none" | "relu";
  };
}

/** A window that fits its data along some spatial axes. */
function window(draw: Draw, axes: number): Window {
  const numbers = (make: () => number): number[] => Array.from({ length: axes }, make);
  const kernel = numbers(() => draw.int(1, 3));
  const dilations = numbers(() => draw.int(1, 2));
  const sizes = kernel.map((size, axis) => (size - 1) * (dilations[axis] as number) + draw.int(1, 4));
  const padding = draw.of<Window["attrs"]["padding"]>(
    "same",
    "valid",
    kernel.flatMap(() => [draw.int(0, 2), draw.int(0, 2)]),
  );
  return {
    sizes,
    kernel,
    attrs: { strides: numbers(() => draw.int(1, 3)), dilations, padding, activation: draw.of("none", "relu") },
  };
}

const bias = (draw: Draw, channels: number): Tensor | null => (draw.flag() ? wholes(draw, [channels]) : null);

function conv2d(draw: Draw): Drawn {
  const { sizes, kernel, attrs } = window(draw, 2);
  const groups = draw.int(1, 2);
  const [input, output] = [draw.int(1, 2), groups * draw.int(1, 2)];
  const x = wholes(draw, [draw.int(1, 2), ...sizes, groups * input]);
  return { attrs, inputs: [x, wholes(draw, [output, ...kernel, input]), bias(draw, output)], fixed: [1] };
}

function depthwise(draw: Draw): Drawn {
  const { sizes, kernel, attrs } = window(draw, 2);
  const channels = draw.int(1, 2);
  const output = channels * draw.int(1, 2);
  const x = wholes(draw, [draw.int(1, 2), ...sizes, channels]);
  return { attrs, inputs: [x, wholes(draw, [1, ...kernel, output]), bias(draw, output)], fixed: [1] };
}

function conv3d(draw: Draw): Drawn {
  const { sizes, kernel, attrs } = window(draw, 3);
  const [input, output] = [draw.int(1, 2), draw.int(1, 2)];
  const x = wholes(draw, [1, ...sizes, input]);
  return { attrs, inputs: [x, wholes(draw, [...kernel, input, output]), bias(draw, output)], fixed: [1] };
}

const draws: Draws = {
  conv2d,
  depthwiseConv2d: depthwise,
  conv3d,
  conv3dTranspose: (draw) => {
    const { inputs, attrs } = conv3d(draw);
    const [x, filter] = inputs as readonly [Tensor, Tensor];
    const y = computeOne("conv3d", [x, filter], { ...attrs, activation: "none" });
    return { attrs: attrs ?? {}, inputs: [vector(x.shape), filter, y, bias(draw, x.shape[4] as number)], fixed: [1] };
  },
  transposeConv: (draw) => {
    const { sizes, kernel, attrs } = window(draw, 2);
    const { strides, padding, activation } = attrs;
    const [input, output] = [draw.int(1, 2), draw.int(1, 2)];
    const plain = { strides, padding, activation: "none" };
    const x = wholes(draw, [1, ...sizes, input]);
    const y = computeOne("conv2d", [x, wholes(draw, [output, ...kernel, input])], plain);
    const filter = wholes(draw, [input, ...kernel, output]);
    return {
      attrs: { strides, padding, activation },
      inputs: [vector(x.shape), filter, y, bias(draw, input)],
      fixed: [1],
    };
  },
};

const parts = (draw: Draw, make: (draw: Draw) => Drawn) => {
  const { attrs, inputs } = make(draw);
  return { attrs: { ...attrs, activation: "none" }, x: inputs[0] as Tensor, filter: inputs[1] as Tensor };
};
const slice = (x: Tensor, axis: number, from: number, to: number): Tensor =>
  computeOne("slice", [
    x,
    vector(x.shape.map((_, i) => (i === axis ? from : 0))),
    vector(x.shape.map((dim, i) => (i === axis ? to - from : dim))),
  ]);

export const conv: Family = {
  name: "conv",
  draws,
  laws: [
    law("a window of one cell is a fully connected layer at every place", 60, (draw) => {
      const [input, output] = [draw.int(1, 3), draw.int(1, 3)];
      const x = wholes(draw, [draw.int(1, 2), draw.int(1, 4), draw.int(1, 4), input]);
      const filter = wholes(draw, [output, 1, 1, input]);
      const bias = wholes(draw, [output]);
      const got = computeOne("conv2d", [x, filter, bias], { strides: [1, 1], padding: "valid" });
      const flat = computeOne("reshape", [filter, vector([output, input])]);
      expectTensor(got, computeOne("fullyConnected", [x, flat, bias], { keepNumDims: true }));
    }),
    law("is linear in its filter", 60, (draw) => {
      const { x, filter, attrs } = parts(draw, conv2d);
      const other = wholes(draw, filter.shape);
      const of = (f: Tensor): Tensor => computeOne("conv2d", [x, f], attrs);
      expectTensor(of(computeOne("sub", [filter, other])), computeOne("sub", [of(filter), of(other)]));
    }),
    law("every group is a convolution of its own", 60, (draw) => {
      const { x, filter, attrs } = parts(draw, conv2d);
      const groups = (x.shape[3] as number) / (filter.shape[3] as number);
      const of = (t: Tensor, axis: number, g: number): Tensor => {
        const size = (t.shape[axis] as number) / groups;
        return slice(t, axis, g * size, (g + 1) * size);
      };
      const pieces = Array.from({ length: groups }, (_, g) =>
        computeOne("conv2d", [of(x, 3, g), of(filter, 0, g)], attrs),
      );
      expectTensor(computeOne("concatenation", pieces, { axis: 3 }), computeOne("conv2d", [x, filter], attrs));
    }),
    law("explicit padding is a pad before", 60, (draw) => {
      const [op, make] = draw.flag() ? (["conv2d", conv2d] as const) : (["depthwiseConv2d", depthwise] as const);
      const { x, filter, attrs } = parts(draw, make);
      const amounts = Array.from({ length: 4 }, () => draw.int(0, 2));
      const pads = computeOne("reshape", [vector([0, 0, ...amounts, 0, 0]), vector([4, 2])]);
      const padded = computeOne(op, [computeOne("pad", [x, pads]), filter], { ...attrs, padding: "valid" });
      expectTensor(computeOne(op, [x, filter], { ...attrs, padding: amounts }), padded);
    }),
    law("batches do not see each other", 60, (draw) => {
      const [op, make] = draw.flag() ? (["conv2d", conv2d] as const) : (["depthwiseConv2d", depthwise] as const);
      const { x, filter, attrs } = parts(draw, make);
      const last = (x.shape[0] as number) - 1;
      const whole = computeOne(op, [x, filter], attrs);
      expectTensor(computeOne(op, [slice(x, 0, last, last + 1), filter], attrs), slice(whole, 0, last, last + 1));
    }),
  ],
};
