import type { Tensor } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { compute, computeOne, type Drawn, type Draws, type Family, float, law, reals, vector } from "./family.ts";

const close = { atol: 1e-5, rtol: 1e-4 };
const activations = ["tanh", "sigmoid", "hardSigmoid", "relu", "linear", "softsign", "elu"] as const;
type Layer = "lstm" | "gru" | "simpleRnn";
const gates: Readonly<Record<Layer, number>> = { lstm: 4, gru: 3, simpleRnn: 1 };

const small = (draw: Draw, shape: readonly number[]): Tensor => computeOne("mul", [reals(draw, shape), float(0.2)]);
const optional = (draw: Draw, shape: readonly number[]): Tensor | null => (draw.flag() ? small(draw, shape) : null);

/** Random layers with random weights and states. */
const layer =
  (kind: Layer) =>
  (draw: Draw): Drawn => {
    const [batch, steps, features, units] = [draw.int(1, 2), draw.int(1, 3), draw.int(1, 2), draw.int(1, 2)];
    const width = gates[kind] * units;
    const resetAfter = draw.flag();
    const activation = draw.of(...activations);
    const goBackwards = draw.flag();
    const gate = kind === "simpleRnn" ? {} : { recurrentActivation: draw.of(...activations) };
    const states = Array.from({ length: kind === "lstm" ? 2 : 1 }, () => optional(draw, [batch, units]));
    return {
      attrs: { activation, goBackwards, ...gate, ...(kind === "gru" ? { resetAfter } : {}) },
      inputs: [
        small(draw, [batch, steps, features]),
        small(draw, [features, width]),
        small(draw, [units, width]),
        optional(draw, kind === "gru" && resetAfter ? [2, width] : [width]),
        ...states,
      ],
      outputs: Array.from({ length: kind === "lstm" ? 3 : 2 }, () => ({})),
      fixed: [1, 2],
    };
  };

const draws: Draws = { lstm: layer("lstm"), gru: layer("gru"), simpleRnn: layer("simpleRnn") };

const zeros = (x: Tensor): Tensor => computeOne("zerosLike", [x]);
const axisSlice = (x: Tensor, axis: number, at: number): Tensor => computeOne("gather", [x, vector([at])], { axis });

export const recurrent: Family = {
  name: "recurrent",
  draws,
  laws: [
    law("an absent bias or state is one of zeros", 90, (draw) => {
      const kind = draw.of<Layer>("lstm", "gru", "simpleRnn");
      const drawn = layer(kind)(draw);
      const [x, kernel, recurrentKernel] = drawn.inputs as readonly [Tensor, Tensor, Tensor];
      const [batch, units, width] = [x.shape[0], recurrentKernel.shape[0], kernel.shape[1]] as [number, number, number];
      const two = kind === "gru" && (drawn.attrs as { readonly resetAfter: boolean }).resetAfter;
      const whole = drawn.inputs.map(
        (input, i) => input ?? zeros(reals(draw, i === 3 ? (two ? [2, width] : [width]) : [batch, units])),
      );
      const [got, want] = [compute(kind, { ...drawn, inputs: whole }), compute(kind, drawn)];
      want.forEach((result, i) => {
        expectTensor(got[i] as Tensor, result, close);
      });
    }),
    law("the last step of the sequence is the state", 90, (draw) => {
      const kind = draw.of<Layer>("lstm", "gru", "simpleRnn");
      const drawn = layer(kind)(draw);
      const [sequence, state] = compute(kind, drawn) as readonly [Tensor, Tensor];
      const last = axisSlice(sequence, 1, (sequence.shape[1] as number) - 1);
      expectTensor(computeOne("squeeze", [last], { axes: [1] }), state);
    }),
    law("pictures of a batch do not see each other", 90, (draw) => {
      const kind = draw.of<Layer>("lstm", "gru", "simpleRnn");
      const drawn = layer(kind)(draw);
      const [x, kernel, recurrentKernel, bias, ...states] = drawn.inputs;
      const one = (t: Tensor | null | undefined): Tensor | null => (t ? axisSlice(t, 0, 0) : null);
      const inputs = [one(x), kernel ?? null, recurrentKernel ?? null, bias ?? null, ...states.map(one)];
      const got = compute(kind, { ...drawn, inputs });
      compute(kind, drawn).forEach((result, i) => {
        expectTensor(got[i] as Tensor, axisSlice(result, 0, 0), close);
      });
    }),
  ],
};
