import { fromNumbers, type PerTensorQuantization, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import type { OpName } from "../../src/ops/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { expectWithinSteps, realNumbers } from "../stored-operator.ts";
import { compute, type Drawn, int, integers, type Law, law, vector } from "./family.ts";
import { type Stored, scaleOf, stored, unquantized } from "./stored.ts";

interface StoredCase {
  readonly attrs?: object;
  readonly inputs: readonly (Tensor | null)[];
  /** The scale of the results; that of the first input otherwise. */
  readonly to?: PerTensorQuantization;
}

/** How an operator's arithmetic on stored integers relates to that on the real numbers that they stand for. */
export type QuantizedLaw =
  | {
      /** Within some steps of the real result; `why` says why more than the one step of two roundings. */
      readonly kind: "near";
      readonly dtypes: readonly Stored[];
      /** For all dtypes, or for some of them. */
      readonly steps?: number | { readonly [D in Stored]?: number };
      readonly why?: string;
      readonly draw: (draw: Draw, dtype: Stored) => StoredCase;
    }
  | {
      /** What the operator does to plain integers; `why` says what that means for the real numbers. */
      readonly kind: "integers";
      readonly dtypes: readonly Stored[];
      readonly why: string;
      readonly draw: (draw: Draw, dtype: Stored) => StoredCase;
    }
  | {
      /** The law stands beside the operator, because it has preconditions of its own. */
      readonly kind: "beside";
      readonly file: string;
    };

const eight: readonly Stored[] = ["int8", "uint8"];
const all: readonly Stored[] = ["int8", "uint8", "int16"];
const signed: readonly Stored[] = ["int8", "int16"];

const moves = "elements are moved or picked, none is computed";
const asTheyAre = "kernels take the stored integers as they are and ignore scales and zero points";
const elements: QuantizedLaw = { kind: "beside", file: "src/ops/elementwise/stored-elements.test.ts" };
const activations: QuantizedLaw = { kind: "beside", file: "src/ops/activation/stored-activations.test.ts" };
const comparisons: QuantizedLaw = { kind: "beside", file: "src/ops/compare/stored-comparison.test.ts" };
const convolutions: QuantizedLaw = { kind: "beside", file: "src/ops/conv/stored-convolution.test.ts" };
const products: QuantizedLaw = { kind: "beside", file: "src/ops/dense/stored-dense.test.ts" };

const one =
  (attrs: object, minRank = 0, ...rest: readonly Tensor[]) =>
  (draw: Draw, dtype: Stored): StoredCase => ({
    attrs,
    inputs: [stored(draw, dtype, draw.shape(minRank, 3, 1)), ...rest],
  });

const two = (draw: Draw, dtype: Stored): StoredCase => {
  const shape = draw.shape(0, 3, 1);
  return { inputs: [stored(draw, dtype, shape), stored(draw, dtype, draw.flag() ? shape : [])] };
};

const divided = (draw: Draw, dtype: Stored): StoredCase => {
  const [a, b] = two(draw, dtype).inputs as readonly [Tensor, Tensor];
  const nonzero = toNumbers(b).map((value) => value || 1);
  return { inputs: [a, fromNumbers(dtype, b.shape, nonzero, b.quantization)] };
};

const shifted = (draw: Draw, dtype: Stored): StoredCase => {
  const x = stored(draw, dtype, draw.shape(0, 3, 1));
  const bits = fromNumbers(dtype, [], [draw.int(0, 7)], scaleOf(draw, dtype));
  return { inputs: [x, bits] };
};

const reducedTo =
  (own: boolean) =>
  (draw: Draw, dtype: Stored): StoredCase => {
    const x = stored(draw, dtype, draw.shape(1, 3, 1));
    const axes = vector(x.shape.flatMap((_, axis) => (draw.flag() ? [axis] : [])));
    return { attrs: { keepDims: draw.flag() }, inputs: [x, axes], ...(own ? {} : { to: scaleOf(draw, dtype) }) };
  };

const pooled = (draw: Draw, dtype: Stored): StoredCase => {
  const kernel = [draw.int(1, 3), draw.int(1, 3)];
  const shape = [1, draw.int(3, 5), draw.int(3, 5), draw.int(1, 2)];
  const activation = draw.of("none", "relu", "relu6");
  const attrs = { kernel, strides: [1, draw.int(1, 2)], padding: draw.of("same", "valid"), activation };
  return { attrs, inputs: [stored(draw, dtype, shape)] };
};

const rows = (draw: Draw, dtype: Stored): StoredCase => {
  const x = stored(draw, dtype, draw.shape(1, 3, 1));
  return { inputs: [x, int(draw.int(0, x.shape.length - 1))] };
};

/** The law of every operator that has arithmetic on stored integers. */
export const quantizedLaws: { readonly [N in OpName]?: QuantizedLaw } = {
  abs: elements,
  add: elements,
  argMax: {
    kind: "integers",
    dtypes: all,
    why: "the order of stored integers is that of the real numbers",
    draw: rows,
  },
  argMin: {
    kind: "integers",
    dtypes: all,
    why: "the order of stored integers is that of the real numbers",
    draw: rows,
  },
  averagePool2d: { kind: "near", dtypes: all, draw: pooled },
  batchMatmul: products,
  bitcast: { kind: "integers", dtypes: all, why: "bytes stay what they are", draw: one({ dtype: "uint8" }) },
  bitwiseAnd: { kind: "integers", dtypes: all, why: asTheyAre, draw: two },
  bitwiseXor: { kind: "integers", dtypes: all, why: asTheyAre, draw: two },
  cast: { kind: "integers", dtypes: all, why: asTheyAre, draw: one({ dtype: "float32" }) },
  concatenation: {
    kind: "near",
    dtypes: ["uint8"],
    draw: (draw, dtype) => {
      const shape = draw.shape(1, 3, 1);
      const inputs = Array.from({ length: draw.int(1, 3) }, () => stored(draw, dtype, shape));
      return { attrs: { axis: draw.int(0, shape.length - 1) }, inputs, to: scaleOf(draw, dtype) };
    },
  },
  conv2d: convolutions,
  depthwiseConv2d: convolutions,
  div: elements,
  elu: activations,
  equal: comparisons,
  exp: elements,
  floorDiv: { kind: "integers", dtypes: signed, why: asTheyAre, draw: divided },
  floorMod: { kind: "integers", dtypes: signed, why: asTheyAre, draw: divided },
  fullyConnected: products,
  gelu: activations,
  greater: comparisons,
  greaterEqual: comparisons,
  hardSwish: activations,
  hashtableLookup: {
    kind: "integers",
    dtypes: all,
    why: "rows are moved; a key that is missing gives stored zeros, whatever they stand for",
    draw: (draw, dtype) => ({ inputs: [integers(draw, [3], 0, 4), vector([0, 1, 2]), stored(draw, dtype, [3, 2])] }),
  },
  l2Normalization: {
    kind: "near",
    dtypes: eight,
    draw: (draw, dtype) => ({
      inputs: [stored(draw, dtype, [2, draw.int(2, 6)])],
      to: { kind: "perTensor", scale: 1 / 128, zeroPoint: dtype === "int8" ? 0 : 128 },
    }),
  },
  leakyRelu: activations,
  leftShift: { kind: "integers", dtypes: all, why: asTheyAre, draw: shifted },
  less: comparisons,
  lessEqual: comparisons,
  log: elements,
  logSoftmax: activations,
  logistic: elements,
  matrixDiag: {
    kind: "integers",
    dtypes: all,
    why: "off the diagonal stand stored zeros, whatever they stand for",
    draw: one({}, 1),
  },
  maxPool2d: { kind: "near", dtypes: all, draw: pooled },
  maximum: { kind: "integers", dtypes: all, why: asTheyAre, draw: two },
  mean: { kind: "near", dtypes: all, draw: reducedTo(false) },
  minimum: { kind: "integers", dtypes: all, why: asTheyAre, draw: two },
  mul: elements,
  neg: { kind: "integers", dtypes: signed, why: asTheyAre, draw: one({}) },
  notEqual: comparisons,
  oneHot: {
    kind: "integers",
    dtypes: all,
    why: moves,
    draw: (draw, dtype) => {
      const quantization = scaleOf(draw, dtype);
      const [on, off] = [stored(draw, dtype, [], quantization), stored(draw, dtype, [], quantization)];
      return { inputs: [integers(draw, [3], -1, 3), int(3), on, off], to: quantization };
    },
  },
  prelu: activations,
  reduceMax: { kind: "near", dtypes: all, draw: reducedTo(true) },
  reduceMin: { kind: "near", dtypes: all, draw: reducedTo(true) },
  reduceProd: {
    kind: "near",
    dtypes: signed,
    steps: 2.01,
    why: "the product so far is rounded to 31 bits of its own scale and to whole steps after every factor",
    draw: (draw, dtype) => {
      const quantization = { kind: "perTensor", scale: dtype === "int16" ? 2 ** -15 : 2 ** -7, zeroPoint: 0 } as const;
      return { inputs: [stored(draw, dtype, [draw.int(1, 3), 2], quantization), vector([0])], to: quantization };
    },
  },
  relu: activations,
  relu0To1: activations,
  relu6: activations,
  reluN1To1: activations,
  resizeBilinear: {
    kind: "near",
    dtypes: all,
    // 6 cells of the result on two axes: off by 6/1024 of a cell, and cells differ by up to 255 and 65535 steps.
    steps: { int8: 2.01, int16: 385 },
    why: "a position is a multiple of a scale in whole 1024ths, off by half of one for each cell of the result",
    draw: (draw, dtype) => {
      const x = stored(draw, dtype, [1, draw.int(1, 4), draw.int(1, 4), 2]);
      return { attrs: { halfPixelCenters: draw.flag() }, inputs: [x, vector([draw.int(1, 6), draw.int(1, 6)])] };
    },
  },
  rightShift: { kind: "integers", dtypes: all, why: asTheyAre, draw: shifted },
  rsqrt: elements,
  scatterNd: {
    kind: "integers",
    dtypes: eight,
    why: "what no update reaches is a stored zero, and updates of one place are added as stored",
    draw: (draw, dtype) => ({ inputs: [integers(draw, [3, 1], 0, 3), stored(draw, dtype, [3, 2]), vector([4, 2])] }),
  },
  softmax: activations,
  sparseToDense: {
    kind: "integers",
    dtypes: eight,
    why: moves,
    draw: (draw, dtype) => {
      const quantization = scaleOf(draw, dtype);
      const [values, rest] = [stored(draw, dtype, [3], quantization), stored(draw, dtype, [], quantization)];
      return { inputs: [integers(draw, [3], 0, 4), vector([5]), values, rest], to: quantization };
    },
  },
  sqrt: elements,
  squaredDifference: elements,
  sub: elements,
  sum: { kind: "near", dtypes: all, draw: reducedTo(false) },
  tanh: elements,
  topKV2: {
    kind: "integers",
    dtypes: all,
    why: "the order of stored integers is that of the real numbers",
    draw: one({}, 1, int(1)),
  },
  transposeConv: convolutions,
  unique: {
    kind: "integers",
    dtypes: all,
    why: "equal stored integers are equal real numbers",
    draw: (draw, dtype) => ({ inputs: [stored(draw, dtype, [draw.int(1, 6)])] }),
  },
  where: { kind: "integers", dtypes: all, why: "kernels ask which stored integer is not 0", draw: one({}) },
  zerosLike: { kind: "near", dtypes: all, draw: one({}) },
};

const resultCount: { readonly [N in OpName]?: number } = { topKV2: 2, unique: 2, hashtableLookup: 2 };

/** Results that hold other things than stored numbers: places, flags, bytes, real numbers. */
const storedResults = (op: OpName): number => (["argMax", "argMin", "where", "bitcast", "cast"].includes(op) ? 0 : 1);

function drawnOf(op: OpName, { attrs = {}, inputs, to }: StoredCase): Drawn {
  const first = inputs.find((x) => x?.quantization !== undefined);
  const quantization = to ?? first?.quantization;
  const outputs = Array.from({ length: resultCount[op] ?? 1 }, (_, i) =>
    i < storedResults(op) && quantization !== undefined ? { quantization } : {},
  );
  return { attrs, inputs, outputs };
}

/** The law as one of generated cases, as many for each dtype; none where it stands beside the operator. */
export function quantizedLaw(op: OpName, stated: QuantizedLaw, cases: number): readonly Law[] {
  if (stated.kind === "beside") return [];
  return stated.dtypes.map((dtype) =>
    law(
      `${op}: ${dtype} arithmetic is ${stated.kind === "near" ? "near that of real numbers" : "that of integers"}`,
      cases,
      (draw) => {
        const drawn = drawnOf(op, stated.draw(draw, dtype));
        const results = compute(op, drawn);
        if (stated.kind === "integers") {
          const plain = compute(op, {
            ...drawn,
            inputs: drawn.inputs.map((x) => x && unquantized(x)),
            outputs: results.map(() => ({})),
          });
          results.forEach((result, i) => {
            expectTensor(unquantized(result), plain[i] as Tensor);
          });
          return;
        }
        const inputs = drawn.inputs.map((x) => (x?.quantization === undefined ? x : realNumbers(x)));
        const [real] = compute(op, { ...drawn, inputs, outputs: [{}] });
        expectWithinSteps(results[0] as Tensor, real as Tensor, stepsOf(stated.steps, dtype));
      },
    ),
  );
}

const stepsOf = (steps: number | { readonly [D in Stored]?: number } | undefined, dtype: Stored): number =>
  (typeof steps === "number" ? steps : steps?.[dtype]) ?? 1.01;
