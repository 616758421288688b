import { type Attrs, type TensorType, tensorType } from "../src/ir/index.ts";
import {
  boundedDim,
  type Dim,
  isInteger,
  scaleDim,
  symbolDim,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../src/numerics/index.ts";
import type { Application, InferContext } from "../src/ops/index.ts";
import type { Draw } from "./draw.ts";

/** Extents that a damaged file may state, far beyond what a tensor could hold. */
const hostileDims: readonly Dim[] = [
  -1,
  0,
  1,
  2,
  33,
  2 ** 20,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 31),
  unknownDim,
  boundedDim(3),
  symbolDim("N"),
  scaleDim(symbolDim("N"), 2 ** 31),
];

const change = (draw: Draw, dims: readonly Dim[]): readonly Dim[] =>
  dims.map((dim) => (draw.int(0, 2) === 0 ? draw.of(...hostileDims) : dim));

/**
 * What inference is given before the run of an application, damaged: extents of any size, ranks that are not known, shape
 * data of any length that says anything, constants that are known or not.
 */
export function hostileContext(draw: Draw, { op, inputs, attrs, outputs, regions }: Application): InferContext<Attrs> {
  const known = inputs.map((x) => knownOf(draw, x));
  const isConstant = inputs.map(() => draw.flag());
  return {
    op,
    attrs,
    inputs: inputs.map((x) => x && typeOf(draw, x)),
    regions,
    outputCount: draw.of(outputs.length, outputs.length, 0, outputs.length + 1, 100),
    declared: outputs.map(({ dtype }) => draw.of(undefined, tensorType(dtype ?? "float32", [2]))),
    known: (input) => known[input],
    constant: (input) => (isConstant[input] === true ? (inputs[input] ?? undefined) : undefined),
  };
}

function typeOf(draw: Draw, { dtype, shape, ...x }: Tensor): TensorType {
  const quantization = x.quantization?.kind === "blockwise" ? undefined : x.quantization;
  const dims = draw.of<readonly Dim[] | undefined>(
    shape,
    change(draw, shape),
    change(draw, shape),
    [...shape, ...change(draw, [1])],
    shape.length === 1 ? [draw.of(2 ** 31 - 1, 2 ** 20, 33)] : change(draw, shape),
    shape.map(() => unknownDim),
    new Array<Dim>(5000).fill(1),
    undefined,
  );
  return tensorType(dtype, dims, quantization);
}

function knownOf(draw: Draw, x: Tensor | null): readonly Dim[] | undefined {
  if (x === null || !isInteger(x.dtype)) return undefined;
  const numbers = Array.from(toNumbers(x));
  return draw.of<readonly Dim[] | undefined>(
    undefined,
    numbers,
    change(draw, numbers),
    change(draw, numbers),
    [],
    numbers.slice(1),
    [...numbers, ...change(draw, [1, 1])],
    new Array<Dim>(1000).fill(draw.of(...hostileDims)),
  );
}
