import * as fc from "fast-check";
import { describe, test } from "vitest";
import { countingTensor, movingApplications, movingOperators } from "../../../suites/moving-applications.ts";
import { attempt } from "../../diagnostics/index.ts";
import { elementCount, fromNumbers, type Tensor } from "../../numerics/index.ts";
import { evaluate } from "../index.ts";

/** An operand that has nothing to do with the operator: small integers, floats or text of any shape, or none at all. */
const strangers: fc.Arbitrary<Tensor | null> = fc.oneof(
  fc.constant(null),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }).map((shape) => countingTensor("float32", shape)),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }).map((shape) => countingTensor("string", shape)),
  fc
    .tuple(
      fc.constantFrom("int32" as const, "int64" as const, "int8" as const),
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
      fc.array(fc.integer({ min: -6, max: 9 }), { minLength: 1, maxLength: 64 }),
    )
    .map(([dtype, shape, numbers]) => {
      const elements = Array.from({ length: elementCount(shape) }, (_, i) => numbers[i % numbers.length] as number);
      return fromNumbers(dtype, shape, elements);
    }),
);

describe.each(movingOperators)("%s", (op) => {
  test("computes what it is given or refuses it by a diagnostic", () => {
    const cases = fc.tuple(
      movingApplications(op),
      fc.array(fc.tuple(fc.nat(3), strangers), { minLength: 1, maxLength: 2 }),
    );
    fc.assert(
      fc.property(cases, ([{ attrs, inputs, outputCount }, changes]) => {
        const given: (Tensor | null)[] = [...inputs];
        for (const [at, stranger] of changes) given[at % given.length] = stranger;
        attempt(() =>
          evaluate({ op, name: op, attrs, inputs: given, outputs: new Array(outputCount).fill({}), regions: [] }),
        );
      }),
      { seed: 5, numRuns: 150 },
    );
  });
});
