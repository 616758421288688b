import { tensorType, type ValueId } from "../../src/ir/index.ts";
import { fromNumbers, type Tensor, tensor } from "../../src/numerics/index.ts";
import type { AttrsOf, OpName } from "../../src/ops/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { countingTensor, movedDtypes, movingApplication } from "../moving-applications.ts";
import {
  compute,
  computeOne,
  type Drawn,
  type Draws,
  type Family,
  float,
  integers,
  law,
  reals,
  vector,
} from "./family.ts";
import { graphOf, running, sessionOf } from "./session.ts";

const scalar = tensorType("float32", []);

/** One node that folds with a graph of two scalars, run on tensors. */
function folded<N extends OpName>(
  op: N,
  fold: "add" | "maximum",
  inputs: readonly Tensor[],
  attrs: AttrsOf<N>,
): Tensor {
  const body = graphOf("fold", [scalar, scalar], (emit, [a, b]) => [
    fold === "add"
      ? emit.one("add", [a as ValueId, b as ValueId], { activation: "none" })
      : emit.one("maximum", [a as ValueId, b as ValueId], {}),
  ]);
  const types = inputs.map(({ dtype, shape }) => tensorType(dtype, shape));
  const main = graphOf("main", types, (emit, values) => emit.op(op, values, attrs, running(body)));
  return sessionOf([main, body])(...inputs)[0] as Tensor;
}

function padded(draw: Draw): Drawn {
  const x = countingTensor(draw.of(...movedDtypes), draw.shape(0, 4));
  const amounts = (least: number) => x.shape.map(() => draw.int(least, 2));
  return {
    attrs: { low: amounts(0), high: amounts(0), interior: amounts(0) },
    inputs: [x, countingTensor(x.dtype, [], 9)],
  };
}

/** Slices of whole rows, as gather takes them. */
function rows(draw: Draw): Drawn {
  const x = reals(draw, draw.shape(1, 3, 1));
  const indices = integers(draw, [draw.int(0, 3), 1], 0, (x.shape[0] as number) - 1);
  const attrs = {
    offsetDims: x.shape.slice(1).map((_, axis) => axis + 1),
    collapsedSliceDims: [0],
    startIndexMap: [0],
    indexVectorDim: 1,
    sliceSizes: [1, ...x.shape.slice(1)],
  };
  return { attrs, inputs: [x, indices] };
}

const bits = (draw: Draw): Drawn => {
  const algorithm = draw.of("philox", "threefry");
  const state = tensor("uint64", [2], BigUint64Array.of(BigInt(draw.int(0, 99)), BigInt(draw.int(0, 99))));
  const attrs = { algorithm, dtype: draw.of("int32", "uint32", "int64", "uint64"), shape: draw.shape(0, 3) };
  return { attrs, inputs: [state], outputs: [{}, {}] };
};

const draws: Draws = { stablehloPad: padded, stablehloGather: rows, rngBitGenerator: bits };

export const stablehlo: Family = {
  name: "stablehlo",
  draws,
  laws: [
    law("a pad without cells between is padV2", 80, (draw) => {
      const { attrs, inputs } = padded(draw);
      const { low, high } = attrs as { readonly low: readonly number[]; readonly high: readonly number[] };
      const [x, value] = inputs as readonly [Tensor, Tensor];
      const pads = low.flatMap((before, axis) => [before, high[axis] as number]);
      const plain = { low, high, interior: low.map(() => 0) };
      const want = computeOne("padV2", [x, fromNumbers("int32", [low.length, 2], pads), value]);
      expectTensor(computeOne("stablehloPad", inputs, plain), want);
    }),
    law("what a pad puts around is what a negative pad cuts off", 80, (draw) => {
      const { attrs, inputs } = padded(draw);
      const { low, high } = attrs as { readonly low: readonly number[]; readonly high: readonly number[] };
      const none = low.map(() => 0);
      const wide = computeOne("stablehloPad", inputs, { low, high, interior: none });
      const minus = (amounts: readonly number[]) => amounts.map((amount) => 0 - amount);
      const back = computeOne("stablehloPad", [wide, inputs[1] as Tensor], {
        low: minus(low),
        high: minus(high),
        interior: none,
      });
      expectTensor(back, inputs[0] as Tensor);
    }),
    law("cells between are dilate", 60, (draw) => {
      const x = reals(draw, draw.shape(0, 3));
      const interior = x.shape.map(() => draw.int(0, 2));
      const none = interior.map(() => 0);
      const apart = vector(interior.map((cells) => cells + 1));
      expectTensor(
        computeOne("stablehloPad", [x, float(5)], { low: none, high: none, interior }),
        computeOne("dilate", [x, apart, float(5)]),
      );
    }),
    law("slices of whole rows are gather", 80, (draw) => {
      const { attrs, inputs } = rows(draw);
      const [x, indices] = inputs as readonly [Tensor, Tensor];
      const flat = computeOne("squeeze", [indices], { axes: [1] });
      expectTensor(computeOne("stablehloGather", inputs, attrs), computeOne("gather", [x, flat], { axis: 0 }));
    }),
    law("windows folded by a graph are reduceWindow", 60, (draw) => {
      const sizes = Array.from({ length: draw.int(1, 2) }, () => draw.int(1, 2));
      const strides = sizes.map(() => draw.int(1, 2));
      const dilations = sizes.map(() => draw.int(1, 2));
      const x = reals(
        draw,
        sizes.map((size, axis) => (size - 1) * (dilations[axis] as number) + draw.int(1, 2)),
      );
      const fold = draw.of("add" as const, "maximum" as const);
      const want = computeOne("reduceWindow", [x, float(-1), vector(sizes), vector(strides), vector(dilations)], {
        reduction: fold,
      });
      const attrs = { window: sizes, strides, windowDilations: dilations, baseDilations: [], padding: [] };
      expectTensor(folded("stablehloReduceWindow", fold, [x, float(-1)], attrs), want, { atol: 1e-5, rtol: 1e-5 });
    }),
    law("sums into zeros are scatterNd", 60, (draw) => {
      const { inputs } = movingApplication("scatterNd", draw);
      const [indices, given, shape] = inputs as readonly [Tensor, Tensor, Tensor];
      const updates = reals(draw, given.shape);
      const want = computeOne("scatterNd", [indices, updates, shape]);
      const depth = indices.shape.at(-1) as number;
      const batch = indices.shape.length - 1;
      const attrs = {
        updateWindowDims: given.shape.slice(batch).map((_, axis) => batch + axis),
        insertedWindowDims: Array.from({ length: depth }, (_, axis) => axis),
        scatterDimsToOperandDims: Array.from({ length: depth }, (_, axis) => axis),
        indexVectorDim: batch,
      };
      const zeros = computeOne("zerosLike", [want]);
      expectTensor(folded("stablehloScatter", "add", [zeros, indices, updates], attrs), want, {
        atol: 1e-5,
        rtol: 1e-5,
      });
    }),
    law("random bits go on where they stopped", 80, (draw) => {
      const { attrs, inputs } = bits(draw);
      const algorithm = (attrs as { readonly algorithm: string }).algorithm;
      const words = algorithm === "philox" ? 4 : 2;
      const blocks = draw.int(1, 3);
      const of = (state: Tensor, count: number): readonly [Tensor, Tensor] =>
        compute("rngBitGenerator", {
          attrs: { algorithm, dtype: "uint32", shape: [count] },
          inputs: [state],
          outputs: [{}, {}],
        }) as never;
      const [middle, first] = of(inputs[0] as Tensor, blocks * words);
      const [end, second] = of(middle, words);
      const [whole, all] = of(inputs[0] as Tensor, (blocks + 1) * words);
      expectTensor(computeOne("concatenation", [first, second], { axis: 0 }), all);
      expectTensor(end, whole);
    }),
  ],
};
