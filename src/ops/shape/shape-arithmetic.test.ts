import { describe, expect, test } from "vitest";
import { createBuilder, type ValueId } from "../../ir/index.ts";
import { type DType, formatShape, parseShape, scalar } from "../../numerics/index.ts";
import { createEmitter, type Emitter } from "../index.ts";

const none = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };

function graph(): { readonly emit: Emitter; readonly input: (shape: string, dtype?: DType) => ValueId } {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => "node");
  const input = (shape: string, dtype: DType = "float32") =>
    builder.addValue({ type: { dtype, shape: parseShape(shape)?.shape }, name: "x" });
  return { emit, input };
}

/** Element `index` of a vector, as converters take it apart. */
const element = (emit: Emitter, x: ValueId, index: number): ValueId =>
  emit.one("stridedSlice", [x, ...[index, index + 1, 1].map((n) => emit.ints([n], "end"))], {
    ...none,
    shrinkAxisMask: 1,
  });

const int = (emit: Emitter, value: number): ValueId => emit.literal(scalar("int32", value), "number");
const shapeOf = (emit: Emitter, x: ValueId): string => formatShape(emit.type(x).shape);
const elementsOf = (emit: Emitter, x: ValueId): string | undefined => {
  const known = emit.known(x);
  return known && formatShape(known);
};

describe("a shape taken apart and put together", () => {
  test("flatten: Shape, StridedSlice, Pack with -1, Reshape", () => {
    const { emit, input } = graph();
    const x = input("[N,7,7,64]");
    const batch = element(emit, emit.one("shape", [x], { dtype: "int32" }), 0);
    const wanted = emit.one("pack", [batch, int(emit, -1)], { axis: 0 });
    expect(elementsOf(emit, wanted)).toBe("[N,-1]");
    expect(shapeOf(emit, emit.one("reshape", [x, wanted], {}))).toBe("[N,3136]");
  });

  test("every extent a symbol", () => {
    const { emit, input } = graph();
    const x = input("[N,H,W,C]");
    const extents = [0, 1, 2, 3].map((i) => element(emit, emit.one("shape", [x], { dtype: "int32" }), i));
    const rotated = emit.one(
      "pack",
      [1, 2, 0, 3].map((i) => extents[i] as ValueId),
      { axis: 0 },
    );
    expect(shapeOf(emit, emit.one("reshape", [x, rotated], {}))).toBe("[H,W,N,C]");
    const rows = emit.one("pack", [extents[0] as ValueId, int(emit, -1), extents[3] as ValueId], { axis: 0 });
    expect(shapeOf(emit, emit.one("reshape", [x, rows], {}))).toBe("[N,?,C]");
  });

  test("symbols that cancel leave a number", () => {
    const { emit, input } = graph();
    const x = input("[N,4,4,C]");
    const [batch, , , channels] = emit.op(
      "unpack",
      [emit.one("shape", [x], { dtype: "int64" })],
      { axis: 0 },
      { outputs: 4 },
    );
    const wanted = emit.one(
      "pack",
      [batch as ValueId, emit.literal(scalar("int64", -1), "rest"), channels as ValueId],
      { axis: 0 },
    );
    expect(shapeOf(emit, emit.one("reshape", [x, wanted], {}))).toBe("[N,16,C]");
  });

  test("Concatenation, Slice, Gather, Split, Cast, ReverseV2, Pad, Tile of a shape", () => {
    const { emit, input } = graph();
    const shape = emit.one("shape", [input("[N,H,3]")], { dtype: "int32" });
    const slice = emit.one("slice", [shape, emit.ints([1], "begin"), emit.ints([-1], "size")], {});
    expect(elementsOf(emit, slice)).toBe("[H,3]");
    const joined = emit.one("concatenation", [emit.ints([8], "first"), slice], { axis: 0, activation: "none" });
    expect(elementsOf(emit, joined)).toBe("[8,H,3]");
    const gathered = emit.one("gather", [shape, emit.ints([2, 0], "indices")], { axis: 0, batchDims: 0 });
    expect(elementsOf(emit, gathered)).toBe("[3,N]");
    const [, last] = emit.op("splitV", [shape, emit.ints([2, 1], "sizes"), int(emit, 0)], {}, { outputs: 2 });
    expect(elementsOf(emit, last as ValueId)).toBe("[3]");
    expect(elementsOf(emit, emit.one("cast", [shape], { dtype: "int64" }))).toBe("[N,H,3]");
    expect(elementsOf(emit, emit.one("cast", [shape], { dtype: "int8" }))).toBe(undefined);
    expect(elementsOf(emit, emit.one("reverseV2", [shape, emit.ints([0], "axes")], {}))).toBe("[3,H,N]");
    const paddings = emit.one("reshape", [emit.ints([1, 0], "paddings"), emit.ints([1, 2], "shape")], {});
    expect(elementsOf(emit, emit.one("padV2", [shape, paddings, int(emit, 7)], {}))).toBe("[7,N,H,3]");
    expect(elementsOf(emit, emit.one("tile", [slice, emit.ints([2], "multiples")], {}))).toBe("[H,3,H,3]");
  });

  test("what a shape is made for: Fill, Range, BroadcastTo, Tile, Slice, OneHot", () => {
    const { emit, input } = graph();
    const x = input("[N,5]");
    const shape = emit.one("shape", [x], { dtype: "int32" });
    const batch = element(emit, shape, 0);
    expect(shapeOf(emit, emit.one("fill", [shape, input("[]", "bool")], {}))).toBe("[N,5]");
    expect(shapeOf(emit, emit.one("range", [int(emit, 0), batch, int(emit, 1)], {}))).toBe("[N]");
    expect(shapeOf(emit, emit.one("range", [batch, int(emit, 0), int(emit, -1)], {}))).toBe("[N]");
    expect(shapeOf(emit, emit.one("broadcastTo", [input("[5]"), shape], {}))).toBe("[N,5]");
    const multiples = emit.one("pack", [batch, int(emit, 2)], { axis: 0 });
    expect(shapeOf(emit, emit.one("tile", [input("[1,5]"), multiples], {}))).toBe("[N,10]");
    const size = emit.one("pack", [batch, int(emit, 2)], { axis: 0 });
    expect(shapeOf(emit, emit.one("slice", [x, emit.ints([0, 1], "begin"), size], {}))).toBe("[N,2]");
    const hot = emit.one("oneHot", [input("[N]", "int32"), batch, input("[]"), input("[]")], { axis: -1 });
    expect(shapeOf(emit, hot)).toBe("[N,N]");
  });
});

describe("strided slices of symbolic extents", () => {
  const slice = (
    shape: string,
    begin: number[],
    end: number[],
    strides: number[],
    masks: Partial<typeof none>,
  ): string => {
    const { emit, input } = graph();
    const operands = [begin, end, strides].map((numbers) => emit.ints(numbers, "ends"));
    return shapeOf(emit, emit.one("stridedSlice", [input(shape), ...operands], { ...none, ...masks }));
  };

  test.each([
    ["all", [0], [0], [1], { beginMask: 1, endMask: 1 }, "[N,8]"],
    ["all backwards", [0], [0], [-1], { beginMask: 1, endMask: 1 }, "[N,8]"],
    ["all but the first", [1], [0], [1], { endMask: 1 }, "[N-1,8]"],
    ["all but the last", [0], [-1], [1], {}, "[N-1,8]"],
    ["the first", [0], [1], [1], {}, "[1,8]"],
    ["the last", [-1], [0], [1], { endMask: 1 }, "[1,8]"],
    ["one index", [-1], [0], [1], { shrinkAxisMask: 1 }, "[8]"],
    ["three at most", [0], [3], [1], {}, "[?<=3,8]"],
    ["the last three at most", [-3], [0], [1], { endMask: 1 }, "[?<=3,8]"],
    ["from the fourth", [3], [0], [1], { endMask: 1 }, "[?,8]"],
    ["another axis", [0, 2], [0, 7], [1, 2], { beginMask: 1, endMask: 1 }, "[N,3]"],
    ["behind an ellipsis", [0, 6], [0, 99], [1, 1], { ellipsisMask: 1 }, "[N,2]"],
    ["a new axis", [0, 0], [0, 0], [1, 1], { newAxisMask: 1, beginMask: 2, endMask: 2 }, "[1,N,8]"],
  ] as const)("%s", (_, begin, end, strides, masks, expected) => {
    expect(slice("[N,8]", [...begin], [...end], [...strides], masks)).toBe(expected);
  });

  test("a multiple of the stride is divided, other extents are not", () => {
    const every = (shape: string) => slice(shape, [0], [0], [2], { beginMask: 1, endMask: 1 });
    expect(every("[4N]")).toBe("[2N]");
    expect(every("[4N+1]")).toBe("[2N+1]");
    expect(every("[N]")).toBe("[?]");
    expect(every("[?<=9]")).toBe("[?<=5]");
  });

  test("an unknown rank stays unknown", () => {
    expect(slice("[*]", [0], [1], [1], {})).toBe("[*]");
  });
});
