import type { Dim } from "../../../numerics/index.ts";
import { isArray } from "../config/json.ts";
import type { LayerContext } from "./context.ts";

/** Shapes that follow from the equation of an EinsumDense layer; null for extents that are not known. */
export interface EinsumShapes {
  readonly equation: string;
  readonly input: string;
  readonly weight: string;
  readonly output: string;
  /** The `...` of the equation stands for the leading axes, the trailing ones, or there is none. */
  readonly elided: "leading" | "trailing" | "none";
  readonly elidedCount: number;
  readonly kernel: readonly (number | null)[];
  readonly bias: readonly (number | null)[] | undefined;
}

const form = /^(\.\.\.)?([A-Za-z]+)(\.\.\.)?,([A-Za-z]+)->(\.\.\.)?([A-Za-z]+)(\.\.\.)?$/;

/**
 * Shapes of kernel and bias of an EinsumDense layer: each letter has the extent of the input, or of `output_shape`, which
 * leaves the batch out. Equations are `ab,bc->ac`, `...a,ab->...b` or `ab...,bc->ac...`.
 */
export function kernelShape(context: LayerContext, equation: string, dims: readonly Dim[]): EinsumShapes {
  const match = form.exec(equation.replace(/\s/g, ""));
  if (match === null) return context.config.refuse("equation", "an equation such as ab,bc->ac");
  const [, leading, input = "", trailing, weight = "", , output = ""] = match;
  const elided = leading !== undefined ? "leading" : trailing !== undefined ? "trailing" : "none";
  const elidedCount = dims.length - input.length;
  if (elidedCount < 0 || (elided === "none" && elidedCount !== 0)) {
    context.unsupported(`the equation ${equation} does not fit an input of rank ${dims.length}`);
  }
  const extents = new Map<string, number | null>();
  const outputShape = outputExtents(context);
  const shift = elided === "leading" ? outputShape.length - output.length : -1;
  [...output].forEach((letter, i) => {
    extents.set(letter, outputShape[i + shift] ?? null);
  });
  const first = elided === "leading" ? elidedCount : 0;
  [...input].forEach((letter, i) => {
    const dim = dims[first + i];
    if (typeof dim === "number") extents.set(letter, dim);
  });
  const extent = (letter: string): number | null => extents.get(letter) ?? null;
  const axes = context.config.has("bias_axes") ? context.config.text("bias_axes") : undefined;
  const base = { equation: equation.replace(/\s/g, ""), input, weight, output, elided, elidedCount } as const;
  const kernel = [...weight].map(extent);
  if (axes === undefined || axes === "") return { ...base, kernel, bias: undefined };
  const begin = Math.min(...[...axes].map((letter) => output.indexOf(letter)));
  if (begin < 0) return context.config.refuse("bias_axes", `letters of ${output}`);
  const bias = [...output.slice(begin)].map((letter) => (axes.includes(letter) ? extent(letter) : 1));
  const behind = elided === "trailing" ? new Array<number>(elidedCount).fill(1) : [];
  return { ...base, kernel, bias: [...bias, ...behind] };
}

function outputExtents(context: LayerContext): readonly (number | null)[] {
  const value = context.config.get("output_shape");
  if (typeof value === "number") return [value];
  if (!isArray(value)) return context.config.refuse("output_shape", "extents");
  return value.map((dim) => (typeof dim === "number" ? dim : null));
}
