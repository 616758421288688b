import type { ValueId } from "../../ir/index.ts";
import { erfc } from "../elementwise/error-function.ts";
import { sigmoid, softplusOf } from "../elementwise/real-functions.ts";
import { seluOf } from "../elementwise/selu.ts";
import type { Emitter } from "../emit.ts";
import type { RecurrentActivation } from "./attributes.ts";

interface ActivationRow {
  readonly apply: (x: number) => number;
  readonly emit: (emit: Emitter, x: ValueId) => ValueId;
}

const clippedLine = (slope: number): ActivationRow => ({
  apply: (x) => Math.min(Math.max(slope * x + 0.5, 0), 1),
  emit: (emit, x) => emit.one("hardSigmoid", [x], { slope, offset: 0.5 }),
});

/** What each activation computes, and the operator that computes it. */
export const activations: { readonly [A in RecurrentActivation]: ActivationRow } = {
  tanh: { apply: Math.tanh, emit: (emit, x) => emit.one("tanh", [x], {}) },
  sigmoid: { apply: sigmoid, emit: (emit, x) => emit.one("logistic", [x], {}) },
  hardSigmoid: clippedLine(1 / 6),
  hardSigmoidKeras2: clippedLine(0.2),
  relu: { apply: (x) => Math.max(x, 0), emit: (emit, x) => emit.one("relu", [x], {}) },
  linear: { apply: (x) => x, emit: (_, x) => x },
  softplus: { apply: softplusOf, emit: (emit, x) => emit.one("softplus", [x], {}) },
  softsign: { apply: (x) => x / (1 + Math.abs(x)), emit: (emit, x) => emit.one("softsign", [x], {}) },
  elu: { apply: (x) => (x < 0 ? Math.expm1(x) : x), emit: (emit, x) => emit.one("elu", [x], {}) },
  selu: { apply: seluOf, emit: (emit, x) => emit.one("selu", [x], {}) },
  swish: { apply: (x) => x * sigmoid(x), emit: (emit, x) => emit.one("silu", [x], {}) },
  exponential: { apply: Math.exp, emit: (emit, x) => emit.one("exp", [x], {}) },
  gelu: {
    apply: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
    emit: (emit, x) => emit.one("gelu", [x], { approximate: false }),
  },
};
