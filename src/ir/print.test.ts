import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lazySource, memorySource, sliceSource } from "../bytes/index.ts";
import { type DType, fromNumbers, tensor } from "../numerics/index.ts";
import {
  type AttrValue,
  buildGraph,
  type Constant,
  constantBytes,
  constantFromTensor,
  createBuilder,
  type Expression,
  type Graph,
  type Model,
  type Origin,
  parseGraph,
  parseModel,
  printGraph,
  printModel,
  tensorType,
  transposeConstant,
} from "./index.ts";
import { randomGraph, randomModel } from "./testing/random-model.ts";

const literal: Origin = { kind: "literal", reason: "test" };

const floats = (shape: number[], values: number[], origin: Origin = literal): Constant =>
  constantFromTensor(fromNumbers("float32", shape, values), origin);

function constantGraph(...constants: readonly Constant[]): Graph {
  const builder = createBuilder();
  for (const [index, constant] of constants.entries()) builder.addConstant(constant, `c${index}`);
  return buildGraph(builder, "g", [], []);
}

/** The data of a constant as it is printed. */
const printed = (constant: Constant): string | undefined =>
  /^ {2}%0 "c0": .* = (.*)$/m.exec(printGraph(constantGraph(constant), { origins: false }))?.[1];

function emptyModel(graphs: readonly Graph[]): Model {
  const nothing = { signatures: [], variables: [], metadata: [], weights: [], dropped: [] };
  return { name: "m", source: { format: "test" }, graphs, ...nothing };
}

/** What a model holds, with constants as their bytes. */
function content(part: unknown): unknown {
  if (part === null || typeof part !== "object" || part instanceof Uint8Array) return part;
  if (Array.isArray(part)) return part.map(content);
  if ("byteOffset" in part) {
    const { dtype, shape, origin } = part as Constant;
    return { dtype, shape, bytes: Array.from(constantBytes(part as Constant)), origin: content(origin) };
  }
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, content(value)]));
}

describe("laws", () => {
  const options = fc.record({
    provenance: fc.boolean(),
    origins: fc.boolean(),
    file: fc.boolean(),
    data: fc.constantFrom("hash", "inline"),
    inlineElements: fc.constantFrom(0, 4, 16),
  });

  test("a parsed model prints as the text it was parsed from", () => {
    const law = fc.property(fc.gen(), options, (g, chosen) => {
      const text = printModel(randomModel(g), chosen);
      expect(printModel(parseModel(text), chosen)).toBe(text);
    });
    fc.assert(law, { numRuns: 300 });
  });

  test("a parsed graph prints as the text it was parsed from", () => {
    const law = fc.property(fc.gen(), options, (g, chosen) => {
      const text = printGraph(randomGraph(g), chosen);
      expect(printGraph(parseGraph(text), chosen)).toBe(text);
    });
    fc.assert(law, { numRuns: 200 });
  });

  test("with its data inline the text holds the whole model", () => {
    const law = fc.property(fc.gen(), (g) => {
      const model = randomModel(g);
      const parsed = parseModel(printModel(model, { data: "inline", file: true }));
      // Places of removed values behind the last one are not part of the content.
      const graphs = model.graphs.map((graph) => {
        const length = 1 + graph.values.findLastIndex((value) => value !== undefined);
        return { ...graph, values: graph.values.slice(0, length) };
      });
      expect(content(parsed)).toEqual(content({ ...model, graphs }));
    });
    fc.assert(law, { numRuns: 300 });
  });
});

test("the example in docs/ir.md is what its model prints as", () => {
  const page = readFileSync(new URL("../../docs/ir.md", import.meta.url), "utf8");
  const example = /```\n(model [\s\S]*?)```/.exec(page)?.[1] as string;
  expect(printModel(parseModel(example))).toBe(example);
});

test("a graph reads like this", () => {
  const builder = createBuilder();
  const x = builder.addValue({ type: tensorType("float32", [1, 2]), name: "x" });
  const w = builder.addConstant(floats([2], [0.1, -0]), "w");
  const { outputs } = builder.addNode({
    op: "add",
    name: "sum",
    attrs: { activation: "relu", "odd key": [1e21, Number.NaN, new Uint8Array([255])] },
    inputs: [x, w, null],
    outputs: [{ type: tensorType("float32", [1, 2]), name: "y" }],
  });
  expect(printGraph(buildGraph(builder, "main", [x], outputs))).toBe(`graph "main" (%0) -> (%2) {
  %0 "x": float32[1,2]
  %1 "w": float32[2] = [0.1, -0] literal "test"
  add "sum"(%0, %1, _) {activation: "relu", "odd key": [1e+21, NaN, base64 "/w=="]} -> (%2 "y": float32[1,2])
}
`);
});

describe("equal models print the same", () => {
  const values = Array.from({ length: 24 }, (_, index) => index);
  const packed = floats([4, 6], values);

  test("wherever the bytes lie", () => {
    const bytes = new Uint8Array([...new Uint8Array(8), ...constantBytes(packed)]);
    const offset = { ...packed, source: memorySource(bytes, "a.bin"), byteOffset: 8 };
    const slice = { ...packed, source: sliceSource(memorySource(bytes), 8, 96, "b.bin") };
    const lazy = { ...packed, source: lazySource(96, () => constantBytes(packed)) };
    const texts = [packed, offset, slice, lazy].map((constant) => printGraph(constantGraph(constant)));
    expect(new Set(texts).size).toBe(1);
  });

  test("whether a constant is a view or packed", () => {
    const view = transposeConstant(packed, [1, 0]);
    const same = floats(
      [6, 4],
      values.map((index) => (index % 4) * 6 + Math.floor(index / 4)),
    );
    expect(view.strides).toEqual([1, 6]);
    expect(printGraph(constantGraph(view))).toBe(printGraph(constantGraph(same)));
  });

  test("in whatever order their attributes were written", () => {
    const graph = (attrs: Readonly<Record<string, AttrValue>>): Graph => {
      const builder = createBuilder();
      builder.addNode({ op: "pad", name: "p", attrs, inputs: [], outputs: [] });
      return buildGraph(builder, "g", [], []);
    };
    expect(printGraph(graph({ a: 1, b: { c: 2, d: 3 } }))).toBe(printGraph(graph({ b: { d: 3, c: 2 }, a: 1 })));
  });

  test("whatever file they were read from", () => {
    const model = emptyModel([]);
    const read = { ...model, source: { ...model.source, fileName: "/home/me/m.tflite", byteLength: 10 } };
    expect(printModel(read)).toBe(printModel(model));
    expect(printModel(read, { file: true })).toContain('file "/home/me/m.tflite"\n  bytes 10\n');
  });

  test("however their formulas are shared in memory", () => {
    const formula = (): Expression => ({ op: "rsqrt", attrs: {}, inputs: [floats([2], [1, 2])], output: 0 });
    const one = formula();
    const pair = (a: Expression, b: Expression): Graph =>
      constantGraph(floats([1], [1], { kind: "computed", reason: "r", expression: sum(a, b) }));
    const sum = (a: Expression, b: Expression): Expression => ({ op: "add", attrs: {}, inputs: [a, b], output: 0 });
    expect(printGraph(pair(one, one))).toBe(printGraph(pair(formula(), formula())));
  });
});

describe("elements", () => {
  const numbers = (dtype: DType, values: number[]): string | undefined =>
    printed(constantFromTensor(fromNumbers(dtype, [values.length], values), literal));

  test("floats are the shortest decimals that round to them", () => {
    expect(numbers("float64", [0.1, 1 / 3, 5e-324])).toBe("[0.1, 0.3333333333333333, 5e-324]");
    expect(numbers("float32", [0.1, 1 / 3, 16777217])).toBe("[0.1, 0.33333334, 16777216]");
    expect(numbers("float16", [0.1, 1 / 3, 6e-8])).toBe("[0.1, 0.3333, 6e-8]");
    expect(numbers("bfloat16", [0.1, 1 / 3, 3.3895e38])).toBe("[0.1, 0.334, 3.39e+38]");
    expect(numbers("float8_e4m3fn", [0.1, 448])).toBe("[0.1, 450]");
    expect(numbers("float32", [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0])).toBe(
      "[NaN, Infinity, -Infinity, -0]",
    );
  });

  test("integers, booleans, complex numbers and strings", () => {
    expect(numbers("int4", [-8, 7, 0])).toBe("[-8, 7, 0]");
    expect(numbers("bool", [0, 1])).toBe("[false, true]");
    expect(printed(constantFromTensor(fromNumbers("complex64", [1], [1, -2]), literal))).toBe("[1, -2]");
    const wide = tensor("int64", [2], BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n));
    expect(printed(constantFromTensor(wide, literal))).toBe("[-9223372036854775808, 9007199254740993]");
    const strings = tensor("string", [2], [new TextEncoder().encode('é"'), new Uint8Array(0)]);
    expect(printed(constantFromTensor(strings, literal))).toBe('["é\\"", ""]');
  });

  test("bytes that the numbers would not give again are printed themselves", () => {
    const bytes = (dtype: DType, list: number[]): Constant => {
      const source = memorySource(Uint8Array.from(list));
      return { dtype, shape: [1], source, byteOffset: 0, origin: literal };
    };
    // A NaN with a payload, a boolean of two.
    expect(printed(bytes("float32", [1, 0, 0xc0, 0x7f]))).toMatch(/^#[0-9a-f]{16} base64 "AQDAfw=="$/);
    expect(printed(bytes("bool", [2]))).toMatch(/^#[0-9a-f]{16} base64 "Ag=="$/);
    const notText = tensor("string", [1], [Uint8Array.of(0xff)]);
    expect(printed(constantFromTensor(notText, literal))).toMatch(/^#[0-9a-f]{16}\(13\) base64 "/);
  });

  test("more than sixteen are a hash, unless the option says otherwise", () => {
    const zeros = floats([17], new Array(17).fill(0));
    // sha256sum of 68 zero bytes.
    expect(printed(zeros)).toBe("#1751ac12e70e15b4");
    expect(printGraph(constantGraph(zeros), { inlineElements: 17 })).toContain("[0, 0, 0,");
    const text = printGraph(constantGraph(zeros, zeros), { data: "inline" });
    expect(text.match(/base64/g)).toHaveLength(1);
    expect(constantBytes(parseGraph(text).values[1]?.constant as Constant)).toEqual(new Uint8Array(68));
  });
});

describe("constants whose bytes are elsewhere", () => {
  const values = Array.from({ length: 20 }, (_, index) => index);
  const text = printGraph(constantGraph(floats([4, 5], values)));
  const hash = /#([0-9a-f]{16})/.exec(text)?.[1] as string;
  const first = (graph: Graph): Constant => graph.values[0]?.constant as Constant;

  test("refuse to be read, and print as before", () => {
    const graph = parseGraph(text);
    expect(() => constantBytes(first(graph))).toThrow("IR-E005");
    expect(printGraph(graph)).toBe(text);
  });

  test("are found by their hash when they are read", () => {
    const bytes = constantBytes(floats([20], values));
    const asked: string[] = [];
    const graph = parseGraph(text, {
      constants: (wanted) => {
        asked.push(wanted);
        return wanted === hash ? bytes : undefined;
      },
    });
    expect(asked).toEqual([]);
    expect(constantBytes(first(graph))).toEqual(bytes);
    expect(asked).toEqual([hash]);
  });

  test("refuse bytes that are not theirs", () => {
    const graph = parseGraph(text, { constants: () => new Uint8Array(80) });
    expect(() => constantBytes(first(graph))).toThrow("IR-E002: The bytes given for constant #");
  });

  test("are unreadable when they are seen in part or lie outside the file", () => {
    const view = transposeConstant(first(parseGraph(text)), [1, 0]);
    expect(printed(view)).toBe("#unreadable");
    const cut = { ...floats([1], [1]), source: memorySource(new Uint8Array(2)) };
    const unreadable = printGraph(constantGraph(cut));
    expect(unreadable).toContain("= #unreadable");
    expect(printGraph(parseGraph(unreadable))).toBe(unreadable);
  });
});

describe("formulas", () => {
  const leaf = floats([1], [2], { kind: "source", weight: "w" });
  const apply = (op: string, ...inputs: (Expression | null)[]): Expression => ({ op, attrs: {}, inputs, output: 0 });
  const computed = (expression: Expression): Constant =>
    floats([1], [4], { kind: "computed", reason: "why", expression });

  test("stand where they are used once, and on a line when they are used twice", () => {
    const shared = apply("exp", leaf);
    const text = printGraph(constantGraph(computed(apply("mul", shared, null)), computed(apply("neg", shared))));
    expect(text).toBe(`&0 = exp(float32[1] [2] source "w")
graph "g" () -> () {
  %0 "c0": float32[1] = [4] computed "why" mul(&0, _)
  %1 "c1": float32[1] = [4] computed "why" neg(&0)
}
`);
  });

  test("that double at every step print in proportion to their number", () => {
    let square: Expression = leaf;
    for (let step = 0; step < 60; step++) square = apply("mul", square, square);
    const text = printGraph(constantGraph(computed(square)));
    expect(text.length).toBeLessThan(5000);
    expect(printGraph(parseGraph(text))).toBe(text);
  });

  test("that are as deep as a long graph are printed and parsed", () => {
    let chain: Expression = leaf;
    for (let step = 0; step < 20_000; step++) chain = apply("neg", chain);
    const text = printGraph(constantGraph(computed(chain)));
    expect(printGraph(parseGraph(text))).toBe(text);
  });

  test("over the same bytes as their value name them by hash, behind the bytes", () => {
    const values = Array.from({ length: 20 }, (_, index) => index);
    const copy = floats([20], values, {
      kind: "computed",
      reason: "why",
      expression: apply("relu", floats([20], values)),
    });
    const text = printGraph(constantGraph(copy), { data: "inline" });
    expect(text).toMatch(/= #\w+ base64 "[^"]+" computed "why" relu\(float32\[20\] #\w+ literal "test"\)/);
    expect(constantBytes(parseGraph(text).values[0]?.constant as Constant)).toEqual(constantBytes(copy));
  });

  test("show absent inputs apart from no inputs", () => {
    const text = printGraph(constantGraph(computed(apply("f")), computed(apply("f", null))));
    expect(text).toContain("f()");
    expect(text).toContain("f(_)");
  });
});

test("attributes nested too deep to be read back are refused", () => {
  let nested: AttrValue = 1;
  for (let depth = 0; depth < 1000; depth++) nested = [nested];
  const builder = createBuilder();
  builder.addNode({ op: "add", name: "n", attrs: { nested }, inputs: [], outputs: [] });
  expect(() => printGraph(buildGraph(builder, "g", [], []))).toThrow("IR-E002");
});
