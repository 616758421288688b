import * as fc from "fast-check";
import { expect } from "vitest";
import { type Attrs, type TensorType, tensorType } from "../../src/ir/index.ts";
import {
  addDims,
  bindDim,
  boundedDim,
  type Dim,
  dimMax,
  isInteger,
  scaleDim,
  symbolDim,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../../src/numerics/index.ts";
import { evaluateKnown, type InferContext, inferOutputs, type OpName } from "../../src/ops/index.ts";
import { createDraw, type Draw } from "../draw.ts";
import { applicationOf, compute, type Drawn, type Law } from "./family.ts";

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
function operands(x: Tensor, fixed: boolean): fc.Arbitrary<Operand> {
  const { dtype, shape } = x;
  const quantization = x.quantization?.kind === "blockwise" ? undefined : x.quantization;
  // No size is negative, so negative numbers, which often have a meaning of their own, are known or not.
  const blurred = (numbers: readonly number[]) =>
    fc
      .array(blurs, { minLength: numbers.length, maxLength: numbers.length })
      .map((list) => numbers.map((value, i) => blur(value, list[i] as Blur)));
  const shapeOnly = fc
    .oneof({ weight: 6, arbitrary: blurred(shape) }, { weight: 1, arbitrary: fc.constant(undefined) })
    .map((dims) => ({ type: tensorType(dtype, dims, quantization), known: undefined }));
  if (fixed) return fc.constant(whole(x));
  if (!isInteger(dtype)) return shapeOnly;
  const numbers = Array.from(toNumbers(x));
  const elements = fc.oneof(fc.constant<readonly Dim[]>(numbers), blurred(numbers));
  return fc.oneof(
    { weight: 3, arbitrary: elements.map((known) => ({ type: tensorType(dtype, shape, quantization), known })) },
    { weight: 1, arbitrary: shapeOnly },
  );
}

function contextOf(op: OpName, drawn: Drawn, given: readonly (Operand | null)[]): InferContext<Attrs> {
  const { attrs, outputs } = applicationOf(op, drawn);
  return {
    op,
    attrs,
    inputs: given.map((operand) => operand?.type ?? null),
    regions: [],
    outputCount: outputs.length,
    declared: outputs.map(({ dtype, quantization }) =>
      dtype === undefined || quantization?.kind === "blockwise"
        ? undefined
        : tensorType(dtype, undefined, quantization),
    ),
    known: (input) => given[input]?.known,
    constant: () => undefined,
  };
}

function expectHolds(dim: Dim, value: number): void {
  const bound = bindDim(dim, symbols);
  if (typeof bound === "number") expect(bound).toBe(value);
  else expect(dimMax(bound) ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(value);
}

function expectAll(dims: readonly Dim[] | undefined, values: readonly number[]): void {
  for (const [i, dim] of (dims ?? []).entries()) expectHolds(dim, values[i] as number);
}

/** What inference says of operands that are known in part holds in the run, and with all known it says everything. */
export function inferenceLaw(op: OpName, cases: number, draw: (draw: Draw) => Drawn, dependsOnData: boolean): Law {
  const source = fc.array(fc.nat(5039), { minLength: 61, maxLength: 61 });
  const applications = source
    .map((numbers) => draw(createDraw(numbers)))
    .chain((drawn) => {
      const given = drawn.inputs.map((x, i) =>
        x === null ? fc.constant(null) : operands(x, drawn.fixed?.includes(i) === true),
      );
      return fc.tuple(fc.constant(drawn), fc.tuple(...given));
    });
  return {
    name: `${op}: what inference says holds in the run`,
    cases,
    check() {
      const property = fc.property(applications, ([drawn, given]) => {
        const results = compute(op, drawn);
        expectInferred(contextOf(op, drawn, given), results);
        const everything = drawn.inputs.map((x) => x && whole(x));
        const types = expectInferred(contextOf(op, drawn, everything), results);
        if (!dependsOnData) expect(types.map(({ shape }) => shape)).toEqual(results.map(({ shape }) => shape));
      });
      fc.assert(property, { seed: 3, numRuns: cases });
    },
  };
}

/** An operand of which everything is known. */
function whole(x: Tensor): Operand {
  const quantization = x.quantization?.kind === "blockwise" ? undefined : x.quantization;
  const known = isInteger(x.dtype) ? Array.from(toNumbers(x)) : undefined;
  return { type: tensorType(x.dtype, x.shape, quantization), known };
}

function expectInferred(context: InferContext<Attrs>, results: readonly Tensor[]): readonly TensorType[] {
  const types = inferOutputs(context, "node");
  results.forEach((result, output) => {
    const type = types[output] as TensorType;
    expect(type.dtype).toBe(result.dtype);
    if (type.shape !== undefined) expect(type.shape).toHaveLength(result.shape.length);
    expectAll(type.shape, result.shape);
    expectAll(evaluateKnown(context, types, output), Array.from(toNumbers(result)));
  });
  return types;
}
