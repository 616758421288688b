import { describe, expect, test } from "vitest";
import { constantFromTensor, type Model, type ValueId } from "../src/ir/index.ts";
import { createLedger, type LedgerEntry } from "../src/ledger/index.ts";
import { fromNumbers } from "../src/numerics/index.ts";
import { optimize, removeDead, runPipeline, storeWeightsAsFloat16 } from "../src/passes/index.ts";
import { type Sketch, sketchModel } from "./sketch.ts";

const conv = { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" } as const;

function convBatchNorm(s: Sketch): readonly ValueId[] {
  const y = s.emit.one("conv2d", [s.input([1, 4, 4, 3]), s.weight("kernel", [2, 1, 1, 3])], conv);
  const bn = s.emit.one(
    "batchNormalization",
    [y, s.weight("gamma", [2]), s.weight("beta", [2]), s.weight("mean", [2]), s.weight("variance", [2], [1, 2])],
    { epsilon: 1e-3, axis: -1 },
  );
  return [s.emit.one("add", [bn, s.weight("plane", [1, 4, 4, 2])], { activation: "none" })];
}

const fates = (entries: readonly LedgerEntry[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries.map(({ weight, fate }) => [weight, fate]));

const optimized = (model: Model): Model => removeDead(runPipeline(model, optimize).model, "not needed");

describe("ledger", () => {
  test("an untouched model keeps every weight", () => {
    const model = sketchModel(convBatchNorm);
    const ledger = createLedger(model.weights, model);
    expect(new Set(Object.values(fates(ledger.entries)))).toEqual(new Set(["kept"]));
    expect(ledger.balanced).toBe(true);
  });

  test("folded weights are told and recomputed", () => {
    const model = sketchModel(convBatchNorm);
    const ledger = createLedger(model.weights, optimized(model));
    expect(fates(ledger.entries)).toEqual({
      kernel: "folded",
      gamma: "folded",
      beta: "folded",
      mean: "folded",
      variance: "folded",
      plane: "kept",
    });
    expect(ledger.entries[0]?.into).toEqual(["kernel"]);
    expect(ledger.entries[0]?.reason).toContain("folded into");
    expect(ledger.recomputed).toEqual({ count: 2, maxUlp: 0 });
    expect(ledger.balanced).toBe(true);
  });

  test("a weight that two layers share is tied", () => {
    const model = sketchModel((s) => {
      const w = s.weight("shared", [3]);
      return [
        s.emit.one("mul", [s.emit.one("add", [s.input([3]), w], { activation: "none" }), w], { activation: "none" }),
      ];
    });
    expect(fates(createLedger(model.weights, model).entries)).toEqual({ shared: "tied" });
  });

  test("float16 storage is a cast", () => {
    const model = sketchModel(convBatchNorm);
    const ledger = createLedger(model.weights, storeWeightsAsFloat16(model));
    expect(fates(ledger.entries)["plane"]).toBe("cast");
    expect(ledger.balanced).toBe(true);
  });

  test("a weight that no output needs is dropped for a reason", () => {
    const model = sketchModel((s) => {
      s.emit.one("exp", [s.weight("unused", [3])], {});
      return [s.emit.one("exp", [s.input([2])], {})];
    });
    const ledger = createLedger(model.weights, removeDead(model, "no output depends on it"));
    expect(ledger.entries).toMatchObject([{ weight: "unused", fate: "dropped", reason: "no output depends on it" }]);
  });

  test("a lost weight does not balance", () => {
    const model = sketchModel(convBatchNorm);
    const lost = { ...model, graphs: [{ ...sketchModel((s) => [s.emit.one("exp", [s.input([2])], {})]).graphs[0] }] };
    const ledger = createLedger(model.weights, lost as Model);
    expect(ledger.balanced).toBe(false);
    expect(ledger.problems.map(({ code }) => code)).toEqual(new Array(6).fill("LED-E001"));
  });

  test("a folded number that is not what its origins give is found", () => {
    const model = optimized(sketchModel(convBatchNorm));
    const graph = model.graphs[0] as Model["graphs"][number];
    const values = graph.values.map((value) => {
      if (value?.constant?.origin.kind !== "computed" || value.name !== "kernel") return value;
      const { origin } = value.constant;
      return {
        ...value,
        constant: constantFromTensor(fromNumbers("float32", [2, 1, 1, 3], [1, 2, 3, 4, 5, 6]), origin),
      };
    });
    const ledger = createLedger(model.weights, { ...model, graphs: [{ ...graph, values }] });
    expect(ledger.problems.map(({ code }) => code)).toEqual(["LED-E003"]);
    expect(ledger.problems[0]?.evidence["into"]).toBe("kernel");
  });

  test("a constant that the written file does not hold is found", () => {
    const model = sketchModel(convBatchNorm);
    const damaged: Model = {
      ...model,
      graphs: model.graphs.map((graph) => ({
        ...graph,
        values: graph.values.map((value) =>
          value?.name === "plane"
            ? {
                ...value,
                constant: constantFromTensor(fromNumbers("float32", [1, 4, 4, 2], new Array(32).fill(0)), {
                  kind: "literal",
                  reason: "damage",
                }),
              }
            : value,
        ),
      })),
    };
    const ledger = createLedger(model.weights, model, damaged);
    expect(ledger.problems.map(({ code, where }) => [code, where.tensor])).toEqual([["LED-E004", "plane"]]);
    expect(createLedger(model.weights, model, model).balanced).toBe(true);
  });

  test("part of a weight is not the whole", () => {
    const model = sketchModel((s) => {
      const half = s.emit.one("slice", [s.weight("w", [4, 2]), s.emit.ints([0, 0], "b"), s.emit.ints([2, 2], "s")], {});
      return [s.emit.one("add", [half, s.input([2, 2])], { activation: "none" })];
    });
    const ledger = createLedger(model.weights, optimized(model));
    expect(ledger.problems.map(({ code }) => code)).toEqual(["LED-E002"]);
  });
});
