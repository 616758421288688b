import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { shapes } from "../../../suites/arbitrary-tensors.ts";
import { countingTensor, movedDtypes } from "../../../suites/moving-applications.ts";
import { type DType, elementCount, fromNumbers, scalar, type Tensor, tensor } from "../../numerics/index.ts";

const vector = (numbers: readonly number[]): Tensor => fromNumbers("int32", [numbers.length], numbers);
const int = (value: number): Tensor => scalar("int32", value);
const none = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };

/** A law of any tensor and a list of random numbers to choose by. */
function forTensors(
  options: { readonly minRank?: number; readonly maxRank?: number },
  law: (x: Tensor, pick: (count: number) => number) => void,
): void {
  const cases = fc.tuple(
    fc.constantFrom(...movedDtypes),
    shapes(options),
    fc.array(fc.nat(5039), { minLength: 24, maxLength: 24 }),
  );
  fc.assert(
    fc.property(cases, ([dtype, shape, numbers]) => {
      let at = 0;
      law(countingTensor(dtype, shape), (count) => (numbers[at++ % numbers.length] as number) % count);
    }),
    { seed: 7, numRuns: 150 },
  );
}

const outputs = (x: Tensor, count: number): DType[] => new Array<DType>(count).fill(x.dtype);

describe("taking apart and putting together", () => {
  test("concatenation of the pieces of splitV is the tensor", () => {
    forTensors({ minRank: 1 }, (x, pick) => {
      const axis = pick(x.shape.length);
      const extent = x.shape[axis] as number;
      const first = pick(extent + 1);
      const pieces = apply("splitV", [x, vector([first, -1, 0]), int(axis)], {}, outputs(x, 3));
      expectTensor(applyOne("concatenation", pieces, { axis: axis - x.shape.length, activation: "none" }), x);
    });
  });

  test("splitV into equal sizes is split", () => {
    forTensors({ minRank: 1 }, (x, pick) => {
      const axis = pick(x.shape.length);
      const extent = x.shape[axis] as number;
      const count = extent === 0 ? 2 : extent;
      const sizes = vector(new Array(count).fill(extent / count));
      const pieces = apply("split", [int(axis), x], {}, outputs(x, count));
      const same = apply("splitV", [x, sizes, int(axis)], {}, outputs(x, count));
      pieces.forEach((piece, i) => {
        expectTensor(piece, same[i] as Tensor);
      });
    });
  });

  test("pack puts together what unpack takes apart", () => {
    forTensors({ minRank: 1 }, (x, pick) => {
      const axis = pick(x.shape.length);
      const extent = x.shape[axis] as number;
      if (extent === 0) return;
      const parts = apply("unpack", [x], { axis }, outputs(x, extent));
      expectTensor(applyOne("pack", parts, { axis: axis - x.shape.length }), x);
      const index = pick(extent);
      expectTensor(applyOne("gather", [x, int(index)], { axis, batchDims: 0 }), parts[index] as Tensor);
    });
  });

  test("squeeze takes away the axis that expandDims puts in", () => {
    forTensors({}, (x, pick) => {
      const axis = pick(x.shape.length + 1);
      const wider = applyOne("expandDims", [x, int(axis)], {});
      expectTensor(applyOne("squeeze", [wider], { axes: [axis] }), x);
    });
  });
});

describe("orders", () => {
  test("transpose by a permutation and by its inverse is nothing", () => {
    forTensors({ maxRank: 6 }, (x, pick) => {
      const perm = x.shape.map((_, axis) => axis).sort(() => pick(3) - 1);
      const inverse = perm.map((_, axis) => perm.indexOf(axis));
      const turned = applyOne("transpose", [x, vector(perm)], {});
      expect(turned.shape).toEqual(perm.map((axis) => x.shape[axis]));
      expectTensor(applyOne("transpose", [turned, vector(inverse)], {}), x);
    });
  });

  test("reverseV2 twice is nothing, and a stridedSlice backwards", () => {
    forTensors({ minRank: 1 }, (x, pick) => {
      const axis = pick(x.shape.length);
      const reversed = applyOne("reverseV2", [x, vector([axis])], {});
      expectTensor(applyOne("reverseV2", [reversed, vector([axis - x.shape.length])], {}), x);
      const zeros = vector(x.shape.map(() => 0));
      const all = 2 ** x.shape.length - 1;
      const strides = vector(x.shape.map((_, i) => (i === axis ? -1 : 1)));
      const masks = { ...none, beginMask: all, endMask: all };
      expectTensor(applyOne("stridedSlice", [x, zeros, zeros, strides], masks), reversed);
    });
  });

  test("reverseSequence of whole lengths is reverseV2", () => {
    forTensors({ minRank: 2 }, (x, pick) => {
      const seqAxis = pick(x.shape.length);
      const batchAxis = (seqAxis + 1) % x.shape.length;
      const lengths = vector(new Array(x.shape[batchAxis] as number).fill(x.shape[seqAxis]));
      const reversed = applyOne("reverseSequence", [x, lengths], { seqAxis, batchAxis });
      expectTensor(reversed, applyOne("reverseV2", [x, vector([seqAxis])], {}));
    });
  });
});

describe("borders", () => {
  const paddingsOf = (x: Tensor, amount: (axis: number) => number): Tensor => {
    const amounts = x.shape.flatMap((_, axis) => [amount(axis), amount(axis)]);
    return fromNumbers("int32", [x.shape.length, 2], amounts);
  };
  const cellsBefore = (paddings: Tensor) =>
    vector(Array.from(paddings.data as Int32Array).filter((_, i) => i % 2 === 0));

  test.each(["pad", "padV2"] as const)("slice takes back what %s put around", (op) => {
    forTensors({}, (x, pick) => {
      const paddings = paddingsOf(x, () => pick(3));
      const padded = applyOne(op, op === "pad" ? [x, paddings] : [x, paddings, countingTensor(x.dtype, [], 9)], {});
      expectTensor(applyOne("slice", [padded, cellsBefore(paddings), vector(x.shape)], {}), x);
    });
  });

  test("padV2 with zero is pad", () => {
    forTensors({}, (x, pick) => {
      const paddings = paddingsOf(x, () => pick(3));
      const zero = applyOne("zerosLike", [countingTensor(x.dtype, [], 1)], {});
      expectTensor(applyOne("padV2", [x, paddings, zero], {}), applyOne("pad", [x, paddings], {}));
    });
  });

  test.each(["reflect", "symmetric"] as const)(
    "mirrorPad %s keeps the tensor inside and mirrors its reverse",
    (mode) => {
      forTensors({ minRank: 1 }, (x, pick) => {
        if (x.shape.includes(0)) return;
        const most = (axis: number) => (x.shape[axis] as number) + (mode === "symmetric" ? 1 : 0);
        const paddings = paddingsOf(x, (axis) => pick(most(axis)));
        const padded = applyOne("mirrorPad", [x, paddings], { mode });
        expectTensor(applyOne("slice", [padded, cellsBefore(paddings), vector(x.shape)], {}), x);
        const axes = vector(x.shape.map((_, axis) => axis));
        const flip = (t: Tensor) => applyOne("reverseV2", [t, axes], {});
        const swapped = Array.from(
          paddings.data as Int32Array,
          (_, i, all = paddings.data as Int32Array) => all[i ^ 1] as number,
        );
        const turned = applyOne("mirrorPad", [flip(x), fromNumbers("int32", paddings.shape, swapped)], { mode });
        expectTensor(flip(turned), padded);
      });
    },
  );

  test("dynamicUpdateSlice puts in what slice takes out", () => {
    forTensors({}, (x, pick) => {
      const begin = x.shape.map((dim) => pick(dim + 1));
      const size = x.shape.map((dim, axis) => pick(dim - (begin[axis] as number) + 1));
      const piece = applyOne("slice", [x, vector(begin), vector(size)], {});
      const empty = applyOne("zerosLike", [x], {});
      const updated = applyOne("dynamicUpdateSlice", [empty, piece, vector(begin)], {});
      expectTensor(applyOne("slice", [updated, vector(begin), vector(size)], {}), piece);
    });
  });
});

describe("blocks", () => {
  test("depthToSpace undoes spaceToDepth", () => {
    forTensors({ minRank: 4, maxRank: 4 }, ({ dtype, shape }, pick) => {
      const blockSize = 1 + pick(3);
      const x = countingTensor(
        dtype,
        shape.map((dim, axis) => (axis === 1 || axis === 2 ? dim * blockSize : dim)),
      );
      expectTensor(applyOne("depthToSpace", [applyOne("spaceToDepth", [x], { blockSize })], { blockSize }), x);
    });
  });

  test("batchToSpaceNd undoes spaceToBatchNd", () => {
    forTensors({ minRank: 3, maxRank: 5 }, (x, pick) => {
      const blocks = [1 + pick(3), 1 + pick(3)];
      const margins = blocks.flatMap((block, axis) => {
        const first = pick(3);
        return [first, (block - (((x.shape[axis + 1] as number) + first) % block)) % block];
      });
      const operands = [vector(blocks), fromNumbers("int32", [2, 2], margins)];
      expectTensor(applyOne("batchToSpaceNd", [applyOne("spaceToBatchNd", [x, ...operands], {}), ...operands], {}), x);
    });
  });

  test("one block over all of the image is the channels of one cell, in both operators", () => {
    const x = countingTensor("float32", [1, 2, 2, 3]);
    const batches = applyOne("spaceToBatchNd", [x, vector([2, 2]), fromNumbers("int32", [2, 2], [0, 0, 0, 0])], {});
    const depth = applyOne("spaceToDepth", [x], { blockSize: 2 });
    expect(Array.from(batches.data as Float32Array)).toEqual(Array.from(depth.data as Float32Array));
  });
});

describe("repetition", () => {
  test("tile is concatenation with itself", () => {
    forTensors({ minRank: 1 }, (x, pick) => {
      const axis = pick(x.shape.length);
      const times = 1 + pick(3);
      const tiled = applyOne("tile", [x, vector(x.shape.map((_, i) => (i === axis ? times : 1)))], {});
      expectTensor(tiled, applyOne("concatenation", new Array<Tensor>(times).fill(x), { axis, activation: "none" }));
    });
  });

  test("fill is broadcastTo of a scalar, and both are tile", () => {
    forTensors({}, ({ dtype, shape }) => {
      const value = countingTensor(dtype, [], 5);
      const filled = applyOne("fill", [vector(shape), value], {});
      expectTensor(applyOne("broadcastTo", [value, vector(shape)], {}), filled);
      const ones = tensor(
        dtype,
        shape.map(() => 1),
        value.data,
      );
      expectTensor(applyOne("tile", [ones, vector(shape)], {}), filled);
    });
  });
});

describe("types", () => {
  test("bitcast there and back is nothing, element counts follow the sizes", () => {
    forTensors({}, (x) => {
      if (["string", "int4"].includes(x.dtype)) return;
      const bytes = applyOne("bitcast", [x], { dtype: "uint8" });
      const size = elementCount(bytes.shape) / Math.max(elementCount(x.shape), 1);
      if (elementCount(x.shape) > 0) expect([1, 2, 4, 8]).toContain(size);
      expectTensor(applyOne("bitcast", [bytes], { dtype: x.dtype }), x);
    });
  });

  test("a 64-bit integer goes to float32 rounded once", () => {
    const x = tensor(
      "int64",
      [3],
      BigInt64Array.of((1n << 60n) + (1n << 36n) + 1n, (1n << 60n) + (1n << 36n), -(2n ** 63n)),
    );
    const y = applyOne("cast", [x], { dtype: "float32" });
    expect(Array.from(y.data as Float32Array)).toEqual([2 ** 60 + 2 ** 37, 2 ** 60, -(2 ** 63)]);
  });

  test("64-bit casts wrap from integers and saturate from floats", () => {
    const wide = applyOne("cast", [fromNumbers("int8", [2], [-1, 5])], { dtype: "uint64" });
    expect(Array.from(wide.data as BigUint64Array)).toEqual([2n ** 64n - 1n, 5n]);
    const floats = fromNumbers("float64", [4], [1e30, -1e30, Number.NaN, 2 ** 53 + 2]);
    const saturated = applyOne("cast", [floats], { dtype: "int64" });
    expect(Array.from(saturated.data as BigInt64Array)).toEqual([
      2n ** 63n - 1n,
      -(2n ** 63n),
      2n ** 63n - 1n,
      2n ** 53n + 2n,
    ]);
  });

  test("8-bit floats", () => {
    const x = fromNumbers("float32", [4], [1.06, 448, 1000, -0.0009]);
    const y = applyOne("cast", [applyOne("cast", [x], { dtype: "float8_e4m3fn" })], { dtype: "float32" });
    expect(Array.from(y.data as Float32Array)).toEqual([1, 448, Number.NaN, -0]);
  });
});
