import type { OpName } from "../../../ops/index.ts";
import { plain, type TfliteRule } from "./rule.ts";

type SignalOp = Extract<OpName, "rfft2d" | "real" | "imag" | "complexAbs">;

/** Fourier transforms and complex numbers. */
export const signalRules: { readonly [N in SignalOp]: TfliteRule<N> } = {
  rfft2d: plain("RFFT2D", () => ({})),
  real: plain("REAL", () => ({})),
  imag: plain("IMAG", () => ({})),
  complexAbs: plain("COMPLEX_ABS", () => ({})),
};
