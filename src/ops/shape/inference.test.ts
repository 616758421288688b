import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MovingApplication, movingApplications, movingOperators } from "../../../suites/moving-applications.ts";
import { type Attrs, type TensorType, tensorType } from "../../ir/index.ts";
import {
  addDims,
  bindDim,
  boundedDim,
  type Dim,
  dimMax,
  isInteger,
  isStaticShape,
  scaleDim,
  symbolDim,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { evaluate, evaluateKnown, type InferContext, inferOutputs } from "../index.ts";

/** One run of a model with symbolic dimensions. */
const symbols = { N: 2, M: 3 };

/** What may be known of a number before the run: itself, an expression that has it in this run, a limit, or nothing. */
type Blur = (value: number) => Dim;
const blurs: fc.Arbitrary<Blur> = fc.oneof(
  { weight: 3, arbitrary: fc.constant((value: number) => value) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("N", "M"), fc.integer({ min: 1, max: 2 }))
      .map(([name, factor]) => (value: number) => {
        const offset = value - factor * symbols[name as "N" | "M"];
        return addDims(scaleDim(symbolDim(name), factor), offset);
      }),
  },
  { weight: 1, arbitrary: fc.constant((value: number) => boundedDim(value + 1)) },
  { weight: 1, arbitrary: fc.constant(() => unknownDim) },
);

function blur(value: number, how: Blur): Dim {
  if (value >= 0) return how(value);
  return how(0) === 0 ? value : unknownDim;
}

interface Operand {
  readonly type: TensorType;
  readonly known: readonly Dim[] | undefined;
}

/** An operand before the run: either its elements are followed, or some of its shape is not known. */
function operands(x: Tensor): fc.Arbitrary<Operand> {
  const { dtype, shape } = x;
  // No size is negative, so negative numbers, which often have a meaning of their own, are known or not.
  const blurred = (numbers: readonly number[]) =>
    fc
      .array(blurs, { minLength: numbers.length, maxLength: numbers.length })
      .map((list) => numbers.map((value, i) => blur(value, list[i] as Blur)));
  const shapeOnly = fc
    .oneof({ weight: 6, arbitrary: blurred(shape) }, { weight: 1, arbitrary: fc.constant(undefined) })
    .map((dims) => ({ type: tensorType(dtype, dims), known: undefined }));
  if (!isInteger(dtype)) return shapeOnly;
  const numbers = Array.from(toNumbers(x));
  const elements = fc.oneof(fc.constant<readonly Dim[]>(numbers), blurred(numbers));
  return fc.oneof(
    { weight: 3, arbitrary: elements.map((known) => ({ type: tensorType(dtype, shape), known })) },
    { weight: 1, arbitrary: shapeOnly },
  );
}

function contextOf({ op, attrs, outputCount }: MovingApplication, given: readonly Operand[]): InferContext<Attrs> {
  return {
    op,
    attrs,
    inputs: given.map(({ type }) => type),
    regions: [],
    outputCount,
    known: (input) => given[input]?.known,
    constant: () => undefined,
  };
}

function run({ op, attrs, inputs, outputCount }: MovingApplication): readonly Tensor[] {
  return evaluate({ op, name: op, attrs, inputs, outputs: new Array(outputCount).fill({}), regions: [] });
}

function expectHolds(dim: Dim, value: number): void {
  const bound = bindDim(dim, symbols);
  if (typeof bound === "number") expect(bound).toBe(value);
  else expect(dimMax(bound) ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(value);
}

function expectAll(dims: readonly Dim[] | undefined, values: readonly number[]): void {
  for (const [i, dim] of (dims ?? []).entries()) expectHolds(dim, values[i] as number);
}

describe.each(movingOperators)("%s", (op) => {
  test("what inference says of symbolic operands holds in the run", () => {
    const cases = movingApplications(op).chain((application) =>
      fc.tuple(fc.constant(application), fc.tuple(...application.inputs.map(operands))),
    );
    fc.assert(
      fc.property(cases, ([application, given]) => {
        const context = contextOf(application, given);
        const types = inferOutputs(context, "node");
        run(application).forEach((result, output) => {
          const type = types[output] as TensorType;
          expect(type.dtype).toBe(result.dtype);
          if (type.shape !== undefined) expect(type.shape).toHaveLength(result.shape.length);
          expectAll(type.shape, result.shape);
          expectAll(evaluateKnown(context, types, output), Array.from(toNumbers(result)));
        });
      }),
      { seed: 3, numRuns: 120 },
    );
  });

  const dependsOnData = op === "where" || op === "unique";
  test.skipIf(dependsOnData)("with everything known the shape is the one computed", () => {
    fc.assert(
      fc.property(movingApplications(op), (application) => {
        const given = application.inputs.map(({ dtype, shape, ...x }): Operand => {
          const known = isInteger(dtype) ? Array.from(toNumbers({ dtype, shape, ...x })) : undefined;
          return { type: tensorType(dtype, shape), known };
        });
        const types = inferOutputs(contextOf(application, given), "node");
        const results = run(application);
        expect(types.map((type) => type.shape)).toEqual(results.map((result) => result.shape));
        expect(types.every((type) => isStaticShape(type.shape))).toBe(true);
      }),
      { seed: 4, numRuns: 40 },
    );
  });
});
