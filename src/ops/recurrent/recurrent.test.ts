import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyDecomposition, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { hasNoInfinity } from "../../../suites/overflow.ts";
import { decomposeSymbolic } from "../../../suites/symbolic-decomposition.ts";
import { elementCount, fromNumbers, type Tensor } from "../../numerics/index.ts";
import type { AttrsOf } from "../index.ts";
import type { RecurrentActivation } from "./attributes.ts";

const close = { atol: 2e-6, rtol: 2e-5 };
const activation = fc.constantFrom<RecurrentActivation>(
  "tanh",
  "sigmoid",
  "hardSigmoid",
  "hardSigmoidKeras2",
  "relu",
  "linear",
  "softplus",
  "softsign",
  "elu",
  "selu",
  "swish",
  "exponential",
  "gelu",
);

const filled = (shape: readonly number[]): fc.Arbitrary<Tensor> => {
  const length = elementCount(shape);
  return fc
    .array(fc.double({ min: -0.7, max: 0.7, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => fromNumbers("float32", shape, values));
};
const optional = (t: fc.Arbitrary<Tensor>): fc.Arbitrary<Tensor | null> => fc.option(t, { nil: null });
const ints = (values: readonly number[]): Tensor => fromNumbers("int32", [values.length], values);

type Layer = "lstm" | "gru" | "simpleRnn";
const gates: Readonly<Record<Layer, number>> = { lstm: 4, gru: 3, simpleRnn: 1 };
const states: Readonly<Record<Layer, number>> = { lstm: 2, gru: 1, simpleRnn: 1 };

interface Case {
  readonly x: Tensor;
  readonly weights: readonly [kernel: Tensor, recurrent: Tensor, bias: Tensor | null];
  readonly initial: readonly (Tensor | null)[];
  readonly attrs: AttrsOf<"gru">;
}

const cases = (layer: Layer): fc.Arbitrary<Case> =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      steps: fc.integer({ min: 1, max: 4 }),
      features: fc.integer({ min: 1, max: 3 }),
      units: fc.integer({ min: 1, max: 3 }),
      attrs: fc.record({
        activation,
        recurrentActivation: activation,
        goBackwards: fc.boolean(),
        resetAfter: fc.boolean(),
      }),
    })
    .chain(({ batch, steps, features, units, attrs }) => {
      const width = gates[layer] * units;
      const bias = layer === "gru" && attrs.resetAfter ? [2, width] : [width];
      return fc.record({
        x: filled([batch, steps, features]),
        weights: fc.tuple(filled([features, width]), filled([units, width]), optional(filled(bias))),
        initial: fc.tuple(...new Array(states[layer]).fill(optional(filled([batch, units])))) as fc.Arbitrary<
          (Tensor | null)[]
        >,
        attrs: fc.constant(attrs),
      });
    });

/** The attributes that the layer has. */
function attributes(layer: Layer, attrs: AttrsOf<"gru">): never {
  const { activation: state, recurrentActivation, goBackwards, resetAfter } = attrs;
  if (layer === "simpleRnn") return { activation: state, goBackwards } as never;
  if (layer === "lstm") return { activation: state, recurrentActivation, goBackwards } as never;
  return { activation: state, recurrentActivation, goBackwards, resetAfter } as never;
}

function run(layer: Layer, { x, weights, initial, attrs }: Case): readonly Tensor[] {
  return apply(layer, [x, ...weights, ...initial], attributes(layer, attrs));
}

describe.each(["lstm", "gru", "simpleRnn"] as const)("%s", (layer) => {
  const options = { seed: 71, numRuns: 60 };

  test("is what its decomposition computes", () => {
    fc.assert(
      fc.property(cases(layer), (c) => {
        const got = applyDecomposition(layer, [c.x, ...c.weights, ...c.initial], attributes(layer, c.attrs));
        const wanted = run(layer, c);
        // Exponential activations feed themselves; the arithmetic of the decomposition ends at the largest finite numbers.
        fc.pre(wanted.every(hasNoInfinity));
        wanted.forEach((want, i) => {
          expectTensor(got[i] as Tensor, want, close);
        });
      }),
      options,
    );
  });

  test("backwards is forwards over the reversed sequence", () => {
    fc.assert(
      fc.property(cases(layer), (c) => {
        const reversed = applyOne("reverseV2", [c.x, ints([1])], {});
        const forwards = run(layer, { ...c, x: reversed, attrs: { ...c.attrs, goBackwards: false } });
        run(layer, { ...c, attrs: { ...c.attrs, goBackwards: true } }).forEach((got, i) => {
          expectTensor(got, forwards[i] as Tensor);
        });
      }),
      options,
    );
  });

  test("two halves, the states handed over, are the whole", () => {
    fc.assert(
      fc.property(cases(layer), fc.nat(4), (c, at) => {
        const forwards = { ...c, attrs: { ...c.attrs, goBackwards: false } };
        const [batch, steps, features] = c.x.shape as [number, number, number];
        const cut = at % (steps + 1);
        const part = (from: number, length: number): Tensor =>
          applyOne("slice", [c.x, ints([0, from, 0]), ints([batch, length, features])], {});
        const first = run(layer, { ...forwards, x: part(0, cut) });
        const second = run(layer, { ...forwards, x: part(cut, steps - cut), initial: first.slice(1) });
        run(layer, forwards)
          .slice(1)
          .forEach((want, i) => {
            expectTensor(second[i + 1] as Tensor, want, close);
          });
      }),
      options,
    );
  });

  test("the batch need not be known to decompose, the steps must be", () => {
    const [c] = fc.sample(cases(layer), { seed: 5, numRuns: 1 }) as [Case];
    const inputs = [c.x, ...c.weights, ...c.initial];
    const batches = Object.fromEntries([0, 4, 5].map((input) => [input, ["N"]]));
    const symbolic = decomposeSymbolic(layer, inputs, attributes(layer, c.attrs), batches);
    run(layer, c).forEach((want, i) => {
      expectTensor(symbolic.outputs[i] as Tensor, want, close);
    });
    expect(symbolic.types[0]).toMatch(/^float32\[N,/);
    const steps = () => decomposeSymbolic(layer, inputs, attributes(layer, c.attrs), { 0: [null, "T"] });
    expect(refusalOf(steps)).toContain("needs a fixed number of steps");
  });
});

describe("types", () => {
  const lstm = { activation: "tanh", recurrentActivation: "sigmoid", goBackwards: false } as const;
  const gru = { ...lstm, resetAfter: true };

  test("batch and steps may be symbols", () => {
    const weights = ["float32[5,12]", "float32[3,12]", "float32[12]"] as const;
    expect(inferred("lstm", ["float32[N,T,5]", ...weights], lstm)).toEqual([
      "float32[N,T,3]",
      "float32[N,3]",
      "float32[N,3]",
    ]);
  });

  test.each([
    ["rows of the kernel and features", ["float32[2,4,5]", "float32[6,12]", "float32[3,12]"]],
    ["columns of the kernel and 4 times the units", ["float32[2,4,5]", "float32[5,8]", "float32[3,12]"]],
    ["columns of the recurrent kernel", ["float32[2,4,5]", "float32[5,12]", "float32[3,9]"]],
    ["bias and columns of the kernel", ["float32[2,4,5]", "float32[5,12]", "float32[3,12]", "float32[9]"]],
    ["batch of input 4", ["float32[2,4,5]", "float32[5,12]", "float32[3,12]", null, "float32[1,3]"]],
    ["columns of input 5", ["float32[2,4,5]", "float32[5,12]", "float32[3,12]", null, null, "float32[2,4]"]],
  ] as const)("lstm refused: %s", (words, inputs) => {
    expect(refusalOf(() => inferred("lstm", inputs, lstm))).toContain(words);
  });

  test("the bias of a gru has a row for the state only when the reset comes after", () => {
    const inputs = (bias: string) => ["float32[2,4,5]", "float32[5,9]", "float32[3,9]", bias];
    expect(inferred("gru", inputs("float32[2,9]"), gru)).toEqual(["float32[2,4,3]", "float32[2,3]"]);
    expect(refusalOf(() => inferred("gru", inputs("float32[9]"), gru))).toContain("expected [2,9]");
    expect(refusalOf(() => inferred("gru", inputs("float32[2,9]"), { ...gru, resetAfter: false }))).toContain(
      "expected [9]",
    );
  });
});
