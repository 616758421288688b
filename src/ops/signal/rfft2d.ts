import { type Dim, elementCount, fromNumbers, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { f32, i32, literal } from "../example.ts";
import { inputShape, invalid, knownInts, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandLength, unknownDims } from "../shape/operands.ts";

/**
 * x: float32 `[..., height, width]`; size: `[n, m]`, powers of two, what x is cut or filled with zeros to. Result:
 * complex64 `[..., n, m / 2 + 1]`, the half of the spectrum that the other half follows from.
 */
export const rfft2d: OpDef<"rfft2d", NoAttrs> = defineOp({
  name: "rfft2d",
  summary: "Fourier transform of real numbers over the last two axes, the first half of the last axis",
  attrs: {},
  inputs: [{ name: "x" }, { name: "size" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 0, ["float32"]);
    requireDtype(context, 1, shapeTypes);
    const length = operandLength(context, 1);
    if (length !== undefined && length !== 2) invalid(context, `its size has ${length} numbers, expected 2`);
    const { shape } = context.inputs[0] ?? {};
    if (shape === undefined) return [outputType(context, "complex64", undefined)];
    const outer = inputShape(context, 0).slice(0, -2);
    if (shape.length < 2) invalid(context, `input 0 has rank ${shape.length}, expected 2 or more`);
    return [outputType(context, "complex64", [...outer, ...spectrum(context)])];
  },
  effects: "pure",
  tolerance: "accumulation",
});

function spectrum(context: InferContext<NoAttrs>): readonly Dim[] {
  const [height, width] = knownInts(context, 1) ?? [];
  if (height === undefined || width === undefined) return unknownDims(2);
  for (const extent of [height, width]) {
    if (extent < 1 || (extent & (extent - 1)) !== 0) invalid(context, `its size ${extent} is no power of two`);
  }
  return [height, width / 2 + 1].map(Math.floor);
}

/** Complex numbers along one line, real and imaginary parts apart. */
interface Line {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The transform of a line whose length is a power of two, by halves (Cooley and Tukey). */
function transform({ re, im }: Line): Line {
  const n = re.length;
  if (n === 1) return { re, im };
  const half = (first: number): Line =>
    transform({ re: re.filter((_, i) => i % 2 === first), im: im.filter((_, i) => i % 2 === first) });
  const [even, odd] = [half(0), half(1)];
  const result: Line = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n / 2; k++) {
    const angle = (-2 * Math.PI * k) / n;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [a, b] = [odd.re[k] as number, odd.im[k] as number];
    const [turnedRe, turnedIm] = [a * cos - b * sin, a * sin + b * cos];
    const [evenRe, evenIm] = [even.re[k] as number, even.im[k] as number];
    result.re[k] = evenRe + turnedRe;
    result.im[k] = evenIm + turnedIm;
    result.re[k + n / 2] = evenRe - turnedRe;
    result.im[k + n / 2] = evenIm - turnedIm;
  }
  return result;
}

export const rfft2dReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const [n, m] = toNumbers(tensorAt(inputs, 1)) as unknown as [number, number];
  const shape = staticShape(outputs);
  const [height, width] = x.shape.slice(-2) as [number, number];
  const columns = shape.at(-1) as number;
  const data = toNumbers(x);
  const result = new Float64Array(2 * elementCount(shape));
  for (let plane = 0; plane < elementCount(shape.slice(0, -2)); plane++) {
    const cell = (row: number, column: number): number =>
      row < height && column < width ? (data[(plane * height + row) * width + column] as number) : 0;
    const rows = Array.from({ length: n }, (_, row) =>
      transform({ re: Float64Array.from({ length: m }, (_, column) => cell(row, column)), im: new Float64Array(m) }),
    );
    for (let column = 0; column < columns; column++) {
      const line = transform({
        re: Float64Array.from(rows, ({ re }) => re[column] as number),
        im: Float64Array.from(rows, ({ im }) => im[column] as number),
      });
      for (let row = 0; row < n; row++) {
        const at = 2 * ((plane * n + row) * columns + column);
        result[at] = line.re[row] as number;
        result[at + 1] = line.im[row] as number;
      }
    }
  }
  return [fromNumbers("complex64", shape, result)];
};

export const rfft2dExamples: readonly Example<NoAttrs>[] = [
  {
    name: "one row",
    attrs: {},
    inputs: [f32([1, 4], [1, 2, 3, 4]), i32([2], [1, 4])],
    outputs: [literal("complex64", [1, 3], [10, 0, -2, 2, -2, 0])],
  },
  {
    name: "cut to two columns, filled up to two rows",
    attrs: {},
    inputs: [f32([1, 3], [1, 2, 9]), i32([2], [2, 2])],
    outputs: [literal("complex64", [2, 2], [3, 0, -1, 0, 3, 0, -1, 0])],
  },
];
