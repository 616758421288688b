import { describe, expect, test } from "vitest";
import { getValue, type Model, type ValueId, verifyModel } from "../src/ir/index.ts";
import { fromNumbers, symbolDim } from "../src/numerics/index.ts";
import { compareTensors } from "../src/ops/index.ts";
import { optimize, runPipeline } from "../src/passes/index.ts";
import { createInterpreter, drain } from "../src/runtime/index.ts";
import { opsOf, type Sketch, sketchModel, testInputs } from "./sketch.ts";

const conv = { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" } as const;
const none = { activation: "none" } as const;
const bn = { epsilon: 1e-3, axis: -1 } as const;

interface PassCase {
  readonly name: string;
  readonly before: (sketch: Sketch) => readonly ValueId[];
  /** Operators after optimization. */
  readonly after: readonly string[];
  /** Text that some refusal must hold. */
  readonly refusal?: string;
}

const statistics = (s: Sketch, name: string, channels: number): ValueId[] => [
  s.weight(`${name}/gamma`, [channels]),
  s.weight(`${name}/beta`, [channels]),
  s.weight(`${name}/mean`, [channels]),
  s.weight(
    `${name}/variance`,
    [channels],
    Array.from({ length: channels }, (_, i) => 0.5 + i),
  ),
];

const cases: readonly PassCase[] = [
  {
    name: "batch normalization and relu6 move into a convolution",
    before(s) {
      const y = s.emit.one(
        "conv2d",
        [s.input([symbolDim("N"), 5, 5, 3]), s.weight("w", [4, 3, 3, 3]), s.weight("b", [4])],
        conv,
      );
      return [s.emit.one("relu6", [s.emit.one("batchNormalization", [y, ...statistics(s, "bn", 4)], bn)], {})];
    },
    after: ["conv2d"],
  },
  {
    name: "batch normalization moves into a depthwise convolution with a multiplier and no bias",
    before(s) {
      const y = s.emit.one("depthwiseConv2d", [s.input([1, 5, 5, 3]), s.weight("w", [1, 3, 3, 6])], {
        ...conv,
        padding: "same",
      });
      return [s.emit.one("batchNormalization", [y, ...statistics(s, "bn", 6)], bn)];
    },
    after: ["depthwiseConv2d"],
  },
  {
    name: "batch normalization without gamma and beta moves into a dense layer",
    before(s) {
      const y = s.emit.one("fullyConnected", [s.input([2, 6]), s.weight("w", [4, 6])], {
        activation: "none",
        keepNumDims: false,
        asymmetricQuantizeInputs: false,
      });
      const [, , mean, variance] = statistics(s, "bn", 4) as [ValueId, ValueId, ValueId, ValueId];
      return [s.emit.one("batchNormalization", [y, null, null, mean, variance], bn)];
    },
    after: ["fullyConnected"],
  },
  {
    name: "batch normalization before a dense layer moves into it",
    before(s) {
      const x = s.emit.one("batchNormalization", [s.input([2, 6]), ...statistics(s, "bn", 6)], bn);
      const attrs = {
        activation: "none",
        keepNumDims: false,
        asymmetricQuantizeInputs: false,
      } as const;
      return [s.emit.one("fullyConnected", [x, s.weight("w", [4, 6]), s.weight("b", [4])], attrs)];
    },
    after: ["fullyConnected"],
  },
  {
    name: "batch normalization before a 1x1 convolution moves into it, padding or not",
    before(s) {
      const x = s.emit.one("batchNormalization", [s.input([1, 4, 4, 3]), ...statistics(s, "bn", 3)], bn);
      return [s.emit.one("conv2d", [x, s.weight("w", [5, 1, 1, 3])], { ...conv, padding: "same" })];
    },
    after: ["conv2d"],
  },
  {
    name: "batch normalization stays before a padded convolution, because padding is not shifted",
    before(s) {
      const x = s.emit.one("batchNormalization", [s.input([1, 4, 4, 3]), ...statistics(s, "bn", 3)], bn);
      return [s.emit.one("conv2d", [x, s.weight("w", [5, 3, 3, 3])], { ...conv, padding: "same" })];
    },
    after: ["batchNormalization", "conv2d"],
    refusal: "padded with zeros",
  },
  {
    name: "a scale alone moves before a padded depthwise convolution with a multiplier",
    before(s) {
      const x = s.emit.one("mul", [s.input([1, 4, 4, 3]), s.weight("s", [3])], none);
      return [s.emit.one("depthwiseConv2d", [x, s.weight("w", [1, 3, 3, 6])], { ...conv, padding: "same" })];
    },
    after: ["depthwiseConv2d"],
  },
  {
    name: "a grouped convolution keeps the map before it",
    before(s) {
      const x = s.emit.one("mul", [s.input([1, 4, 4, 4]), s.weight("s", [4])], none);
      return [s.emit.one("conv2d", [x, s.weight("w", [4, 3, 3, 2])], conv)];
    },
    after: ["mul", "conv2d"],
    refusal: "grouped",
  },
  {
    name: "scale, offset, difference and quotient by constants move into a transposed convolution",
    before(s) {
      const shape = s.emit.ints([1, 6, 6, 2], "shape");
      let y = s.emit.one("transposeConv", [shape, s.weight("w", [2, 2, 2, 3]), s.input([1, 3, 3, 3])], {
        strides: [2, 2],
        padding: "valid",
        activation: "none",
        quantizedBiasType: "none",
      });
      y = s.emit.one("mul", [y, s.weight("s", [2])], none);
      y = s.emit.one("add", [s.weight("t", [1, 1, 1, 2]), y], none);
      y = s.emit.one("sub", [s.weight("one", []), y], none);
      return [s.emit.one("div", [y, s.weight("q", [2], [2, 0.3])], none)];
    },
    after: ["transposeConv"],
  },
  {
    name: "a convolution whose result is read twice keeps its batch normalization",
    before(s) {
      const y = s.emit.one("conv2d", [s.input([1, 4, 4, 3]), s.weight("w", [3, 1, 1, 3])], conv);
      return [s.emit.one("add", [y, s.emit.one("batchNormalization", [y, ...statistics(s, "bn", 3)], bn)], none)];
    },
    after: ["conv2d", "batchNormalization", "add"],
    refusal: "also used elsewhere",
  },
  {
    name: "an addition of a map that varies over space does not move",
    before(s) {
      const y = s.emit.one("conv2d", [s.input([1, 4, 4, 3]), s.weight("w", [3, 1, 1, 3])], conv);
      return [s.emit.one("add", [y, s.weight("t", [1, 4, 4, 3])], none)];
    },
    after: ["conv2d", "add"],
  },
  {
    name: "zero padding becomes same padding where TensorFlow would pad so",
    before(s) {
      const x = s.emit.one(
        "pad",
        [s.input([1, 8, 8, 3]), s.emit.literal(fromNumbers("int32", [4, 2], [0, 0, 0, 1, 0, 1, 0, 0]), "p")],
        {},
      );
      return [s.emit.one("conv2d", [x, s.weight("w", [3, 3, 3, 3])], { ...conv, strides: [2, 2] })];
    },
    after: ["conv2d"],
  },
  {
    name: "transposes that undo each other go, and a unary operator between keeps them",
    before(s) {
      const x = s.input([1, 2, 3, 4]);
      const t = s.emit.one("transpose", [x, s.emit.ints([0, 3, 1, 2], "p")], {});
      const back = s.emit.one("transpose", [t, s.emit.ints([0, 2, 3, 1], "p")], {});
      return [s.emit.one("exp", [back], {})];
    },
    after: ["exp"],
  },
  {
    name: "of three reshapes one is left",
    before(s) {
      const x = s.input([symbolDim("N"), 4, 4]);
      const a = s.emit.one("reshape", [x, s.emit.ints([-1, 16], "s")], {});
      const b = s.emit.one("expandDims", [a, s.emit.ints([1], "axis")], {});
      return [s.emit.one("exp", [s.emit.one("reshape", [b, s.emit.ints([-1, 2, 8], "s")], {})], {})];
    },
    after: ["reshape", "exp"],
  },
  {
    name: "dropout between two layers goes, and lets what follows fuse",
    before(s) {
      const y = s.emit.one("conv2d", [s.input([1, 4, 4, 3]), s.weight("w", [3, 1, 1, 3])], conv);
      return [s.emit.one("relu", [s.emit.one("trainingOnly", [y], { kind: "Dropout" })], {})];
    },
    after: ["conv2d"],
  },
  {
    name: "dropout alone between input and output stays",
    before: (s) => [s.emit.one("trainingOnly", [s.input([2, 3])], { kind: "Dropout" })],
    after: ["trainingOnly"],
    refusal: "alone stands between",
  },
  ...hardSwishes(),
  {
    name: "x * sigmoid(x) is silu",
    before(s) {
      const x = s.input([2, 3]);
      return [s.emit.one("mul", [s.emit.one("logistic", [x], {}), x], none)];
    },
    after: ["silu"],
  },
  {
    name: "x * sigmoid(y) is not",
    before: (s) => [s.emit.one("mul", [s.emit.one("logistic", [s.input([2, 3])], {}), s.input([2, 3])], none)],
    after: ["logistic", "mul"],
  },
  {
    name: "min(max(x, 0), 6) is relu6, and fuses",
    before(s) {
      const y = s.emit.one("conv2d", [s.input([1, 4, 4, 3]), s.weight("w", [3, 1, 1, 3])], conv);
      const low = s.emit.one("maximum", [y, s.weight("zero", [], [0])], {});
      return [s.emit.one("minimum", [s.weight("six", [], [6]), low], {})];
    },
    after: ["conv2d"],
  },
  {
    name: "constants fold",
    before(s) {
      const sum = s.emit.one("add", [s.weight("a", [3]), s.weight("b", [3])], none);
      return [s.emit.one("maximum", [s.input([2, 3]), s.emit.one("exp", [sum], {})], {})];
    },
    after: ["maximum"],
  },
  {
    name: "a fold that grows the file does not happen",
    before(s) {
      const wide = s.emit.one("broadcastTo", [s.weight("a", [1, 3]), s.emit.ints([30000, 3], "s")], {});
      return [s.emit.one("maximum", [s.input([30000, 3]), wide], {})];
    },
    after: ["broadcastTo", "maximum"],
    refusal: "bytes instead of",
  },
];

function hardSwishes(): PassCase[] {
  const three = (s: Sketch) => s.weight("three", [], [3]);
  const spellings: Readonly<Record<string, (s: Sketch, x: ValueId) => ValueId>> = {
    "x * (relu6(x + 3) / 6)"(s, x) {
      const gate = s.emit.one("relu6", [s.emit.one("add", [x, three(s)], none)], {});
      return s.emit.one("mul", [x, s.emit.one("div", [gate, s.weight("six", [], [6])], none)], none);
    },
    "relu6(3 + x) * (1/6) * x"(s, x) {
      const gate = s.emit.one("relu6", [s.emit.one("add", [three(s), x], none)], {});
      return s.emit.one("mul", [s.emit.one("mul", [gate, s.weight("sixth", [], [1 / 6])], none), x], none);
    },
    "x * relu6(x + 3) / 6"(s, x) {
      const gate = s.emit.one("relu6", [s.emit.one("add", [x, three(s)], none)], {});
      return s.emit.one("div", [s.emit.one("mul", [x, gate], none), s.weight("six", [], [6])], none);
    },
    "x * hardSigmoid(x)": (s, x) =>
      s.emit.one("mul", [x, s.emit.one("hardSigmoid", [x], { slope: 1 / 6, offset: 0.5 })], none),
  };
  return Object.entries(spellings).map(([name, draw]) => ({
    name: `${name} is hard swish`,
    before: (s) => [draw(s, s.input([2, 3]))],
    after: ["hardSwish"],
  }));
}

function answers(model: Model) {
  return drain(createInterpreter(model).run(0 as never, testInputs(model)));
}

describe.each(cases)("$name", ({ before, after, refusal }) => {
  const model = sketchModel(before);

  test("operators", () => {
    expect(opsOf(runPipeline(model, optimize).model)).toEqual(after);
  });

  test("every rewrite keeps the structure and the numbers", () => {
    const want = answers(model);
    const seen: string[] = [];
    runPipeline(model, optimize, {
      onPatch(current, patch) {
        seen.push(patch.rule);
        expect(verifyModel(current())).toEqual([]);
        answers(current()).forEach((got, index) => {
          const found = compareTensors(got, want[index] as never, { atol: 2e-5, rtol: 2e-5 });
          expect(found, `after ${seen.join(", ")}`).toMatchObject({ equal: true });
        });
      },
    });
  });

  test("outputs keep their names", () => {
    const { model: result } = runPipeline(model, optimize);
    const names = (m: Model) => m.graphs[0]?.outputs.map((id) => getValue(m.graphs[0] as never, id).name);
    expect(names(result)).toEqual(names(model));
  });

  test.runIf(refusal !== undefined)("the refusal says why", () => {
    const reasons = runPipeline(model, optimize).diagnostics.map((d) => d.explain);
    expect(reasons.some((reason) => reason.includes(refusal ?? ""))).toBe(true);
  });
});

test("a pipeline stops after n rewrites", () => {
  const model = sketchModel((cases[0] as PassCase).before);
  expect(opsOf(runPipeline(model, optimize, { stopAfter: 1 }).model)).toEqual(["conv2d", "relu6"]);
});
