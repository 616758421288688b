import * as fc from "fast-check";
import type { Attrs } from "../../src/ir/index.ts";
import { elementCount, fromNumbers, type Tensor } from "../../src/numerics/index.ts";
import {
  type Application,
  type AttributeRules,
  checkAttributes,
  evaluate,
  findOp,
  type OpName,
  pureHost,
} from "../../src/ops/index.ts";
import { createDraw, type Draw } from "../draw.ts";

/** A random application of an operator, in words of the family that it belongs to. */
export interface Drawn {
  readonly attrs?: object;
  readonly inputs: readonly (Tensor | null)[];
  /** How results are stored, where the node states it; one result of the inferred type otherwise. */
  readonly outputs?: Application["outputs"];
  /** Inputs of which inference needs to know every extent, as of weights. */
  readonly fixed?: readonly number[];
}

/** How to draw applications of operators. */
export type Draws = { readonly [N in OpName]?: (draw: Draw) => Drawn };

/** Something that holds for every case that is drawn. */
export interface Law {
  readonly name: string;
  readonly cases: number;
  /** Checks so many cases; fails at the first for which it does not hold. */
  readonly check: () => void;
}

/** A folder of operators, applications of each of them, and the laws that hold among them. */
export interface Family {
  readonly name: string;
  readonly draws: Draws;
  readonly laws: readonly Law[];
}

/** A law of random draws. The cases are the same in every run. */
export function law(name: string, cases: number, holds: (draw: Draw) => void): Law {
  return {
    name,
    cases,
    check() {
      let checked = 0;
      const source = fc.array(fc.nat(5039), { minLength: 61, maxLength: 61 });
      const property = fc.property(source, (numbers) => {
        holds(createDraw(numbers));
        checked++;
      });
      fc.assert(property, { seed: 113, numRuns: cases });
      if (checked < cases) throw new Error(`only ${checked} of ${cases} cases were checked`);
    },
  };
}

/** The application with its attributes checked and filled in. */
export function applicationOf(op: OpName, { attrs = {}, inputs, outputs = [{}] }: Drawn): Application {
  const rules = findOp(op)?.attrs as AttributeRules<Attrs>;
  return { op, name: op, attrs: checkAttributes(op, rules, attrs as Attrs), inputs, outputs, regions: [] };
}

/** Results of an application by the operator's reference; random numbers are the same in every run. */
export function compute(op: OpName, drawn: Drawn): readonly Tensor[] {
  return evaluate(applicationOf(op, drawn), { ...pureHost, random: () => 0.25 });
}

/** {@link compute} of operators with one result. */
export function computeOne(op: OpName, inputs: readonly (Tensor | null)[], attrs: object = {}): Tensor {
  return compute(op, { attrs, inputs })[0] as Tensor;
}

/** Real numbers in [-4, 4], a quarter of a thousandth apart. */
export function reals(draw: Draw, shape: readonly number[], dtype: "float32" | "float64" = "float32"): Tensor {
  return fromNumbers(
    dtype,
    shape,
    Array.from({ length: elementCount(shape) }, () => draw.int(-1000, 1000) / 250),
  );
}

/** {@link reals} above 0. */
export function positives(draw: Draw, shape: readonly number[]): Tensor {
  return fromNumbers(
    "float32",
    shape,
    Array.from({ length: elementCount(shape) }, () => draw.int(1, 1000) / 250),
  );
}

/** Small whole numbers as doubles, so that sums are exact in any order. */
export function wholes(draw: Draw, shape: readonly number[]): Tensor {
  return fromNumbers(
    "float64",
    shape,
    Array.from({ length: elementCount(shape) }, () => draw.int(-4, 4)),
  );
}

/** Integers of int32. */
export function integers(draw: Draw, shape: readonly number[], min = -9, max = 9): Tensor {
  return fromNumbers(
    "int32",
    shape,
    Array.from({ length: elementCount(shape) }, () => draw.int(min, max)),
  );
}

export function truths(draw: Draw, shape: readonly number[]): Tensor {
  return fromNumbers(
    "bool",
    shape,
    Array.from({ length: elementCount(shape) }, () => draw.int(0, 1)),
  );
}

export const vector = (numbers: readonly number[]): Tensor => fromNumbers("int32", [numbers.length], numbers);
export const int = (number: number): Tensor => fromNumbers("int32", [], [number]);
export const float = (number: number): Tensor => fromNumbers("float32", [], [number]);

/** Shapes that broadcast to the last of them, which comes first. */
export function broadcastShapes(draw: Draw, count: number, maxRank = 4): readonly (readonly number[])[] {
  const whole = draw.shape(0, maxRank);
  const narrowed = () => whole.slice(draw.int(0, whole.length)).map((dim) => (draw.int(0, 2) === 0 ? 1 : dim));
  return [whole, ...Array.from({ length: count - 1 }, narrowed)];
}
