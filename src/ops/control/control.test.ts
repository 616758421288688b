import { describe, expect, test } from "vitest";
import { graphOf } from "../../../suites/graph-models.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { attempt } from "../../diagnostics/index.ts";
import {
  type Attrs,
  constantFromTensor,
  type Graph,
  graphId,
  type Model,
  type TensorType,
  tensorType,
  type ValueId,
} from "../../ir/index.ts";
import { type Tensor, toNumbers } from "../../numerics/index.ts";
import { createInterpreter, drain, initialState } from "../../runtime/index.ts";
import type { Emitter } from "../emit.ts";
import { pureHost } from "../evaluate.ts";
import { bools, f32, i32 } from "../example.ts";
import { regionType } from "../infer-graph.ts";
import { concreteContext, inferOutputs } from "../inference.ts";
import { randomUniformReference } from "./random-uniform.ts";

function modelOf(...graphs: readonly Graph[]): Model {
  return {
    name: "test",
    source: { format: "none" },
    graphs,
    signatures: [],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
}

function run(model: Model, ...inputs: readonly Tensor[]): readonly Tensor[] {
  return drain(createInterpreter(model).run(graphId(0), inputs));
}

const vector = tensorType("float32", [2]);
const plain = { activation: "none" } as const;
const adding = graphOf("then", [vector], (emit, [x]) => [emit.one("add", [x as ValueId, x as ValueId], plain)]);
const squaring = graphOf("else", [vector], (emit, [x]) => [emit.one("mul", [x as ValueId, x as ValueId], plain)]);

describe("if", () => {
  const main = graphOf("main", [tensorType("bool", []), vector], (emit, inputs) =>
    emit.op("if", inputs, {}, { regions: [graphId(1), graphId(2)], regionTypes: [adding, squaring].map(regionType) }),
  );

  test("runs the graph that the condition chooses", () => {
    const model = modelOf(main, adding, squaring);
    expect(run(model, bools([], [1]), f32([2], [3, 4]))).toEqual([f32([2], [6, 8])]);
    expect(run(model, bools([], [0]), f32([2], [3, 4]))).toEqual([f32([2], [9, 16])]);
  });

  test("extents on which the graphs differ are not known", () => {
    const type = infer(
      "if",
      [bools([], [1]), f32([2], [1, 2])],
      [
        { inputs: [vector], outputs: [tensorType("float32", [2, 3])] },
        { inputs: [vector], outputs: [tensorType("float32", [2, 4])] },
      ],
    );
    expect(type).toEqual([{ dtype: "float32", shape: [2, { kind: "unknown" }] }]);
  });

  test.each([
    ["input 0 of its then graph is int32[2], float32[2] is given", [tensorType("int32", [2])], [vector]],
    ["input 0 of its then graph is float32[3], float32[2] is given", [tensorType("float32", [3])], [vector]],
    ["its then graph takes 2 values, 1 are given", [vector, vector], [vector]],
    ["value 0 is int32 or float32", [vector], [tensorType("int32", [2])]],
    ["its graphs give 0 and 1 values", [vector], []],
  ])("refuses graphs that do not fit: %s", (words, takes, gives) => {
    const regions = [
      { inputs: takes, outputs: gives },
      { inputs: [vector], outputs: [vector] },
    ];
    expect(refusalOf(() => infer("if", [bools([], [1]), f32([2], [1, 2])], regions))).toContain(words);
  });

  test("refuses a condition of two elements", () => {
    const regions = [adding, squaring].map(regionType);
    const work = () => infer("if", [bools([2], [1, 0]), f32([2], [1, 2])], regions);
    expect(refusalOf(work)).toContain("its condition is bool[2]");
  });
});

describe("while", () => {
  const counter = tensorType("int32", []);
  const below = graphOf("condition", [counter, vector], (emit, [i]) => [
    emit.one("less", [i as ValueId, emit.literal(i32([], [3]), "limit")], {}),
  ]);
  const double = graphOf("body", [counter, vector], (emit, [i, x]) => [
    emit.one("add", [i as ValueId, emit.literal(i32([], [1]), "step")], plain),
    emit.one("add", [x as ValueId, x as ValueId], plain),
  ]);
  const main = graphOf("main", [counter, vector], (emit, inputs) =>
    emit.op("while", inputs, {}, { regions: [graphId(1), graphId(2)], regionTypes: [below, double].map(regionType) }),
  );

  test("runs the body as long as the condition holds", () => {
    const model = modelOf(main, below, double);
    expect(run(model, i32([], [0]), f32([2], [1, -1]))).toEqual([i32([], [3]), f32([2], [8, -8])]);
    expect(run(model, i32([], [5]), f32([2], [1, -1]))).toEqual([i32([], [5]), f32([2], [1, -1])]);
  });

  test("a body that changes the dtype of the state is refused", () => {
    const regions = [
      { inputs: [vector], outputs: [tensorType("bool", [])] },
      { inputs: [vector], outputs: [tensorType("int32", [2])] },
    ];
    expect(refusalOf(() => infer("while", [f32([2], [1, 2])], regions))).toContain("value 0 is float32 or int32");
  });

  test("a condition that gives a number is refused", () => {
    const regions = [
      { inputs: [vector], outputs: [tensorType("float32", [])] },
      { inputs: [vector], outputs: [vector] },
    ];
    expect(refusalOf(() => infer("while", [f32([2], [1, 2])], regions))).toContain("its condition is float32[]");
  });
});

describe("call and composite", () => {
  test.each([
    ["call", {}],
    ["composite", { name: "odml.double", attributes: "{}", version: 1 }],
  ] as const)("%s runs its graph", (op, attrs) => {
    const main = graphOf("main", [vector], (emit, inputs) =>
      emit.op(op, inputs, attrs as never, { regions: [graphId(1)], regionTypes: [regionType(adding)] }),
    );
    expect(run(modelOf(main, adding), f32([2], [1, 2]))).toEqual([f32([2], [2, 4])]);
  });
});

describe("variables", () => {
  const handle = (emit: Emitter, sharedName: string): ValueId =>
    emit.one("varHandle", [], { container: "", sharedName });
  const read = (emit: Emitter, sharedName: string): ValueId =>
    emit.one("readVariable", [handle(emit, sharedName)], {}, { types: [vector] });
  const assignStart = graphOf("start", [], (emit) => {
    const start = emit.constant(constantFromTensor(f32([2], [1, 2]), { kind: "literal", reason: "start" }), "start");
    emit.op("assignVariable", [handle(emit, "v"), start], {});
    return [];
  });
  const accumulate = graphOf("main", [vector], (emit, [x]) => {
    emit.op("callOnce", [], {}, { regions: [graphId(1)], regionTypes: [regionType(assignStart)] });
    const sum = emit.one("add", [read(emit, "v"), x as ValueId], plain);
    emit.op("assignVariable", [handle(emit, "v"), sum], {});
    return [read(emit, "v")];
  });

  test("are initialised once and keep their value from run to run", () => {
    const model = modelOf(accumulate, assignStart);
    const interpreter = createInterpreter(model, initialState(model));
    const step = () => drain(interpreter.run(graphId(0), [f32([2], [10, 10])]));
    expect(step()).toEqual([f32([2], [11, 12])]);
    expect(step()).toEqual([f32([2], [21, 22])]);
  });

  test("one that nothing has assigned is named", () => {
    const main = graphOf("main", [], (emit) => [read(emit, "lost")]);
    const result = attempt(() => run(modelOf(main)));
    expect(result).toMatchObject({ diagnostic: { code: "OPS-E008", evidence: { variable: "/lost" } } });
  });

  test("reading needs the type of the variable", () => {
    const main = () => graphOf("main", [], (emit) => [emit.one("readVariable", [handle(emit, "v")], {})]);
    expect(refusalOf(main)).toContain("the type of the variable is not stated");
  });

  test("a number is no handle", () => {
    const assign = () =>
      graphOf("main", [vector], (emit, [x]) => emit.op("assignVariable", [x as ValueId, x as ValueId], {}));
    expect(refusalOf(assign)).toContain("input 0 must be a resource");
  });
});

describe("random numbers", () => {
  const draw = (op: "randomUniform" | "randomStandardNormal", seed: number): Float64Array => {
    const main = graphOf("main", [], (emit) => [emit.one(op, [emit.ints([64, 64], "shape")], { seed: 0, seed2: 0 })]);
    const model = modelOf(main);
    return toNumbers(drain(createInterpreter(model, initialState(model, seed)).run(graphId(0), []))[0] as Tensor);
  };
  const mean = (numbers: Float64Array): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

  test("uniform ones lie in [0, 1) around one half", () => {
    const numbers = draw("randomUniform", 1);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(mean(numbers)).toBeCloseTo(0.5, 1);
  });

  test("normal ones have mean 0 and variance 1", () => {
    const numbers = draw("randomStandardNormal", 1);
    expect(mean(numbers)).toBeCloseTo(0, 1);
    expect(mean(numbers.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  test("the seed of the session decides", () => {
    expect(draw("randomUniform", 7)).toEqual(draw("randomUniform", 7));
    expect(draw("randomUniform", 7)).not.toEqual(draw("randomUniform", 8));
  });

  test("a number just below one stays below one in every dtype", () => {
    const host = { ...pureHost, random: () => 1 - 2 ** -32 };
    for (const dtype of ["float64", "float32", "float16", "bfloat16"] as const) {
      const context = {
        attrs: { seed: 0, seed2: 0 },
        inputs: [],
        outputs: [tensorType(dtype, [1])],
        quantization: [],
        regionCount: 0,
        host,
      };
      expect(toNumbers(randomUniformReference(context)[0] as Tensor)[0]).toBeLessThan(1);
    }
  });
});

function infer(
  op: string,
  inputs: readonly Tensor[],
  regions: readonly { readonly inputs: readonly TensorType[]; readonly outputs: readonly TensorType[] }[],
): readonly TensorType[] {
  const types = inputs.map(({ dtype, shape }) => tensorType(dtype, shape));
  return inferOutputs(concreteContext(op, {} as Attrs, inputs, types, regions, 1), op);
}
