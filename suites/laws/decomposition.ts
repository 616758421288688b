import * as fc from "fast-check";
import type { Tensor } from "../../src/numerics/index.ts";
import { findOp, type OpName, type Tolerance } from "../../src/ops/index.ts";
import { applyDecomposition, expectTensor } from "../apply-operator.ts";
import { createDraw, type Draw } from "../draw.ts";
import { applicationOf, compute, type Drawn, type Law } from "./family.ts";

/** Steps that take large numbers from each other leave the rounding of those, here up to some hundreds. */
const close: Tolerance = { atol: 1e-4, rtol: 1e-5 };

/** The operator computes what the simpler ones do that it is made of; each of their steps rounds, its own result once. */
export function decompositionLaw(op: OpName, cases: number, draw: (draw: Draw) => Drawn): Law {
  const source = fc.array(fc.nat(5039), { minLength: 61, maxLength: 61 });
  return {
    name: `${op}: is what its decomposition computes`,
    cases,
    check() {
      const property = fc.property(source, (numbers) => {
        const drawn = draw(createDraw(numbers));
        const { attrs, inputs } = applicationOf(op, drawn);
        const tolerance = findOp(op)?.tolerance === "exact" ? { atol: 0, rtol: 0 } : close;
        const results = compute(op, drawn);
        const got = applyDecomposition(op, inputs, attrs as never);
        results.forEach((result, i) => {
          expectTensor(got[i] as Tensor, result, tolerance);
        });
      });
      fc.assert(property, { seed: 127, numRuns: cases });
    },
  };
}
