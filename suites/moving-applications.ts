import type * as fc from "fast-check";
import type { Attrs } from "../src/ir/index.ts";
import { allocate, type DType, elementCount, fromNumbers, type Tensor, tensor } from "../src/numerics/index.ts";
import type { OpName } from "../src/ops/index.ts";
import { type Draw, drawn } from "./draw.ts";

/** An operator of the shape and index families applied to tensors that fit it. */
export interface MovingApplication {
  readonly op: OpName;
  readonly attrs: Attrs;
  readonly inputs: readonly Tensor[];
  readonly outputCount: number;
}

/** dtypes of every kind of storage that elements are moved in. */
export const movedDtypes: readonly DType[] = [
  "float32",
  "int64",
  "bool",
  "string",
  "complex64",
  "float16",
  "int4",
  "uint8",
];

/** Elements 0, 1, 2, ... in a form that tells them apart as far as the dtype can. */
export function countingTensor(dtype: DType, shape: readonly number[], first = 0): Tensor {
  const count = elementCount(shape);
  if (dtype === "string") {
    const names = Array.from({ length: count }, (_, i) => new TextEncoder().encode(`s${first + i}`));
    return tensor(dtype, shape, names);
  }
  const entries = (allocate(dtype, count) as Float64Array).length;
  return fromNumbers(
    dtype,
    shape,
    Array.from({ length: entries }, (_, i) => first + i),
  );
}

const int32 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("int32", shape, numbers);
const vector = (numbers: readonly number[]): Tensor => int32([numbers.length], numbers);
const matrix = (rows: readonly (readonly number[])[]): Tensor => int32([rows.length, 2], rows.flat());

type Drawn = Omit<MovingApplication, "op" | "outputCount"> & { readonly outputCount?: number };

const draws: { readonly [N in OpName]?: (draw: Draw, dtype: DType) => Drawn } = {
  reshape(draw, dtype) {
    const shape = draw.shape(0, 4, 1);
    const wanted = [...shape].reverse();
    if (wanted.length > 0 && draw.flag()) wanted[0] = -1;
    return { attrs: {}, inputs: [countingTensor(dtype, shape), vector(wanted)] };
  },
  squeeze(draw, dtype) {
    const shape = Array.from({ length: draw.int(0, 5) }, () => draw.of(1, 1, 2, 3));
    const axes = shape.flatMap((dim, axis) => (dim === 1 && draw.flag() ? [draw.sign(axis, shape.length)] : []));
    return { attrs: { axes }, inputs: [countingTensor(dtype, shape)] };
  },
  expandDims(draw, dtype) {
    const shape = draw.shape(0, 5);
    return {
      attrs: {},
      inputs: [countingTensor(dtype, shape), int32([], [draw.int(-shape.length - 1, shape.length)])],
    };
  },
  transpose(draw, dtype) {
    const shape = draw.shape(0, 6);
    const perm = shape.map((_, axis) => axis);
    for (let i = perm.length - 1; i > 0; i--) {
      const j = draw.int(0, i);
      [perm[i], perm[j]] = [perm[j] as number, perm[i] as number];
    }
    return { attrs: {}, inputs: [countingTensor(dtype, shape), vector(perm)] };
  },
  shape: (draw, dtype) => ({
    attrs: { dtype: draw.of("int32", "int64") },
    inputs: [countingTensor(dtype, draw.shape(0, 5))],
  }),
  rank: (draw, dtype) => ({ attrs: {}, inputs: [countingTensor(dtype, draw.shape(0, 5))] }),
  zerosLike: (draw, dtype) => ({ attrs: {}, inputs: [countingTensor(dtype, draw.shape(0, 5))] }),
  fill: (draw, dtype) => ({ attrs: {}, inputs: [vector(draw.shape(0, 4)), countingTensor(dtype, [])] }),
  range(draw) {
    const [start, delta] = [draw.int(-6, 6), draw.of(-3, -2, -1, 1, 2, 3)];
    const limit = start + Math.sign(delta) * draw.int(0, 7);
    return { attrs: {}, inputs: [start, limit, delta].map((value) => int32([], [value])) };
  },
  concatenation(draw, dtype) {
    const shape = draw.shape(1, 4);
    const axis = draw.int(0, shape.length - 1);
    const inputs = Array.from({ length: draw.int(1, 3) }, (_, i) =>
      countingTensor(dtype, shape.with(axis, draw.int(0, 3)), i),
    );
    return { attrs: { axis: draw.sign(axis, shape.length), activation: "none" }, inputs };
  },
  pack(draw, dtype) {
    const shape = draw.shape(0, 4);
    const inputs = Array.from({ length: draw.int(1, 3) }, (_, i) => countingTensor(dtype, shape, i));
    return { attrs: { axis: draw.int(-shape.length - 1, shape.length) }, inputs };
  },
  unpack(draw, dtype) {
    const shape = draw.shape(1, 4, 1);
    const axis = draw.int(0, shape.length - 1);
    const outputCount = shape[axis] as number;
    return { attrs: { axis: draw.sign(axis, shape.length) }, inputs: [countingTensor(dtype, shape)], outputCount };
  },
  split(draw, dtype) {
    const shape = draw.shape(1, 4);
    const axis = draw.int(0, shape.length - 1);
    const outputCount = draw.int(1, 3);
    const x = countingTensor(dtype, shape.with(axis, outputCount * draw.int(0, 2)));
    return { attrs: {}, inputs: [int32([], [draw.sign(axis, shape.length)]), x], outputCount };
  },
  splitV(draw, dtype) {
    const shape = draw.shape(1, 4);
    const axis = draw.int(0, shape.length - 1);
    const sizes = draw.shape(1, 4);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (draw.flag()) sizes[draw.int(0, sizes.length - 1)] = -1;
    const inputs = [
      countingTensor(dtype, shape.with(axis, total)),
      vector(sizes),
      int32([], [draw.sign(axis, shape.length)]),
    ];
    return { attrs: {}, inputs, outputCount: sizes.length };
  },
  tile(draw, dtype) {
    const shape = draw.shape(0, 4);
    return { attrs: {}, inputs: [countingTensor(dtype, shape), vector(shape.map(() => draw.int(0, 2)))] };
  },
  broadcastTo(draw, dtype) {
    const wanted = draw.shape(0, 5);
    const shape = wanted.slice(draw.int(0, wanted.length)).map((dim) => (draw.flag() ? 1 : dim));
    return { attrs: {}, inputs: [countingTensor(dtype, shape), vector(wanted)] };
  },
  broadcastArgs(draw) {
    const shape = draw.shape(0, 5);
    const stretched = () => vector(shape.slice(draw.int(0, shape.length)).map((dim) => (draw.flag() ? 1 : dim)));
    return { attrs: {}, inputs: [stretched(), vector(shape)] };
  },
  reverseV2(draw, dtype) {
    const shape = draw.shape(0, 5);
    const axes = shape.flatMap((_, axis) => (draw.flag() ? [draw.sign(axis, shape.length)] : []));
    return { attrs: {}, inputs: [countingTensor(dtype, shape), vector(axes)] };
  },
  reverseSequence(draw, dtype) {
    const shape = draw.shape(2, 4);
    const seqAxis = draw.int(0, shape.length - 1);
    const batchAxis = (seqAxis + draw.int(1, shape.length - 1)) % shape.length;
    const lengths = Array.from({ length: shape[batchAxis] as number }, () => draw.int(0, shape[seqAxis] as number));
    return { attrs: { seqAxis, batchAxis }, inputs: [countingTensor(dtype, shape), vector(lengths)] };
  },
  slice(draw, dtype) {
    const shape = draw.shape(0, 5);
    const begin = shape.map((dim) => draw.int(0, dim));
    const size = shape.map((dim, axis) => (draw.flag() ? -1 : draw.int(0, dim - (begin[axis] as number))));
    return { attrs: {}, inputs: [countingTensor(dtype, shape), vector(begin), vector(size)] };
  },
  stridedSlice(draw, dtype) {
    const shape = draw.shape(0, 4);
    const elements = draw.int(0, shape.length);
    const mask = (odds: number) =>
      Array.from({ length: elements }, (_, i) => (draw.int(0, odds) === 0 ? 2 ** i : 0)).reduce(
        (sum, bit) => sum + bit,
        0,
      );
    const masks = { beginMask: mask(2), endMask: mask(2), newAxisMask: mask(6), offset: draw.int(0, 4) === 0 };
    const ellipsisMask = elements > 0 && draw.int(0, 2) === 0 ? 2 ** draw.int(0, elements - 1) : 0;
    const ends = () => vector(Array.from({ length: elements }, () => draw.int(-4, 4)));
    const strides = vector(Array.from({ length: elements }, () => draw.of(1, 1, 2, 3, -1, -2)));
    const inputs = [countingTensor(dtype, shape), ends(), ends(), strides];
    return { attrs: { ...masks, ellipsisMask, shrinkAxisMask: 0 }, inputs };
  },
  dynamicUpdateSlice(draw, dtype) {
    const shape = draw.shape(0, 4);
    const update = countingTensor(
      dtype,
      shape.map((dim) => draw.int(0, dim)),
      5,
    );
    return { attrs: {}, inputs: [countingTensor(dtype, shape), update, vector(shape.map(() => draw.int(-2, 4)))] };
  },
  pad(draw, dtype) {
    const shape = draw.shape(0, 4);
    return {
      attrs: {},
      inputs: [countingTensor(dtype, shape), matrix(shape.map(() => [draw.int(0, 2), draw.int(0, 2)]))],
    };
  },
  padV2(draw, dtype) {
    const shape = draw.shape(0, 4);
    const paddings = matrix(shape.map(() => [draw.int(0, 2), draw.int(0, 2)]));
    return { attrs: {}, inputs: [countingTensor(dtype, shape), paddings, countingTensor(dtype, [], 7)] };
  },
  mirrorPad(draw, dtype) {
    const shape = draw.shape(0, 4, 1);
    const mode = draw.of("reflect", "symmetric");
    const most = (dim: number) => draw.int(0, mode === "reflect" ? dim - 1 : dim);
    return {
      attrs: { mode },
      inputs: [countingTensor(dtype, shape), matrix(shape.map((dim) => [most(dim), most(dim)]))],
    };
  },
  spaceToDepth(draw, dtype) {
    const blockSize = draw.int(1, 3);
    const shape = [draw.int(0, 2), blockSize * draw.int(0, 2), blockSize * draw.int(0, 2), draw.int(0, 2)];
    return { attrs: { blockSize }, inputs: [countingTensor(dtype, shape)] };
  },
  depthToSpace(draw, dtype) {
    const blockSize = draw.int(1, 3);
    const shape = [draw.int(0, 2), draw.int(0, 2), draw.int(0, 2), blockSize ** 2 * draw.int(0, 2)];
    return { attrs: { blockSize }, inputs: [countingTensor(dtype, shape)] };
  },
  spaceToBatchNd(draw, dtype) {
    const blocks = draw.shape(0, 2, 1);
    const spatial = blocks.map(() => draw.int(0, 4));
    const paddings = blocks.map((block, axis) => {
      const before = draw.int(0, 2);
      return [before, (block - (((spatial[axis] as number) + before) % block)) % block];
    });
    const x = countingTensor(dtype, [draw.int(0, 2), ...spatial, ...draw.shape(0, 2)]);
    return { attrs: {}, inputs: [x, vector(blocks), matrix(paddings)] };
  },
  batchToSpaceNd(draw, dtype) {
    const blocks = draw.shape(0, 2, 1);
    const batch = draw.int(0, 2) * elementCount(blocks);
    const spatial = blocks.map(() => draw.int(1, 3));
    const crops = blocks.map((block, axis) => {
      const before = draw.int(0, block * (spatial[axis] as number));
      return [before, draw.int(0, block * (spatial[axis] as number) - before)];
    });
    const x = countingTensor(dtype, [batch, ...spatial, ...draw.shape(0, 2)]);
    return { attrs: {}, inputs: [x, vector(blocks), matrix(crops)] };
  },
  gather(draw, dtype) {
    const shape = draw.shape(1, 4, 1);
    const axis = draw.int(0, shape.length - 1);
    const batchDims = draw.int(0, axis);
    const places = [...shape.slice(0, batchDims), ...draw.shape(0, 2)];
    const indices = int32(
      places,
      Array.from({ length: elementCount(places) }, () => draw.int(0, (shape[axis] as number) - 1)),
    );
    return {
      attrs: { axis: draw.sign(axis, shape.length), batchDims },
      inputs: [countingTensor(dtype, shape), indices],
    };
  },
  gatherNd(draw, dtype) {
    const shape = draw.shape(1, 4, 1);
    const depth = draw.int(0, shape.length);
    const places = draw.shape(0, 2);
    const rows = Array.from({ length: elementCount(places) }, () =>
      shape.slice(0, depth).map((dim) => draw.int(0, dim - 1)),
    );
    return { attrs: {}, inputs: [countingTensor(dtype, shape), int32([...places, depth], rows.flat())] };
  },
  scatterNd(draw) {
    const shape = draw.shape(1, 4, 1);
    const depth = draw.int(1, shape.length);
    const places = draw.shape(0, 2);
    const rows = Array.from({ length: elementCount(places) }, () =>
      shape.slice(0, depth).map((dim) => draw.int(0, dim - 1)),
    );
    const updates = countingTensor(draw.of("float32", "int64", "int8"), [...places, ...shape.slice(depth)]);
    return { attrs: {}, inputs: [int32([...places, depth], rows.flat()), updates, vector(shape)] };
  },
  oneHot(draw, dtype) {
    const shape = draw.shape(0, 3);
    const indices = int32(
      shape,
      Array.from({ length: elementCount(shape) }, () => draw.int(-1, 4)),
    );
    const inputs = [indices, int32([], [draw.int(0, 3)]), countingTensor(dtype, [], 1), countingTensor(dtype, [])];
    return { attrs: { axis: draw.int(-1, shape.length) }, inputs };
  },
  embeddingLookup(draw, dtype) {
    const rows = draw.int(1, 3);
    const ids = Array.from({ length: draw.int(0, 3) }, () => draw.int(0, rows - 1));
    return { attrs: {}, inputs: [vector(ids), countingTensor(dtype, [rows, ...draw.shape(1, 3)])] };
  },
  matrixDiag: (draw, dtype) => ({ attrs: {}, inputs: [countingTensor(dtype, draw.shape(1, 4))] }),
  matrixSetDiag(draw, dtype) {
    const shape = draw.shape(2, 4);
    const size = Math.min(...shape.slice(-2));
    return {
      attrs: {},
      inputs: [countingTensor(dtype, shape), countingTensor(dtype, [...shape.slice(0, -2), size], 3)],
    };
  },
  segmentSum(draw) {
    const x = countingTensor("int32", draw.shape(1, 3));
    const ids = Array.from({ length: x.shape[0] as number }, () => draw.int(0, 4)).sort((a, b) => a - b);
    return { attrs: {}, inputs: [x, vector(ids)] };
  },
  unsortedSegmentMax(draw) {
    const x = countingTensor("float32", draw.shape(1, 3));
    const ids = Array.from({ length: x.shape[0] as number }, () => draw.int(-1, 2));
    return { attrs: {}, inputs: [x, vector(ids), int32([], [3])] };
  },
  where: (draw) => ({ attrs: {}, inputs: [countingTensor("int8", draw.shape(0, 4))] }),
  unique: (draw) => {
    const numbers = Array.from({ length: draw.int(0, 6) }, () => draw.int(0, 3));
    return { attrs: { indexType: "int32" }, inputs: [vector(numbers)], outputCount: 2 };
  },
};

/** Names of the operators that {@link movingApplications} can draw. */
export const movingOperators: readonly OpName[] = Object.keys(draws) as OpName[];

/** A random application of one operator; its data in any of {@link movedDtypes} where that is free. */
export function movingApplication(op: OpName, draw: Draw): MovingApplication {
  const dtype = draw.of(...movedDtypes);
  return { op, outputCount: 1, ...(draws[op] as (draw: Draw, dtype: DType) => Drawn)(draw, dtype) };
}

/** Random applications of one operator. */
export function movingApplications(op: OpName): fc.Arbitrary<MovingApplication> {
  return drawn((draw) => movingApplication(op, draw));
}
