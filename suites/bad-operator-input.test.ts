import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attempt, HoldfastError } from "../src/diagnostics/index.ts";
import { type Attrs, createBuilder } from "../src/ir/index.ts";
import {
  allocate,
  elementCount,
  entriesPerElement,
  isStaticShape,
  type Quantization,
  type Tensor,
} from "../src/numerics/index.ts";
import {
  type Application,
  type AttributeRules,
  checkAttributes,
  createEmitter,
  type Decomposition,
  decompositions,
  evaluate,
  evaluateKnown,
  evaluateSteps,
  findOp,
  inferOutputs,
  type OpName,
  ops,
  pureHost,
  type ReferenceHost,
} from "../src/ops/index.ts";
import { type Draw, drawn } from "./draw.ts";
import { mutateApplication, mutateResult } from "./operator-mutations.ts";
import { operatorSeeds } from "./operator-seeds.ts";
import { hostileContext } from "./operator-types.ts";

const mutationsPerOperator = 120;
/** Longest that one application to tensors of a few elements may take. */
const patience = 2000;

/** A host with variables and random numbers; what it holds is hostile as well. */
function createHost(draw: Draw, given: readonly (Tensor | null)[]): ReferenceHost {
  const variables = new Map<string, Tensor>();
  return {
    ...pureHost,
    readVariable: (key) => variables.get(key) ?? given[draw.int(0, 3)] ?? undefined,
    assignVariable: (key, value) => variables.set(key, value),
    random: () => draw.int(0, 999) / 1000,
    store: {
      read: () => (draw.flag() ? new Map(given.flatMap((x, i) => (x ? [["ab"[i] ?? "c", x]] : []))) : undefined),
      write: () => {},
    },
  };
}

const checked = ({ op, attrs }: Application): Attrs =>
  checkAttributes(op, findOp(op)?.attrs as AttributeRules<Attrs>, attrs);

/** Runs an operator; its regions give tensors of the types that they state, damaged now and then. */
function run(draw: Draw, application: Application): void {
  const steps = evaluateSteps({ ...application, attrs: checked(application) }, createHost(draw, application.inputs));
  let step = steps.next();
  for (let calls = 0; calls < 20 && step.done !== true; calls++) {
    const made = application.regions[step.value.region]?.outputs.map(({ dtype, shape }) => {
      const dims = isStaticShape(shape) && shape.every((dim) => dim >= 0) ? shape : [1];
      const result: Tensor = { dtype, shape: dims, data: allocate(dtype, elementCount(dims)) };
      return draw.int(0, 3) === 0 ? mutateResult(draw, result) : result;
    });
    step = steps.next(made ?? []);
  }
  if (step.done === true && application.regions.length === 0) step.value.forEach(requireWhole);
}

/** A result has as many elements as its shape says. */
function requireWhole({ dtype, shape, data }: Tensor): void {
  const expected = elementCount(shape) * entriesPerElement(dtype);
  if (data.length !== expected) throw new Error(`a result ${dtype}[${shape}] has ${data.length} elements`);
}

/** Infers an operator's types and shape data before the run, and decomposes it where it is composite. */
function infer(draw: Draw, application: Application): void {
  const context = hostileContext(draw, { ...application, attrs: checked(application) });
  const types = inferOutputs(context, "node");
  types.forEach((_, output) => {
    evaluateKnown(context, types, output);
  });
  const decompose = decompositions[application.op as OpName] as unknown as Decomposition<Attrs> | "primitive";
  if (decompose === "primitive") return;
  const emit = createEmitter(createBuilder(), () => "node");
  const values = context.inputs.map((type, i) => type && emit.builder.addValue({ type, name: `input${i}` }));
  decompose({ attrs: context.attrs, inputs: values, emit });
}

const perTensor = (scale: number, zeroPoint: number): Quantization<Tensor> => ({ kind: "perTensor", scale, zeroPoint });
const perAxis = (axis: number, scales: readonly number[], zeroPoints: readonly number[]): Quantization<Tensor> => ({
  kind: "perAxis",
  axis,
  scales,
  zeroPoints,
});

const nonsense: readonly Quantization<Tensor>[] = [
  ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((scale) => perTensor(scale, 0)),
  ...[0.5, Number.NaN].map((zeroPoint) => perTensor(1, zeroPoint)),
  perAxis(-1, [1], [0]),
  perAxis(99, [1], [0]),
  perAxis(0, new Array<number>(77).fill(1), new Array<number>(77).fill(0)),
  perAxis(0, [1, 1], [0]),
  perAxis(0, [1, 0], [0, 0]),
];

interface QuantizedPlace {
  readonly application: Application;
  readonly put: (quantization: Quantization<Tensor>) => Partial<Application>;
}

/** Inputs of cases that are quantized, and how to put other quantization there. */
function quantizedPlaces(cases: readonly Application[]): readonly QuantizedPlace[] {
  return cases.flatMap((application) =>
    application.inputs.flatMap((x, at): readonly QuantizedPlace[] => {
      if (x?.quantization === undefined || x.quantization.kind === "blockwise") return [];
      return [
        { application, put: (quantization) => ({ inputs: application.inputs.with(at, { ...x, quantization }) }) },
      ];
    }),
  );
}

describe.each(Object.keys(ops) as OpName[])("%s", (op) => {
  const seeds = operatorSeeds(op);

  test("applications that fit are computed", () => {
    expect(seeds.length).toBeGreaterThan(0);
  });

  test("damaged applications are computed or refused by a diagnostic", () => {
    forMutants(({ draw, application }) => run(draw, application));
  });

  test("damaged types are inferred or refused by a diagnostic", () => {
    forMutants(({ draw, application }) => infer(draw, draw.flag() ? application : draw.of(...seeds)));
  });

  const arithmetic = findOp(op)?.movesData !== true;
  test.runIf(arithmetic && quantizedPlaces(seeds).length > 0)("quantization that means nothing is refused", () => {
    for (const { application, put } of quantizedPlaces(seeds)) {
      for (const quantization of nonsense) {
        const result = attempt(() => evaluate({ ...application, attrs: checked(application), ...put(quantization) }));
        expect(result, JSON.stringify(quantization)).toMatchObject({ diagnostic: { code: "OPS-E009" } });
      }
    }
  });

  function forMutants(work: (mutant: { readonly draw: Draw; readonly application: Application }) => void): void {
    let count = 0;
    const mutants = drawn((draw) => ({ draw, ...mutateApplication(draw, draw.of(...seeds)) }));
    const property = fc.property(mutants, (mutant) => {
      count++;
      const start = performance.now();
      try {
        work(mutant);
      } catch (error) {
        if (!(error instanceof HoldfastError)) throw new Error(`${mutant.what}: ${String(error)}`, { cause: error });
        expect(error.diagnostic.code).toMatch(/^OPS-E\d{3}$/);
      }
      expect(performance.now() - start, mutant.what).toBeLessThan(patience);
    });
    fc.assert(property, { seed: 97, numRuns: mutationsPerOperator });
    expect(count).toBe(mutationsPerOperator);
  }
});
