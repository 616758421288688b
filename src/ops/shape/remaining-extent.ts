import {
  type AffineDim,
  type Dim,
  dimProduct,
  dimsEqual,
  floorDivideDim,
  isStaticShape,
  multiplyDims,
  scaleDim,
  unknownDim,
} from "../../numerics/index.ts";

/**
 * The extent that makes up the elements of `from` beside `others`; unknown when symbols stand in the way, undefined when
 * there is none. Beside a 0 it is what the extents other than 0 leave, as in TensorFlow and TensorFlow Lite.
 */
export function remainingExtent(from: readonly Dim[], others: readonly Dim[]): Dim | undefined {
  if (others.includes(0)) return extentOfNothing(from, others);
  const [left, right] = withoutCommon(from, others);
  const [total, part] = [dimProduct(left), dimProduct(right)];
  if (typeof part !== "number") return proportion(total, part);
  const result = floorDivideDim(total, part);
  if (dimsEqual(multiplyDims(result, part), total) === true) return result;
  return typeof total === "number" ? undefined : unknownDim;
}

function extentOfNothing(from: readonly Dim[], others: readonly Dim[]): Dim | undefined {
  if (isStaticShape(from) && !from.includes(0)) return undefined;
  if (!isStaticShape(from) || !isStaticShape(others)) return unknownDim;
  const nonzero = (dims: readonly number[]) =>
    dims.filter((dim) => dim !== 0).reduce((product, dim) => product * dim, 1);
  return Math.floor(nonzero(from) / nonzero(others));
}

/** Both lists without the extents that stand in both. */
function withoutCommon(a: readonly Dim[], b: readonly Dim[]): readonly [readonly Dim[], readonly Dim[]] {
  const rest = [...b];
  const left = a.filter((dim) => {
    const at = rest.findIndex((other) => dimsEqual(dim, other) === true);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [left, rest];
}

/** The number that `total` is of `part` for every value of their symbols. */
function proportion(total: Dim, part: Exclude<Dim, number>): Dim {
  if (typeof total === "number" || total.kind === "unknown" || part.kind === "unknown") return unknownDim;
  const [symbol, factor] = Object.entries(part.terms)[0] as [string, number];
  const ratio = factorOf(total, symbol) / factor;
  return Number.isInteger(ratio) && dimsEqual(scaleDim(part, ratio), total) === true ? ratio : unknownDim;
}

function factorOf({ terms }: AffineDim, symbol: string): number {
  return Object.hasOwn(terms, symbol) ? (terms[symbol] as number) : 0;
}
