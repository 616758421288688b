import { expect, test } from "vitest";
import { buildGraph, createBuilder, type Graph, type GraphId, type Model, type ValueId } from "../../ir/index.ts";
import { fromNumbers } from "../../numerics/index.ts";
import { createEmitter, type Emitter } from "../../ops/index.ts";
import { runGraph } from "../../runtime/index.ts";
import { optimize } from "../pipelines.ts";
import { runPipeline } from "../run.ts";

/** A graph over one input `[1, 2, 3, 2]` and what is left of it. */
function optimized(draw: (emit: Emitter, x: ValueId) => ValueId): { readonly before: Graph; readonly after: Graph } {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => "node");
  const x = builder.addValue({ type: { dtype: "float32", shape: [1, 2, 3, 2] }, name: "x" });
  const y = draw(emit, x);
  const before = buildGraph(builder, "main", [x], [y]);
  const model: Model = {
    name: "m",
    source: { format: "none" },
    graphs: [before],
    signatures: [{ name: "s", graph: 0 as GraphId, inputs: [], outputs: [{ name: "y", value: y }], implied: true }],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
  return { before, after: runPipeline(model, optimize, {}).model.graphs[0] as Graph };
}

const first = [0, 3, 1, 2];
const last = [0, 2, 3, 1];
const turn = (emit: Emitter, x: ValueId, order: readonly number[]): ValueId =>
  emit.one("transpose", [x, emit.ints(order, "order")], {});
const ops = ({ nodes }: Graph): readonly string[] => nodes.map(({ op }) => op);
const data = fromNumbers("float32", [1, 2, 3, 2], [1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12]);

function expectSame({ before, after }: { readonly before: Graph; readonly after: Graph }): void {
  expect(runGraph(after, [data])).toEqual(runGraph(before, [data]));
}

test("activations, padding and sums of channels-first data run on channels-last data", () => {
  const graphs = optimized((emit, x) => {
    const turned = turn(emit, x, first);
    const padding = emit.literal(fromNumbers("int32", [4, 2], [0, 0, 0, 0, 1, 0, 0, 2]), "paddings");
    const padded = emit.one("pad", [emit.one("abs", [turned], {}), padding], {});
    const scale = emit.literal(fromNumbers("float32", [1, 2, 1, 1], [2, 3]), "scale");
    const scaled = emit.one("mul", [padded, scale], { activation: "none" });
    return turn(emit, emit.one("add", [scaled, padded], { activation: "none" }), last);
  });
  expect(ops(graphs.after)).not.toContain("transpose");
  expectSame(graphs);
});

test("a mean over the picture takes the transpose away with it", () => {
  const graphs = optimized((emit, x) =>
    emit.one("mean", [turn(emit, x, first), emit.ints([2, 3], "axes")], { keepDims: false }),
  );
  expect(ops(graphs.after)).toEqual(["mean"]);
  expectSame(graphs);
});

test("a reduction that would leave its axes in another order stays behind its transpose", () => {
  const graphs = optimized((emit, x) =>
    emit.one("sum", [turn(emit, x, first), emit.ints([0], "axes")], { keepDims: false }),
  );
  expect(ops(graphs.after)).toEqual(["transpose", "sum"]);
  expectSame(graphs);
});

test("a vector that broadcasts along the last axis keeps the order", () => {
  const graphs = optimized((emit, x) => {
    const vector = emit.literal(fromNumbers("float32", [3], [1, 2, 3]), "vector");
    return turn(emit, emit.one("mul", [turn(emit, x, first), vector], { activation: "none" }), last);
  });
  expect(ops(graphs.after)).toEqual(["transpose", "mul", "transpose"]);
  expectSame(graphs);
});
